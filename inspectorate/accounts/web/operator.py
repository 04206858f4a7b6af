"""The operator's pages: which inspectorates there are, and opening another. Nothing inside them."""

import zoneinfo
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from inspectorate.accounts.operations import open_inspectorate
from inspectorate.accounts.queries import every_inspectorate
from inspectorate.accounts.second_factor import is_confirmed
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.kernel.web.forms import Form


class InspectorateForm(Form):
    name = forms.CharField(max_length=200, label=gettext_lazy("Name"))
    slug = forms.CharField(
        max_length=40,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy(
            "The first part of its addresses: small letters, digits and hyphens. It cannot be "
            "changed later."
        ),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=[(zone, zone) for zone in sorted(zoneinfo.available_timezones())],
        initial="Europe/London",
    )
    notice = forms.CharField(
        required=False,
        max_length=500,
        label=gettext_lazy("Notice on every page"),
        help_text=gettext_lazy("For example that the areas are made up."),
    )
    administrator = forms.EmailField(
        max_length=254,
        label=gettext_lazy("E-mail of its first administrator"),
        help_text=gettext_lazy("An invitation is sent to this address."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def operator(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not user.is_operator:
        raise Http404
    if not is_confirmed(request):
        return redirect_to_login(request.get_full_path(), resolve_url("second-factor"))
    form = InspectorateForm(request.POST if request.method == "POST" else None)
    opened = _open(request, form) if request.method == "POST" and form.is_valid() else None
    if opened is not None:
        return opened
    values = {"form": form, "inspectorates": every_inspectorate()}
    status = 422 if form.errors else 200
    return render(request, "accounts/operator.html", values, status=status)


def _open(request: HttpRequest, form: InspectorateForm) -> HttpResponse | None:
    """Open what the form asks for; None when it cannot be, with the reasons on the form."""
    try:
        made = open_inspectorate(**form.cleaned_data, site=request.build_absolute_uri("/"))
    except Invalid as error:
        form.take_faults(error.faults)
        return None
    except Refused as error:
        form.add_error("slug", str(error))
        return None
    words = _("%(name)s is open. An invitation is on its way to %(address)s.")
    messages.success(
        request, words % {"name": made.name, "address": form.cleaned_data["administrator"]}
    )
    return redirect("operator")
