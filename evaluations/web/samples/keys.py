"""Whom a pseudonym stands for: opened with a purpose, entered, forgotten."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evaluations import access, operations
from evaluations.models import SampledCase
from evaluations.queries.samples import key_version
from evaluations.shared.editing import form_page
from evaluations.terms import ReadHow
from evaluations.web.samples.forms import ForgetForm, KeyForm, PurposeForm


def _case(request: Any, inspection: str, case: str) -> SampledCase:
    """The case, for the one who may know whom it stands for."""
    seen, row = access.sampled_case_for(request.actor, case, inspection)
    access.require_key(seen)
    return row


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: Any, inspectorate: str, inspection: str, case: str) -> HttpResponse:
    """Asks for the purpose, then shows the key; it stands in no address and no cache."""
    row = _case(request, inspection, case)
    form = PurposeForm(request.POST or None)
    shown = {"case": row, "inspection_id": inspection, "case_id": case}
    title = _("Whom %(case)s stands for") % {"case": row.pseudonym}
    template = "evaluations/sample/key.html"

    def save() -> HttpResponse:
        opened = operations.open_case_key(
            actor=request.actor, sampled_case=case, how=ReadHow.PAGE, **form.cleaned_data
        )
        return TemplateResponse(request, template, {**shown, "opened": opened, "title": title})

    return form_page(
        request,
        form,
        save,
        title=title,
        button=_("Show"),
        back=reverse("case", args=[inspectorate, inspection, case]),
        template=template,
        **shown,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Any, inspectorate: str, inspection: str, case: str) -> HttpResponse:
    """Say whom a pseudonym stands for. What was said before is replaced, and not shown here."""
    row = _case(request, inspection, case)
    form = KeyForm(request.POST or None, initial={"version": key_version(row)})
    back = reverse("case", args=[inspectorate, inspection, case])

    def save() -> HttpResponse:
        operations.enter_case_key(
            actor=request.actor, sampled_case=case, based_on=form.based_on, **form.changes
        )
        messages.success(request, _("The key is kept, sealed."))
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=_("Say whom %(case)s stands for") % {"case": row.pseudonym},
        button=_("Seal and keep"),
        back=back,
        nothing=_("What was entered before is replaced.") if row.keyed_at else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: Any, inspectorate: str, inspection: str, case: str) -> HttpResponse:
    """Forget whom a pseudonym stands for."""
    row = _case(request, inspection, case)
    form = ForgetForm(request.POST or None)
    back = reverse("case", args=[inspectorate, inspection, case])

    def save() -> HttpResponse:
        operations.remove_case_key(actor=request.actor, sampled_case=case)
        messages.success(request, _("Whom the pseudonym stood for is forgotten."))
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=_("Forget the key of %(case)s") % {"case": row.pseudonym},
        button=_("Forget"),
        back=back,
    )
