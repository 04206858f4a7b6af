"""For the administrator: who is told of every concern, and what its page says of one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.operations import concern_setting as deeds
from evaluations.queries.concerns import recipients_page
from evaluations.shared.editing import form_page
from evaluations.web.protection.forms import AdviceForm, RecipientForm
from inspectorate.kernel.errors import Invalid
from inspectorate.kernel.web.editing import posted


@require_http_methods(["GET", "HEAD", "POST"])
def recipients(request: Any, inspectorate: str) -> HttpResponse:
    """Who is told of every concern, and adding somebody."""
    page = recipients_page(request.actor)
    form = RecipientForm(posted(request), people=page.choices)
    if form.is_valid():
        try:
            deeds.add_recipient(actor=request.actor, **form.cleaned_data)
            messages.success(request, _("Every concern goes to them too from now on."))
            return redirect("concern-recipients", inspectorate)
        except Invalid as invalid:
            form.take_faults(invalid.faults)
    return TemplateResponse(
        request,
        "evaluations/protection/recipients.html",
        {"page": page, "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def recipient_off(request: Any, inspectorate: str, recipient: str) -> HttpResponse:
    """No longer tell somebody of every concern."""
    deeds.remove_recipient(actor=request.actor, recipient=recipient)
    messages.success(request, _("They are told of the concerns of inspections they lead alone."))
    return redirect("concern-recipients", inspectorate)


@require_http_methods(["GET", "HEAD", "POST"])
def advice(request: Any, inspectorate: str) -> HttpResponse:
    """What the page of a child at risk now says of the inspectorate's own."""
    page = recipients_page(request.actor)
    initial = {"text": page.advice, "version": page.advice_version}
    form = AdviceForm(posted(request), initial=initial)

    def save() -> HttpResponse:
        deeds.set_advice(
            actor=request.actor, text=form.cleaned_data["text"], based_on=form.based_on
        )
        messages.success(request, _("The page says so from now on."))
        return redirect("concern-recipients", inspectorate)

    return form_page(
        request,
        form,
        save,
        title=_("Words on the page of a child at risk now"),
        button=_("Save"),
        back=reverse("concern-recipients", args=[inspectorate]),
    )
