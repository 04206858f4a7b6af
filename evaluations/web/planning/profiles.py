"""What is known of a person for planning: their own page, and everybody's for whoever plans."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areas.queries import body_names
from areas.terms import BodyKind
from evaluations.access.people import member_for, member_to_keep, own_reference
from evaluations.operations import profiles as operations
from evaluations.queries.choices import area_choices
from evaluations.queries.people import interest_now, person_page, profile_now
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.web.planning.forms import AbsenceForm, InterestForm, ProfileForm
from inspectorate.accounts.terms import Permission as P


@require_safe
def own(request: Any, inspectorate: str) -> HttpResponse:
    """What is known of oneself."""
    return profile(request, inspectorate, own_reference(request.actor))


@require_safe
def profile(request: Any, inspectorate: str, person: str) -> HttpResponse:
    """Where somebody comes from, their interests and absences, and what they are on."""
    member = member_for(request.actor, person)
    values = {
        "page": person_page(member),
        "own": member.pk == request.actor.membership_id,
        "may_keep": request.actor.may(P.PLAN_INSPECTIONS),
    }
    return TemplateResponse(request, "evaluations/profile.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, inspectorate: str, person: str) -> HttpResponse:
    """Change somebody's discipline, home body, home area and employer."""
    member = member_to_keep(request.actor, person)
    bodies = [(one.id, one.name) for one in body_names(BodyKind.SCRUTINY_BODY)]
    form = ProfileForm(
        request.POST or None, initial=profile_now(member), bodies=bodies, areas=area_choices()
    )

    def save() -> HttpResponse:
        operations.save_profile(
            actor=request.actor, person=person, based_on=form.based_on, changes=form.changes
        )
        messages.success(request, _("Saved."))
        return redirect("profile", inspectorate, person)

    back = reverse("profile", args=[inspectorate, person])
    title = _("Where %(name)s comes from") % {"name": member.user.display_name}
    return form_page(request, form, save, title=title, button=_("Save"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def new_interest(request: Any, inspectorate: str, person: str) -> HttpResponse:
    """Declare an interest."""
    member_for(request.actor, person)
    form = InterestForm(request.POST or None, areas=area_choices())

    def save() -> HttpResponse:
        operations.declare_interest(
            actor=request.actor, person=person, reasons=reasons_in(request.POST), **form.changes
        )
        messages.success(request, _("The interest is declared."))
        return redirect("profile", inspectorate, person)

    back = reverse("profile", args=[inspectorate, person])
    title = _("Declare an interest")
    return form_page(request, form, save, title=title, button=_("Declare"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_interest(request: Any, inspectorate: str, person: str, interest: str) -> HttpResponse:
    """Change a declared interest, or end it."""
    initial = interest_now(member_for(request.actor, person), interest)
    form = InterestForm(request.POST or None, initial=initial, areas=area_choices())

    def save() -> HttpResponse:
        operations.edit_interest(
            actor=request.actor,
            person=person,
            interest=interest,
            based_on=form.based_on,
            changes=form.changes,
            reasons=reasons_in(request.POST),
        )
        messages.success(request, _("The interest is saved."))
        return redirect("profile", inspectorate, person)

    back = reverse("profile", args=[inspectorate, person])
    title = _("A declared interest")
    return form_page(request, form, save, title=title, button=_("Save"), back=back)


@require_POST
def remove_interest(request: Any, inspectorate: str, person: str, interest: str) -> HttpResponse:
    """Take back an interest recorded by mistake."""
    operations.remove_interest(actor=request.actor, person=person, interest=interest)
    messages.success(request, _("The interest is taken back."))
    return redirect("profile", inspectorate, person)


@require_http_methods(["GET", "HEAD", "POST"])
def new_absence(request: Any, inspectorate: str, person: str) -> HttpResponse:
    """Say when somebody cannot be planned in."""
    member_for(request.actor, person)
    form = AbsenceForm(request.POST or None)

    def save() -> HttpResponse:
        operations.add_absence(actor=request.actor, person=person, **form.cleaned_data)
        messages.success(request, _("The absence is noted."))
        return redirect("profile", inspectorate, person)

    back = reverse("profile", args=[inspectorate, person])
    return form_page(request, form, save, title=_("An absence"), button=_("Save"), back=back)


@require_POST
def remove_absence(request: Any, inspectorate: str, person: str, absence: str) -> HttpResponse:
    """Take an absence back."""
    operations.remove_absence(actor=request.actor, person=person, absence=absence)
    messages.success(request, _("The absence is taken back."))
    return redirect("profile", inspectorate, person)
