"""The page on which an inspectorate says how its open data may be used."""

from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from inspectorate.accounts.operations.public_terms import (
    LONGEST_ADDRESS,
    LONGEST_ATTRIBUTION,
    LONGEST_LINE,
    PublicTerms,
    public_terms_of,
    set_public_terms,
)
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import Stale
from inspectorate.kernel.web.editing import carried_out, form_page, posted
from inspectorate.kernel.web.forms import Form
from inspectorate.kernel.web.views import InspectorateRequest


class PublicTermsForm(Form):
    was = forms.CharField(widget=forms.HiddenInput, max_length=16)
    licence_name = forms.CharField(
        label=gettext_lazy("Licence"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=gettext_lazy("Empty: the public site says that no licence is given."),
    )
    licence_address = forms.CharField(
        label=gettext_lazy("Where the licence can be read"),
        max_length=LONGEST_ADDRESS,
        required=False,
    )
    attribution = forms.CharField(
        label=gettext_lazy("What whoever uses the data must say"),
        max_length=LONGEST_ATTRIBUTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Whose data they are and where they come from. At every page’s foot."
        ),
    )
    area_scheme = forms.CharField(
        label=gettext_lazy("Whose codes the areas have"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=gettext_lazy(
            "For example “Local authority codes of the Department for Education”. Empty: the codes "
            "are your own. GSS codes are kept beside them, on each area’s page."
        ),
    )

    @property
    def wanted(self) -> PublicTerms:
        return PublicTerms(
            **{name: self.cleaned_data[name] for name in PublicTerms.__annotations__}
        )


@require_http_methods(["GET", "HEAD", "POST"])
def public_terms(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """Licence, attribution and the scheme of area codes, as the public site says them."""
    request.actor.require(Permission.MANAGE_PEOPLE)
    now = public_terms_of(request.inspectorate)
    form = PublicTermsForm(posted(request), initial={**asdict(now), "was": now.digest})
    if form.is_valid():
        try:
            done = _set(request, form)
        except Stale as stale:
            return _page(request, _again(form, stale.current), 409)
        if done is not None:
            messages.success(request, _("Saved. The public site says so from now on."))
            return redirect("public-terms", inspectorate=inspectorate)
    return _page(request, form)


def _set(request: InspectorateRequest, form: PublicTermsForm) -> PublicTerms | None:
    return carried_out(
        form,
        lambda: set_public_terms(
            actor=request.actor, based_on=form.cleaned_data["was"], wanted=form.wanted
        ),
    )


def _again(form: PublicTermsForm, now: PublicTerms) -> PublicTermsForm:
    """What was typed stays, and is now based on what is there, which is said."""
    form.data = {**form.data.dict(), "was": now.digest}  # type: ignore[attr-defined]
    typed = asdict(form.wanted)
    others = [f"“{said}”" for name, said in asdict(now).items() if said != typed[name]]
    said = _("Somebody changed this meanwhile to: %(others)s. Save again to use yours.")
    form.add_error(None, said % {"others": ", ".join(others)})
    return form


def _page(request: InspectorateRequest, form: PublicTermsForm, status: int = 200) -> HttpResponse:
    slug = request.inspectorate.slug
    return form_page(
        request,
        form,
        title=_("Public site"),
        back=reverse("people", args=[slug]),
        status=status,
        template="accounts/public_terms.html",
    )
