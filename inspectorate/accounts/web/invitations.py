"""Accepting an invitation: the one page that somebody without an account can do something on."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from inspectorate.accounts.models import User
from inspectorate.accounts.operations import Choice, accept_invitation
from inspectorate.accounts.queries import Offer, offer_of
from inspectorate.kernel.errors import Invalid, NotFound, Refused
from inspectorate.kernel.web.forms import Form
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

BACKEND = "django.contrib.auth.backends.ModelBackend"


class NewPersonForm(Form):
    display_name = forms.CharField(max_length=150, label=gettext_lazy("Your name"))
    password = forms.CharField(
        max_length=128,
        strip=False,
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("At least 12 characters; several words in a row do well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        max_length=128,
        strip=False,
        label=gettext_lazy("Password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("password") and given.get("password") != given.get("again"):
            self.add_error("again", _("The two passwords differ. Type them again."))
        return given


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    inspectorate = Inspectorate.objects.filter(slug=slug).first()
    if inspectorate is None:
        raise Http404
    person: Any = request.user if request.user.is_authenticated else None
    with scope(inspectorate.pk, person_id=person and person.pk, why="Invitation accepted"):
        offer = offer_of(secret)
        if offer is None:
            return render(request, "accounts/invitation_over.html", status=404)
        form = NewPersonForm(
            request.POST if request.method == "POST" and person is None else None,
            initial={"display_name": offer.display_name},
        )
        user = _accept(request, form, secret, person) if request.method == "POST" else None
    if user is not None:
        return _welcome(request, user, inspectorate, signed_in=person is not None)
    return _page(request, form, offer, inspectorate)


def _accept(
    request: HttpRequest, form: NewPersonForm, secret: str, person: User | None
) -> User | None:
    """The new member, or None with the reasons on the form or above the page."""
    choice = None
    if person is None:
        if not form.is_valid():
            return None
        choice = Choice(form.cleaned_data["display_name"], form.cleaned_data["password"])
    try:
        return accept_invitation(secret=secret, person=person, choice=choice)
    except Invalid as error:
        form.take_faults(error.faults)
    except (Refused, NotFound) as error:
        messages.error(request, str(error))
    return None


def _welcome(
    request: HttpRequest, user: User, inspectorate: Inspectorate, *, signed_in: bool
) -> HttpResponse:
    if not signed_in:
        login(request, user, backend=BACKEND)
        record_authentication(request, user, "password", email=user.email)
    messages.success(request, _("Welcome to %(name)s.") % {"name": inspectorate.name})
    return redirect(f"/{inspectorate.slug}/")


def _page(
    request: HttpRequest, form: NewPersonForm, offer: Offer, inspectorate: Inspectorate
) -> HttpResponse:
    person: Any = request.user
    values = {
        "form": form,
        "offer": offer,
        "to": inspectorate,
        "is_theirs": person.is_authenticated and person.email == offer.email,
        "is_others": person.is_authenticated and person.email != offer.email,
    }
    status = 422 if form.errors else 409 if request.method == "POST" else 200
    return render(request, "accounts/invitation.html", values, status=status)
