"""The recording page: one indicator, what it rests on, one's own view and the team's evaluation."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.operations import Changes, Clash, save_indicator, save_view
from evaluations.operations.evidence import add_evidence
from evaluations.queries.recording import RecordingPage, recording_page
from evaluations.rules.values import Chosen
from evaluations.shared.identifiers import reasons_in
from evaluations.web.choices import choice_in, chosen_from, said
from evaluations.web.clash import settle_page, settled, undecided
from evaluations.web.quick_evidence import key_of, remembered, values_of
from evaluations.web.recording_page import show
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused

MOST_DIGITS = 9


@require_GET
def recording(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Go on where recording stopped: the first indicator without a value."""
    page = recording_page(request.actor, inspection)
    return redirect("recording-indicator", inspectorate, inspection, page.line.indicator.code)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator(request: Any, inspectorate: str, inspection: str, indicator: str) -> HttpResponse:
    """One indicator: what there is to choose, what is recorded, and recording it."""
    page = recording_page(request.actor, inspection, indicator)
    if request.method == "POST":
        return _save(request, inspection, page)
    return show(request, page)


@require_POST
def add(request: Any, inspectorate: str, inspection: str, indicator: str) -> HttpResponse:
    """Add a piece of evidence to an indicator, and stay there for the next."""
    page = recording_page(request.actor, inspection, indicator)
    sent = request.POST
    try:
        made = add_evidence(
            actor=request.actor,
            inspection=inspection,
            values=values_of(sent, indicator),
            client_key=key_of(sent),
            reasons=reasons_in(sent),
        )
    except Invalid as invalid:
        return show(request, page, 422, invalid, about="evidence")
    except Refused as refused:
        return show(request, page, 409, refused, about="evidence")
    messages.success(request, _("%(reference)s added.") % {"reference": made["reference"]})
    back = redirect("recording-indicator", inspectorate, inspection, indicator)
    back["Location"] += f"?{remembered(sent)}#new-evidence"
    return back


def _save(request: Any, inspection: str, page: RecordingPage) -> HttpResponse:
    """Save what the form holds: one's own view first, since nobody else can have changed it."""
    code = page.line.indicator.code
    by = {
        "actor": request.actor,
        "inspection": inspection,
        "indicator": code,
        "reasons": reasons_in(request.POST),
    }
    try:
        view = _save_view(request.POST, by)
        team = _save_team(request.POST, by)
    except Clash as clash:
        if "given" in clash.current:
            return show(request, page, 409, clash)
        return settle_page(request, page, clash)
    except Invalid as invalid:
        return show(request, page, 422, invalid)
    except NotPermitted as not_permitted:
        if not page.on_team:
            raise
        return show(request, page, 403, not_permitted)
    except Refused as refused:
        return show(request, page, 409, refused)
    _tell(request, page, view, team)
    following = page.after if "next" in request.POST and page.after else page.line
    return redirect(
        "recording-indicator", request.inspectorate.slug, inspection, following.indicator.code
    )


def _save_view(sent: Any, by: dict[str, Any]) -> dict[str, Any] | None:
    """One's own view, when the form has one; ``do=give`` gives it."""
    if "mine" not in sent:
        return None
    kind, _colon, code = sent["mine"].partition(":")
    changes: dict[str, Any] = {
        "level": code if kind == "level" else None,
        "non_grade": code if kind == "none" else None,
        "reason": _text(sent, "reason"),
    }
    if sent.get("do") == "give":
        changes["given"] = True
    return save_view(based_on=_version(sent.get("view_version", "")), changes=changes, **by)


def _save_team(sent: Any, by: dict[str, Any]) -> dict[str, Any] | None:
    """The team's value and texts, as far as the form has them."""
    changes = _changes(sent)
    if changes == Changes():
        return None
    based_on = sent.get("based_on" if undecided(sent) else "version", "")
    return save_indicator(based_on=_version(based_on), changes=changes, **by)


def _changes(sent: Any) -> Changes:
    """The team's fields of the form. One that is being settled may be left as the other saved it."""
    value = chosen_from(sent) if "value" in sent else None
    texts = {
        name: _text(sent, name) for name in ("rationale", "single_source_reason") if name in sent
    }
    return settled(sent, Changes(value, **texts))


def _tell(
    request: Any, page: RecordingPage, view: dict[str, Any] | None, team: dict[str, Any] | None
) -> None:
    """What was saved; at once, not only before moderation, that a level has no rationale."""
    messages.success(request, _what_was_saved(request.POST, page, view, team))
    if team is not None and choice_in(team) != Chosen() and not team["rationale"]:
        messages.warning(
            request,
            _(
                "%(code)s has a level and no rationale. Say what it rests on: it cannot go to "
                "moderation without."
            )
            % {"code": page.line.indicator.code},
        )


def _what_was_saved(
    sent: Any, page: RecordingPage, view: dict[str, Any] | None, team: dict[str, Any] | None
) -> str:
    code = page.line.indicator.code
    if view is not None and sent.get("do") == "give":
        mine = said(page.edition, choice_in({"level_set": None, **view}))
        return _("Your level for %(code)s is given: %(level)s.") % {"code": code, "level": mine}
    if team is not None and "value" in sent:
        words = said(page.edition, choice_in(team)) or _("no level yet")
        return _("%(code)s saved: %(level)s.") % {"code": code, "level": words}
    return _("%(code)s saved.") % {"code": code}


def _text(sent: Any, name: str) -> str:
    return str(sent.get(name, "")).replace("\r\n", "\n").strip()


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0
