"""API tokens: made here, shown once, revoked here."""

from collections.abc import Callable
from datetime import datetime, time

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from inspectorate.accounts import queries
from inspectorate.accounts.operations import create_api_token, revoke_api_token
from inspectorate.accounts.operations.tokens import NewToken, create_own_token
from inspectorate.accounts.terms import Permission, Scope
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.kernel.web.forms import DateField, Form
from inspectorate.kernel.web.views import InspectorateRequest


class TokenForm(Form):
    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("For example: monthly returns."),
    )
    scopes = forms.MultipleChoiceField(
        choices=[(scope.value, scope.value) for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Scopes"),
        error_messages={"required": gettext_lazy("Choose at least one of the scopes.")},
    )
    last_day = DateField(
        required=False,
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Without one it works until it is revoked."),
    )


class OwnTokenForm(TokenForm):
    last_day = DateField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("Within a year from now.")
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_tokens(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """A person's own tokens, for programs that do their work as them."""
    sent = request.method == "POST"
    form = OwnTokenForm(request.POST if sent else None)
    made = _make(request, form, create_own_token) if sent and form.is_valid() else None
    values = {
        "form": OwnTokenForm() if made else form,
        "made": made,
        "tokens": queries.tokens(request.actor.membership_id or 0),
        "own": True,
    }
    return render(request, "accounts/tokens.html", values, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    request.actor.require(Permission.MANAGE_TOKENS)
    form = TokenForm(request.POST if request.method == "POST" else None)
    sent = request.method == "POST" and form.is_valid()
    made = _make(request, form, create_api_token) if sent else None
    values = {"form": TokenForm() if made else form, "made": made, "tokens": queries.tokens()}
    return render(request, "accounts/tokens.html", values, status=422 if form.errors else 200)


def _make(
    request: InspectorateRequest, form: TokenForm, create: Callable[..., NewToken]
) -> NewToken | None:
    """The new token, with its secret for this one answer; None with the reasons on the form."""
    day = form.cleaned_data["last_day"]
    zone = timezone.get_current_timezone()
    try:
        return create(
            actor=request.actor,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=day and datetime.combine(day, time.max, tzinfo=zone),
        )
    except Invalid as error:
        faults = {"last_day" if k == "expires_at" else k: v for k, v in error.faults.items()}
        form.take_faults(faults)
    except Refused as error:
        form.add_error(None, str(error))
    return None


@require_POST
def revoke(request: InspectorateRequest, inspectorate: str, token: str) -> HttpResponse:
    gone = revoke_api_token(actor=request.actor, token_id=ids.decode("token", token))
    messages.success(request, _("The token %(name)s no longer works.") % {"name": gone.name})
    keeps = request.actor.may(Permission.MANAGE_TOKENS) and "own" not in request.POST
    return redirect("tokens" if keeps else "own-tokens", inspectorate=inspectorate)
