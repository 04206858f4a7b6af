"""The pages of one sampled case: what was read, by whom; its readers; its withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations import access, operations
from evaluations.operations.reading_log import note_read
from evaluations.queries.samples import CasePage, case_page, reader_choices
from evaluations.queries.services import services
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.terms import CaseCategory, ReadHow
from evaluations.web.samples.forms import (
    ReaderForm,
    ReadingForm,
    SecondReaderForm,
    WithdrawForm,
)
from inspectorate.accounts.terms import Permission as P

WHAT = "sampled-case"


def _seen(request: Any, inspection: str, case: str) -> CasePage:
    """The case, noted as read together with the evidence that cites it."""
    page = case_page(request.actor, inspection, case)
    note_read(page.access, WHAT, [page.row], ReadHow.PAGE)
    note_read(page.access, "evidence", [one.row for one in page.evidence if one.text], ReadHow.PAGE)
    return page


def _for_lead(request: Any, inspection: str, case: str) -> CasePage:
    page = _seen(request, inspection, case)
    access.require_sampling(page.access, by_lead=True)
    return page


@require_safe
def case(request: Any, inspectorate: str, inspection: str, case: str) -> HttpResponse:
    """One case: which services' records were read, what cites it, who reads it."""
    page = _seen(request, inspection, case)
    context = {
        "page": page,
        "inspection_id": inspection,
        "category": CaseCategory(page.case["category"]).label,
    }
    return TemplateResponse(request, "evaluations/sample/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: Any, inspectorate: str, inspection: str, case: str) -> HttpResponse:
    """Note whose records one has read."""
    page = _seen(request, inspection, case)
    access.require_sampling(page.access)
    form = ReadingForm(
        request.POST or None,
        services=services(),
        medical=request.actor.may(P.SEE_MEDICAL),
        initial={"services": request.GET.getlist("service")},
    )
    back = reverse("case", args=[inspectorate, inspection, case])

    def save() -> HttpResponse:
        operations.note_records_read(actor=request.actor, sampled_case=case, **form.cleaned_data)
        messages.success(request, _("What you read is noted."))
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=_("What you read of %(case)s") % {"case": page.case["pseudonym"]},
        button=_("Note it"),
        back=back,
    )


@require_POST
def take_back(
    request: Any, inspectorate: str, inspection: str, case: str, reading: str
) -> HttpResponse:
    """Take back a reading that was noted by mistake."""
    access.sampled_case_for(request.actor, case, inspection)
    operations.take_back_reading(actor=request.actor, sampled_case=case, reading=reading)
    messages.success(request, _("It is taken back."))
    return redirect("case", inspectorate, inspection, case)


@require_http_methods(["GET", "HEAD", "POST"])
def reader(request: Any, inspectorate: str, inspection: str, case: str) -> HttpResponse:
    """Give a case to its one reader."""
    page = _for_lead(request, inspection, case)
    initial = {name: page.case[name] for name in ("version", "reader", "medical_wanted")}
    form = ReaderForm(request.POST or None, initial=initial, people=reader_choices(page.access))
    back = reverse("case", args=[inspectorate, inspection, case])

    def save() -> HttpResponse:
        changes = {**form.changes, "reader": form.changes["reader"] or None}
        operations.edit_case(
            actor=request.actor, sampled_case=case, based_on=form.based_on, changes=changes
        )
        messages.success(request, _("The case is saved."))
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=_("Who reads %(case)s") % {"case": page.case["pseudonym"]},
        button=_("Save"),
        back=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def second_reader(request: Any, inspectorate: str, inspection: str, case: str) -> HttpResponse:
    """Let somebody read a case beside its reader, with the reason."""
    page = _for_lead(request, inspection, case)
    form = SecondReaderForm(request.POST or None, people=reader_choices(page.access))
    back = reverse("case", args=[inspectorate, inspection, case])

    def save() -> HttpResponse:
        operations.add_reader(
            actor=request.actor,
            sampled_case=case,
            reasons=reasons_in(request.POST),
            **form.cleaned_data,
        )
        messages.success(request, _("The case has a second reader."))
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=_("A second reader of %(case)s") % {"case": page.case["pseudonym"]},
        button=_("Add"),
        back=back,
    )


@require_POST
def second_reader_off(
    request: Any, inspectorate: str, inspection: str, case: str, person: str
) -> HttpResponse:
    """Take a second reader off a case."""
    access.sampled_case_for(request.actor, case, inspection)
    operations.remove_reader(actor=request.actor, sampled_case=case, reader=person)
    messages.success(request, _("The case has one reader."))
    return redirect("case", inspectorate, inspection, case)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Any, inspectorate: str, inspection: str, case: str) -> HttpResponse:
    """Take a case out of the sample, with the reason."""
    page = _for_lead(request, inspection, case)
    form = WithdrawForm(request.POST or None, initial={"version": page.case["version"]})
    back = reverse("case", args=[inspectorate, inspection, case])

    def save() -> HttpResponse:
        operations.withdraw_case(
            actor=request.actor,
            sampled_case=case,
            based_on=form.based_on,
            reasons=reasons_in(request.POST),
            **form.changes,
        )
        messages.success(request, _("The case is withdrawn. Another can be drawn in its place."))
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=_("Withdraw %(case)s") % {"case": page.case["pseudonym"]},
        button=_("Withdraw"),
        back=back,
    )
