"""One thing done to many chosen pieces at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from evaluations.operations import evidence_found as found
from evaluations.operations import evidence_marking as deeds
from evaluations.queries import evidence_page as query
from evaluations.queries.evidence_search import EvidenceFilters, count_found
from evaluations.rules.evidence import MOST_AT_ONCE
from evaluations.web.evidence.forms import MarkForm
from evaluations.web.evidence.pages import filter_form
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused
from inspectorate.kernel.web.editing import posted

LONGEST_COUNT = 9


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Tag the chosen pieces, use them for more indicators, or move them."""
    place = query.evidence_place(request.actor, inspection)
    if place.why_not:
        raise NotPermitted(place.why_not)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = query.chosen_pieces(place.access, sent.getlist("piece")[: MOST_AT_ONCE + 1])
    form = MarkForm(posted(request), indicators=place.choices.indicators)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _done(request, inspection, _do(request, inspection, chosen, form))
            except Invalid as invalid:
                form.take_faults(invalid.faults)
            except Refused as refused:
                status = 409
                form.add_error(None, str(refused))
    return TemplateResponse(
        request,
        "evaluations/evidence/mark.html",
        {"place": place, "inspection_id": inspection, "chosen": chosen, "form": form},
        status=status,
    )


def _do(request: Any, inspection: str, chosen: list[query.Chosen], form: MarkForm) -> int:
    sent = form.cleaned_data
    where: dict[str, Any] = {
        "actor": request.actor,
        "inspection": inspection,
        "evidence": [one.id for one in chosen],
    }
    if sent["deed"] == "tag":
        return deeds.tag_evidence(**where, tags=sent["tags"])
    if sent["deed"] == "use":
        return deeds.use_evidence_for(**where, indicators=sent["indicators"])
    return deeds.move_evidence(
        **where,
        from_indicator=sent["from_indicator"],
        to_indicator=sent["to_indicator"],
        why=sent["why"],
    )


def _done(request: Any, inspection: str, changed: int) -> HttpResponse:
    said = ngettext("%(n)d piece changed.", "%(n)d pieces changed.", changed) % {"n": changed}
    messages.success(request, said if changed else _("They were all so already."))
    return redirect("evidence", request.inspectorate.slug, inspection)


@require_http_methods(["GET", "HEAD", "POST"])
def mark_all(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The same for everything that a search found: first what, then how many, confirmed."""
    place = query.evidence_place(request.actor, inspection)
    if place.why_not:
        raise NotPermitted(place.why_not)
    filters = EvidenceFilters.of(filter_form(request, place).narrowed).standing
    form = MarkForm(posted(request), indicators=place.choices.indicators)
    values: dict[str, Any] = {"place": place, "inspection_id": inspection, "form": form}
    values |= {"found": count_found(place.access, filters), "filters": filters}
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _confirmed(request, inspection, filters, values)
            except Invalid as invalid:
                form.take_faults(invalid.faults)
            except Refused as refused:
                status = 409
                form.add_error(None, str(refused))
    return TemplateResponse(request, "evaluations/evidence/mark_all.html", values, status=status)


def _confirmed(
    request: Any, inspection: str, filters: EvidenceFilters, values: dict[str, Any]
) -> HttpResponse:
    """Do it when the number was confirmed; otherwise ask for that, on a page of its own."""
    what: dict[str, Any] = {
        "actor": request.actor,
        "inspection": inspection,
        "filters": filters,
        "deed": values["form"].cleaned_data["deed"],
        "sent": values["form"].cleaned_data,
    }
    number = request.POST.get("confirmed", "")
    if number.isascii() and number.isdigit() and len(number) < LONGEST_COUNT:
        return _done(request, inspection, found.mark_found(**what, expected=int(number)))
    marking, count = found.marking_and_count(**what)
    kept = [(name, one) for name in values["form"].fields for one in request.POST.getlist(name)]
    values |= {"marking": marking, "count": count, "kept": kept}
    return TemplateResponse(request, "evaluations/evidence/mark_confirm.html", values)
