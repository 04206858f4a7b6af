"""Joint action plans: written by the partnership, agreed, sent, answered, and read again later."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.rules.word_diff import compare
from evaluations.shared.editing import form_page
from followthrough.access.plans import action_for
from followthrough.operations import plans as operations
from followthrough.queries.plans import action_record, plan_page, version_of
from followthrough.rules.plans import as_text
from followthrough.web.plan_forms import ActionEditForm, ActionForm, AnswerForm, SendForm, StateForm
from inspectorate.kernel.errors import Refused
from inspectorate.kernel.web.editing import posted

FORM = ["GET", "HEAD", "POST"]


def _of(inspectorate: str, inspection: str) -> str:
    return reverse("plan", args=[inspectorate, inspection])


@require_safe
def plan(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The plan, point by point, with who has agreed it and what can be done now."""
    page = plan_page(request.actor, inspection)
    return TemplateResponse(request, "followthrough/plan.html", {"page": page})


@require_http_methods(FORM)
def action_new(request: Any, inspectorate: str, inspection: str, point: str) -> HttpResponse:
    """Add an action for a point."""
    page = plan_page(request.actor, inspection)
    page.access.require_partner()
    back = _of(inspectorate, inspection)
    form = ActionForm(posted(request))

    def save() -> HttpResponse:
        operations.add_action(
            actor=request.actor, inspection=inspection, point=point, values=form.cleaned_data
        )
        messages.success(request, _("The action is in the plan."))
        return redirect(back)

    title, button = _("Add an action"), _("Add it")
    nothing = page.why_not_write
    return form_page(request, form, save, title=title, button=button, back=back, nothing=nothing)


@require_http_methods(FORM)
def action(request: Any, inspectorate: str, action: str) -> HttpResponse:
    """Change what an action says."""
    access, found = action_for(request.actor, action)
    access.require_partner()
    record = action_record(found)
    back = _of(inspectorate, record["inspection"])
    form = ActionEditForm(posted(request), initial=record)

    def save() -> HttpResponse:
        operations.edit_action(
            actor=request.actor, action=action, based_on=form.based_on, values=form.wanted
        )
        messages.success(request, _("Saved."))
        return redirect(back)

    return form_page(request, form, save, title=_("Change an action"), button=_("Save"), back=back)


@require_POST
def action_remove(request: Any, inspectorate: str, action: str) -> HttpResponse:
    """Take an action out of a plan that was never sent."""
    _access, found = action_for(request.actor, action)
    back = _of(inspectorate, action_record(found)["inspection"])
    try:
        operations.remove_action(actor=request.actor, action=action)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The action is out of the plan."))
    return redirect(back)


@require_http_methods(FORM)
def action_state(request: Any, inspectorate: str, action: str) -> HttpResponse:
    """Say how far an action is."""
    access, found = action_for(request.actor, action)
    access.require_partner()
    record = action_record(found)
    back = _of(inspectorate, record["inspection"])
    form = StateForm(posted(request), initial=record)

    def save() -> HttpResponse:
        operations.set_state(
            actor=request.actor,
            action=action,
            based_on=form.based_on,
            state=form.cleaned_data["state"],
            reason=form.cleaned_data["state_reason"],
        )
        messages.success(request, _("Saved."))
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=_("How far it is: %(what)s") % {"what": found.text[:80]},
        button=_("Save"),
        back=back,
    )


@require_POST
def agree(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Agree the plan for one's own agency."""
    try:
        made = operations.agree_plan(actor=request.actor, inspection=inspection)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(agency)s agrees the plan.") % {"agency": made.agency})
    return redirect(_of(inspectorate, inspection))


@require_POST
def take_up(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Take an accepted plan up again."""
    try:
        operations.take_up(actor=request.actor, inspection=inspection)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("The plan is a draft again. What was accepted stays on record.")
        )
    return redirect(_of(inspectorate, inspection))


@require_http_methods(FORM)
def send(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Send the plan to the link inspector."""
    page = plan_page(request.actor, inspection)
    page.access.require_partner()
    back = _of(inspectorate, inspection)
    form = SendForm(posted(request))
    if not page.missing.agencies:
        del form.fields["goes_without"]

    def save() -> HttpResponse:
        operations.send_plan(actor=request.actor, inspection=inspection, **form.cleaned_data)
        messages.success(request, _("Sent. Your link inspector is told."))
        return redirect(back)

    return form_page(
        request,
        form,
        save,
        title=_("Send the joint action plan"),
        button=_("Send it"),
        back=back,
        nothing=page.why_not_send
        or (_not_agreed(page.missing.agencies) if page.missing.agencies else ""),
    )


def _not_agreed(agencies: Any) -> str:
    return _("Not agreed yet by: %(agencies)s.") % {"agencies": ", ".join(agencies)}


@require_http_methods(FORM)
def answer(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Accept the plan that was sent, or ask for more."""
    page = plan_page(request.actor, inspection)
    page.access.require_following()
    back = _of(inspectorate, inspection)
    number = page.shown.number if page.shown else 0
    form = AnswerForm(posted(request), initial={"version": number})

    def save() -> HttpResponse:
        operations.answer_plan(
            actor=request.actor,
            inspection=inspection,
            accept=form.cleaned_data["accept"] == "yes",
            text=form.cleaned_data["text"],
            number=form.based_on,
        )
        messages.success(request, _("Saved. The committee’s partners are told."))
        return redirect(back)

    nothing = "" if page.waits else _("No plan waits for an answer.")
    title, button = _("Answer the joint action plan"), _("Save and tell them")
    return form_page(request, form, save, title=title, button=button, back=back, nothing=nothing)


@require_safe
def version(request: Any, inspectorate: str, inspection: str, number: int) -> HttpResponse:
    """A version as it was sent, beside the one before it, word by word."""
    access, found = version_of(request.actor, inspection, number)
    before = version_of(request.actor, inspection, number - 1)[1] if number > 1 else None
    marks = compare(
        as_text(before.content["actions"]) if before else "", as_text(found.content["actions"])
    )
    context = {"access": access, "version": found, "before": before, "marks": marks}
    return TemplateResponse(
        request, "followthrough/plan_version.html", context | {"inspection_id": inspection}
    )
