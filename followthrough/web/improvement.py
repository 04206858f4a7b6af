"""A committee's own improvement plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.shared.editing import form_page
from followthrough.access.improvement import improvement_action_for, improvement_for
from followthrough.operations import improvement as operations
from followthrough.queries.improvement import improvement_action, improvement_page
from followthrough.web.plan_forms import ImprovementEditForm, ImprovementForm, StateForm
from followthrough.web.self_forms import DeedForm
from inspectorate.kernel.errors import Refused, Stale
from inspectorate.kernel.web.editing import posted

FORM = ["GET", "HEAD", "POST"]
OPENED_SINCE = gettext_lazy(
    "Somebody has changed this since you opened it. Look again, then decide."
)


def _plan(inspectorate: str, committee: str) -> str:
    return reverse("improvement", args=[inspectorate, committee])


@require_safe
def improvement(request: Any, inspectorate: str, committee: str) -> HttpResponse:
    """What the committee wants to do better, beyond what it is asked."""
    page = improvement_page(request.actor, committee)
    return TemplateResponse(request, "followthrough/improvement.html", {"page": page})


@require_http_methods(FORM)
def action_new(request: Any, inspectorate: str, committee: str) -> HttpResponse:
    """Add an action."""
    improvement_for(request.actor, committee).inside.require_partner()
    form, back = ImprovementForm(posted(request)), _plan(inspectorate, committee)

    def save() -> HttpResponse:
        values = form.cleaned_data
        operations.add_improvement(actor=request.actor, committee=committee, values=values)
        messages.success(request, _("The action is in the plan."))
        return redirect(back)

    title, button = _("Add an action"), _("Add it")
    return form_page(request, form, save, title=title, button=button, back=back)


@require_http_methods(FORM)
def action(request: Any, inspectorate: str, committee: str, action: str) -> HttpResponse:
    """Change what an action says."""
    access, found = improvement_action_for(request.actor, committee, action)
    access.inside.require_partner()
    form = ImprovementEditForm(posted(request), initial=improvement_action(found))
    back = _plan(inspectorate, committee)

    def save() -> HttpResponse:
        operations.edit_improvement(
            actor=request.actor,
            committee=committee,
            action=action,
            based_on=form.based_on,
            values=form.wanted,
        )
        messages.success(request, _("Saved."))
        return redirect(back)

    return form_page(request, form, save, title=_("Change an action"), button=_("Save"), back=back)


@require_http_methods(FORM)
def action_state(request: Any, inspectorate: str, committee: str, action: str) -> HttpResponse:
    """Say how far an action is."""
    access, found = improvement_action_for(request.actor, committee, action)
    access.inside.require_partner()
    form = StateForm(posted(request), initial=improvement_action(found))
    back = _plan(inspectorate, committee)

    def save() -> HttpResponse:
        operations.set_improvement_state(
            actor=request.actor,
            committee=committee,
            action=action,
            based_on=form.based_on,
            state=form.cleaned_data["state"],
            reason=form.cleaned_data["state_reason"],
        )
        messages.success(request, _("Saved."))
        return redirect(back)

    title = _("How far it is: %(what)s") % {"what": found.text[:80]}
    return form_page(request, form, save, title=title, button=_("Save"), back=back)


@require_POST
def show(request: Any, inspectorate: str, committee: str) -> HttpResponse:
    """Let the link inspector read the plan, or not any more."""
    form = DeedForm(request.POST)
    shown = request.POST.get("shown") == "yes"
    if not form.is_valid():
        messages.error(request, OPENED_SINCE)
        return redirect("improvement", inspectorate, committee)
    try:
        operations.show_improvement(
            actor=request.actor, committee=committee, based_on=form.based_on, shown=shown
        )
    except Refused as refused:
        messages.error(request, str(refused))
    except Stale:
        messages.error(request, OPENED_SINCE)
    else:
        said = _("Your link inspector can read it now.") if shown else _("It is yours alone now.")
        messages.success(request, said)
    return redirect("improvement", inspectorate, committee)
