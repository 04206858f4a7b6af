"""The recording page: one indicator of one inspection, its level and its rationale."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.operations import Changes, Clash, save_indicator
from evaluations.queries.recording import RecordingPage, recording_page
from evaluations.rules.values import Chosen
from evaluations.web.choices import choice_in, choice_of, chosen_from, said, token_of
from evaluations.web.identifiers import reasons_in, shown
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused

MOST_DIGITS = 9


@require_GET
def recording(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Go on where recording stopped: the first indicator without a value."""
    page = recording_page(request.actor, inspection)
    return redirect("recording-indicator", inspectorate, inspection, page.line.indicator.code)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator(request: Any, inspectorate: str, inspection: str, indicator: str) -> HttpResponse:
    """One indicator: what there is to choose, what is recorded, and recording it."""
    if request.method == "POST":
        return _save(request, inspection, indicator)
    return _show(request, recording_page(request.actor, inspection, indicator))


def _save(request: Any, inspection: str, code: str) -> HttpResponse:
    sent = request.POST
    page = recording_page(request.actor, inspection, code)
    try:
        saved = save_indicator(
            actor=request.actor,
            inspection=inspection,
            indicator=code,
            based_on=_version(sent.get("version", "")),
            changes=_changes(sent),
            reasons=reasons_in(sent),
        )
    except Clash as clash:
        return _settle(request, page, clash)
    except Invalid as invalid:
        return _show(request, page, 422, invalid)
    except Refused as refused:
        return _show(request, page, 409, refused)
    words = said(page.edition, choice_in(saved)) or _("no level yet")
    messages.success(request, _("%(code)s saved: %(level)s.") % {"code": code, "level": words})
    following = page.after if "next" in sent and page.after else page.line
    return redirect(
        "recording-indicator",
        request.inspectorate.slug,
        inspection,
        following.indicator.code,
    )


def _changes(sent: Any) -> Changes:
    """The fields of the form; "theirs" leaves a field as the other person saved it."""
    value = None if sent.get("keep_value") == "theirs" else chosen_from(sent)
    if sent.get("keep_rationale") == "theirs":
        return Changes(value=value)
    text = sent.get("rationale", "").replace("\r\n", "\n").strip()
    return Changes(value=value, rationale=text)


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def _show(
    request: Any,
    page: RecordingPage,
    status: int = 200,
    refusal: Invalid | Refused | None = None,
) -> HttpResponse:
    """The page; after a refusal with everything that was sent still in it."""
    sent = request.POST if request.method == "POST" else None
    choice = choice_of(page.edition, page.line.value)
    token = token_of(choice) if sent is None else sent.get("value", "")
    among = sent.getlist("among") if sent is not None else choice.level_set or ()
    return TemplateResponse(
        request,
        "evaluations/recording.html",
        {
            "page": page,
            "inspection_id": ids.encode("inspection", page.inspection.pk),
            "levels": page.edition.levels,
            "section": next(one for one in page.parts if page.line in one.lines),
            "token": token.partition(":")[0] if token.startswith("set") else token,
            "among": among,
            "rationale": page.rationale if sent is None else sent.get("rationale", ""),
            "version": page.line.version if sent is None else sent.get("version", ""),
            "faults": _faults(refusal),
            "identifiers": shown(refusal, sent),
            "words": said(page.edition, choice),
        },
        status=status,
    )


def _faults(refusal: Invalid | Refused | None) -> dict[str, list[str]]:
    if refusal is None:
        return {}
    return refusal.faults if isinstance(refusal, Invalid) else {"": [str(refusal)]}


def _settle(request: Any, page: RecordingPage, clash: Clash) -> HttpResponse:
    """Two people changed the same field: before, yours and theirs side by side, and a choice."""
    base, mine, theirs = (_side(page, record) for record in (clash.base, clash.mine, clash.current))
    if mine == theirs:
        messages.success(request, _("Somebody else had saved the same already."))
        return redirect(request.get_full_path())
    return TemplateResponse(
        request,
        "evaluations/clash.html",
        {
            "page": page,
            "inspection_id": ids.encode("inspection", page.inspection.pk),
            "base": base,
            "mine": mine,
            "theirs": theirs,
            "clashes": clash.fields,
            "version": clash.current["version"],
        },
        status=409,
    )


def _side(page: RecordingPage, record: dict[str, Any] | None) -> dict[str, str] | None:
    """One side of the comparison: its value in words and as a form sends it, and its rationale."""
    if record is None:
        return None
    choice: Chosen = choice_in(record)
    return {
        "words": said(page.edition, choice),
        "token": token_of(choice),
        "rationale": record["rationale"],
    }
