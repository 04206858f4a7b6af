"""Recording evidence: add a piece, edit it, withdraw it. Nothing typed is ever lost."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.operations.evidence import add_evidence, edit_evidence, withdraw_evidence
from evaluations.operations.evidence_source import FromReturn
from evaluations.operations.reading_log import note_read
from evaluations.operations.recording import Clash
from evaluations.queries import evidence_page as query
from evaluations.queries.evidence import numbers_of
from evaluations.queries.evidence_source import Source, new_from_return
from evaluations.rules.evidence import SETS, merged_set
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in, shown, with_file
from evaluations.terms import ReadHow
from evaluations.web.evidence.forms import EvidenceForm, WithdrawForm, not_for
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused
from inspectorate.kernel.versions import Side
from inspectorate.kernel.web.editing import posted
from inspectorate.kernel.web.forms import Form

LAST = ("source_kind", "level_of_service", "indicators", "services", "happened_on")
"""What the form of the next piece starts with: usually it comes from the same meeting or record."""


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Add a piece; "add another" starts the next with the same source, day and indicators."""
    place = query.evidence_place(request.actor, inspection)
    require_recording(place)
    of = FromReturn(request.GET.get("section", ""), request.GET.get("file", ""))
    source, starts = new_from_return(place.access, of) if of else (None, {})
    form = EvidenceForm(
        posted(request),
        choices=place.choices,
        without=frozenset() if place.access.medical else frozenset({"medical"}),
        initial=_initial(request) | starts,
    )
    refusal: Exception | None = None
    if form.is_valid():
        try:
            made = add_evidence(
                actor=request.actor,
                inspection=inspection,
                values=form.changes,
                client_key=form.cleaned_data["client_key"],
                reasons=reasons_in(request.POST),
                made_from=of,
            )
            return _added(request, inspection, made)
        except (Invalid, Refused) as error:
            refusal = error
    return evidence_form(
        request, place, form, refusal, title=_("Add evidence"), back="", source=source
    )


def require_recording(place: query.EvidencePlace) -> None:
    if place.why_not:
        raise NotPermitted(place.why_not)


def _initial(request: Any) -> dict[str, Any]:
    sent = request.GET
    known = {name: sent[name] for name in LAST if sent.get(name)}
    for name in ("indicators", "services"):
        known[name] = sent.getlist(name)[:60]
    return {"happened_on": timezone.localdate(), "client_key": uuid4(), **known}


def _added(request: Any, inspection: str, made: Mapping[str, Any]) -> HttpResponse:
    messages.success(request, _("%(reference)s added.") % {"reference": made["reference"]})
    slug = request.inspectorate.slug
    if "another" not in request.POST:
        return redirect("evidence-piece", slug, inspection, made["id"])
    same = QueryDict(mutable=True)
    for name in LAST:
        value = made[name]
        same.setlist(name, value if isinstance(value, list) else [str(value)])
    answer = redirect("evidence-new", slug, inspection)
    answer["Location"] += f"?{same.urlencode()}"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, inspectorate: str, inspection: str, evidence: str) -> HttpResponse:
    """Edit a piece; what somebody else changed meanwhile is set beside what was typed."""
    page = query.piece_to_show(request.actor, inspection, evidence)
    require_recording(page.place)
    note_read(page.place.access, "evidence", numbers_of([page.piece]), ReadHow.PAGE)
    form = _edit_form(page, posted(request))
    refusal: Exception | None = None
    if form.is_valid():
        try:
            edit_evidence(
                actor=request.actor,
                evidence=evidence,
                based_on=form.based_on,
                changes=form.changes,
                reasons=reasons_in(request.POST),
            )
            said = {"reference": page.piece["reference"]}
            messages.success(request, _("%(reference)s saved.") % said)
            return redirect("evidence-piece", inspectorate, inspection, evidence)
        except Clash as clash:
            return _met(request, page, form, clash)
        except (Invalid, Refused) as error:
            refusal = error
    return evidence_form(request, page.place, form, refusal, **_named(page))


def _edit_form(page: query.PiecePage, sent: Any) -> EvidenceForm:
    return EvidenceForm(
        sent,
        choices=page.place.choices,
        without=not_for(
            its_authors=page.its_authors,
            medical=page.place.access.medical,
            hidden=page.piece["hidden"],
        ),
        initial=page.piece,
    )


def _named(page: query.PiecePage) -> dict[str, Any]:
    title = _("Edit %(reference)s") if page.its_authors else _("Use and tag %(reference)s")
    return {"title": title % {"reference": page.piece["reference"]}, "back": page.piece["id"]}


def evidence_form(
    request: Any,
    place: query.EvidencePlace,
    form: Form,
    refusal: Exception | None,
    *,
    title: str,
    back: str,
    sides: list[Side] | None = None,
    source: Source | None = None,
) -> HttpResponse:
    status = _status(form, refusal, met=sides is not None)
    return TemplateResponse(
        request,
        "evaluations/evidence/form.html",
        {
            "form": form,
            "place": place,
            "inspection_id": place.inspection_id,
            "title": title,
            "piece_id": back,
            "identifiers": shown(refusal, with_file(request)),
            "sides": sides,
            "source": source,
        },
        status=status,
    )


def _status(form: Form, refusal: Exception | None, *, met: bool) -> int:
    """What the form answers with; what was refused is said in it."""
    if isinstance(refusal, Invalid):
        form.take_faults(refusal.faults)
    elif refusal is not None:
        form.add_error(None, str(refusal))
        return 409
    if met:
        return 409
    return 422 if form.is_bound and form.errors else 200


def _met(request: Any, page: query.PiecePage, form: EvidenceForm, clash: Clash) -> HttpResponse:
    """The form again, based on the piece as it is now: where only one side changed a field, that
    side's; where both did, what was typed here, with all three set above the form."""
    now = clash.current
    data = request.POST.copy()
    data["version"] = str(now["version"])
    for name in form.changes:
        if name not in clash.fields and clash.base is not None:
            _put(data, name, _settled(name, clash.base[name], clash.mine[name], now[name]))
    again = _edit_form(page, data)
    again.is_valid()
    words: dict[str, Any] = {
        name: dict(getattr(field, "choices", ())) for name, field in again.fields.items()
    }
    sides = [
        Side(
            name=name,
            label=str(form.fields[name].label),
            base=None if clash.base is None else _said(clash.base[name], words.get(name)),
            mine=_said(clash.mine[name], words.get(name)),
            theirs=_said(now[name], words.get(name)),
        )
        for name in clash.fields
        if name in form.fields
    ]
    return evidence_form(request, page.place, again, None, **_named(page), sides=sides)


def _settled(name: str, base: Any, mine: Any, now: Any) -> Any:
    if name in SETS:
        return sorted(merged_set(base, mine, now))
    return now if mine == base else mine


def _put(data: QueryDict, name: str, value: Any) -> None:
    if name == "tags":
        data[name] = ", ".join(value)
    elif isinstance(value, list):
        data.setlist(name, value)
    elif value in (None, False):
        data.pop(name, None)
    else:
        data[name] = str(value)


def _said(value: Any, names: Mapping[Any, Any] | None) -> Any:
    if isinstance(value, list):
        return ", ".join(str((names or {}).get(one, one)) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return (names or {}).get(value, value) if isinstance(value, str) else value


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Any, inspectorate: str, inspection: str, evidence: str) -> HttpResponse:
    """Withdraw a piece with a reason."""
    page = query.piece_to_show(request.actor, inspection, evidence)
    if page.place.why_not or not page.its_authors:
        raise NotPermitted(
            page.place.why_not
            or _("Evidence is withdrawn by whoever recorded it, or the lead inspector.")
        )
    form = WithdrawForm(posted(request), initial={"version": page.piece["version"]})
    here = redirect("evidence-piece", inspectorate, inspection, evidence)

    def save() -> HttpResponse:
        withdraw_evidence(
            actor=request.actor,
            evidence=evidence,
            based_on=form.based_on,
            why=form.cleaned_data["why"],
            reasons=reasons_in(request.POST),
        )
        said = {"reference": page.piece["reference"]}
        messages.success(request, _("%(reference)s is withdrawn.") % said)
        return here

    title = _("Withdraw %(reference)s") % {"reference": page.piece["reference"]}
    return form_page(
        request, form, save, title=title, button=_("Withdraw it"), back=here["Location"]
    )
