"""Drawing the recording page, after a refusal with everything that was sent still in it."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from evaluations.operations.reading_log import note_read
from evaluations.operations.recording import Clash
from evaluations.queries.beside import Beside, beside
from evaluations.queries.recording import RecordingPage
from evaluations.rules.values import Chosen
from evaluations.shared.identifiers import shown
from evaluations.terms import Bearing, LevelOfService, ReadHow, SourceKind
from evaluations.web.choices import choice_of, said, token_of
from evaluations.web.quick_evidence import filled
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid


def show(
    request: Any,
    page: RecordingPage,
    status: int = 200,
    refused: Exception | None = None,
    *,
    about: str = "record",
) -> HttpResponse:
    """The page. ``about`` is the form that was refused: ``record`` or ``evidence``."""
    more = beside(request.actor, page, request.GET.get("before", ""))
    if more.access is not None and more.evidence is not None:
        note_read(more.access, "evidence", more.evidence.read, ReadHow.PAGE)
    about = about if refused is not None else ""
    sent = request.POST if about == "record" else None
    typed = request.POST if about == "evidence" else None
    context = {
        "page": page,
        "beside": more,
        "inspection_id": ids.encode("inspection", page.inspection.pk),
        "levels": page.edition.levels,
        "section": next(one for one in page.parts if page.line in one.lines),
        **_team_fields(page, sent),
        **_own_fields(page, more, sent, refused),
        "quick": _quick(request, more, typed),
        "about": about,
        "faults": _faults(refused),
        "identifiers": shown(refused, request.POST),
    }
    return TemplateResponse(request, "evaluations/recording.html", context, status=status)


def _team_fields(page: RecordingPage, sent: Any) -> dict[str, Any]:
    """The team's value, its texts, and the version they were opened at."""
    choice = choice_of(page.edition, page.line.value)
    token = token_of(choice) if sent is None else sent.get("value", "")
    texts = {"rationale": page.rationale, "single_source_reason": page.single_source_reason}
    if sent is not None:
        texts = {name: sent.get(name, text) for name, text in texts.items()}
    return {
        "token": token.partition(":")[0] if token.startswith("set") else token,
        "among": sent.getlist("among") if sent is not None else choice.level_set or (),
        "version": page.line.version if sent is None else sent.get("version", ""),
        "words": said(page.edition, choice),
        **texts,
    }


def _own_fields(
    page: RecordingPage, more: Beside, sent: Any, refused: Exception | None
) -> dict[str, Any]:
    """One's own view. When it met what one saved in another window, what is typed here is shown, based
    on what is saved there: saving it again is then a decision."""
    mine = more.views.mine
    choice = choice_of(page.edition, mine.value) if mine else Chosen()
    fields = {
        "mine": token_of(choice),
        "reason": mine.reason if mine else "",
        "view_version": mine.version if mine else 0,
    }
    if sent is not None:
        fields = {name: sent.get(name, value) for name, value in fields.items()}
    if isinstance(refused, Clash):
        fields["view_version"] = refused.current["version"]
    return {
        **fields,
        "may_view": page.on_team and not page.not_now,
        "my_words": said(page.edition, choice),
    }


def _quick(request: Any, more: Beside, typed: Any) -> dict[str, Any]:
    """The form that adds evidence: what it offers and what it holds."""
    return {
        "bearings": Bearing.choices,
        "sources": list(reversed(SourceKind.choices)),
        "levels": [
            (one.value, one.label)
            for one in (
                LevelOfService.DELIVERY,
                LevelOfService.OUTCOMES,
                LevelOfService.LEADERSHIP,
            )
        ],
        "cases": more.cases,
        "may_medical": request.actor.may(P.SEE_MEDICAL),
        **filled(request.GET, typed),
    }


def _faults(refused: Exception | None) -> list[str]:
    """What is wrong, a sentence each."""
    if isinstance(refused, Invalid):
        return [reason for reasons in refused.faults.values() for reason in reasons]
    if isinstance(refused, Clash):
        return [
            _(
                "You have saved this in another window meanwhile: %(level)s %(reason)s What is here "
                "is not saved. Save it again to put it in its place."
            )
            % {
                "level": refused.current["level"] or refused.current["non_grade"] or "–",
                "reason": refused.current["reason"],
            }
        ]
    return [str(refused)] if refused is not None else []
