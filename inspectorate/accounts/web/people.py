"""The people of an inspectorate: who they are, inviting, changing roles, ending."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inspectorate.accounts import queries
from inspectorate.accounts.access import membership_for
from inspectorate.accounts.models import Membership
from inspectorate.accounts.operations import (
    Differing,
    change_membership,
    end_membership,
    invite,
    withdraw_invitation,
)
from inspectorate.accounts.operations.people import MEMBER_ROLES
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused, Stale
from inspectorate.kernel.web.forms import DateField, Form
from inspectorate.kernel.web.views import InspectorateRequest

ROLE_CHOICES = [(role.value, role.label) for role in MEMBER_ROLES]
LARGEST = 2_000_000_000


class RolesField(forms.MultipleChoiceField):
    def __init__(self) -> None:
        super().__init__(
            choices=ROLE_CHOICES,
            widget=forms.CheckboxSelectMultiple,
            label=gettext_lazy("Roles"),
            error_messages={"required": gettext_lazy("Choose at least one of the roles.")},
        )


class InvitationForm(Form):
    email = forms.EmailField(max_length=254, label=gettext_lazy("E-mail"))
    display_name = forms.CharField(max_length=150, required=False, label=gettext_lazy("Name"))
    roles = RolesField()


class EndForm(Form):
    version = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)


class MembershipForm(EndForm):
    roles = RolesField()
    post = forms.CharField(
        max_length=150,
        required=False,
        label=gettext_lazy("Post"),
        help_text=gettext_lazy("For example: lead officer, Strathalder."),
    )
    from_on = DateField(required=False, label=gettext_lazy("First day"))
    to_on = DateField(required=False, label=gettext_lazy("Last day"))


@require_safe
def people(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    request.actor.require(Permission.MANAGE_PEOPLE)
    values = {"members": queries.members(), "waiting": queries.waiting_invitations()}
    return render(request, "accounts/people.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_person(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    request.actor.require(Permission.MANAGE_PEOPLE)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            site = request.build_absolute_uri("/")
            try:
                sent = invite(actor=request.actor, site=site, **form.cleaned_data)
            except Invalid as error:
                form.take_faults(error.faults)
            except Refused as error:
                form.add_error("email", str(error))
                status = 409
            else:
                words = _("An invitation is on its way to %(address)s.")
                messages.success(request, words % {"address": sent.email})
                return redirect("people", inspectorate=inspectorate)
    return render(request, "accounts/invite.html", {"form": form}, status=status)


@require_POST
def withdraw(request: InspectorateRequest, inspectorate: str, invitation: str) -> HttpResponse:
    number = ids.decode("invitation", invitation)
    try:
        gone = withdraw_invitation(actor=request.actor, invitation_id=number)
    except Refused as error:
        messages.error(request, str(error))
    else:
        words = _("The invitation of %(address)s no longer works.")
        messages.success(request, words % {"address": gone.email})
    return redirect("people", inspectorate=inspectorate)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: InspectorateRequest, inspectorate: str, person: str) -> HttpResponse:
    """A member's roles and dates; two administrators at once are set side by side, never lost."""
    membership = membership_for(request.actor, person)
    if request.method != "POST":
        initial = {name: getattr(membership, name) for name in MembershipForm.base_fields}
        return _page(request, membership, MembershipForm(initial=initial))
    form = MembershipForm(request.POST)
    if not form.is_valid():
        return _page(request, membership, form, 422)
    try:
        change_membership(actor=request.actor, membership_id=membership.pk, **form.cleaned_data)
    except Invalid as error:
        form.take_faults(error.faults)
        return _page(request, membership, form, 422)
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, membership, form, 409)
    except Stale as error:
        return _compare(request, membership, form, error.current)
    messages.success(request, _("Saved."))
    return redirect("people", inspectorate=inspectorate)


@require_POST
def end(request: InspectorateRequest, inspectorate: str, person: str) -> HttpResponse:
    membership = membership_for(request.actor, person)
    form = EndForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0  # 0 was never a version
    try:
        end_membership(actor=request.actor, membership_id=membership.pk, version=version)
    except Refused as error:
        messages.error(request, str(error))
    except Stale:
        messages.error(request, _("Somebody has changed this since you opened it. Look again."))
    else:
        words = _("%(name)s is no longer a member.")
        messages.success(request, words % {"name": membership.user.display_name})
        return redirect("people", inspectorate=inspectorate)
    return redirect("person", inspectorate=inspectorate, person=person)


def _page(
    request: InspectorateRequest, membership: Membership, form: MembershipForm, status: int = 200
) -> HttpResponse:
    values = {
        "form": form,
        "member": membership,
        "reference": ids.encode("membership", membership.pk),
        "own": membership.pk == request.actor.membership_id,
    }
    return render(request, "accounts/person.html", values, status=status)


def _compare(
    request: InspectorateRequest,
    membership: Membership,
    form: MembershipForm,
    clashes: list[Differing],
) -> HttpResponse:
    """Base, theirs and mine beside each other, and a form that saves mine on top of theirs."""
    membership.refresh_from_db()
    again = MembershipForm(initial={**form.cleaned_data, "version": membership.version})
    rows: list[dict[str, Any]] = [
        {
            "label": MembershipForm.base_fields[one.field].label,
            "base": _shown(one.base),
            "theirs": _shown(one.theirs),
            "mine": _shown(one.mine),
        }
        for one in clashes
    ]
    values = {"form": again, "member": membership, "rows": rows}
    return render(request, "accounts/person_changed.html", values, status=412)


def _shown(value: Any) -> Any:
    return ", ".join(queries.role_words(value)) if isinstance(value, list) else value
