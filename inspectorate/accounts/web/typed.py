"""What was typed when a session ended: shown to whoever typed it, sent on only when they press."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views import csrf
from django.views.decorators.http import require_http_methods

from inspectorate.accounts.typed import throw_away, typed, where_to_come_back

LONG = 60
"""Characters from which a field is shown as a text to go on writing."""


@require_http_methods(["GET", "HEAD", "POST"])
def typed_before(request: Any, inspectorate: str, token: str) -> HttpResponse:
    """The form as it was sent, to send now; a POST throws it away."""
    found = typed(token, request.user.pk)
    if found is None:
        raise Http404
    if request.method == "POST":
        throw_away(token)
        messages.success(request, _("What you had typed is thrown away."))
        return redirect("start", inspectorate)
    texts = [at for at, (_name, value) in enumerate(found.fields) if _is_text(value)]
    return render(
        request,
        "accounts/typed.html",
        {
            "typed": found,
            "fields": [
                {"id": f"typed-{at}", "name": name, "label": label_of(name), "value": value}
                | {"text": at in texts}
                for at, (name, value) in enumerate(found.fields)
            ],
        },
    )


def _is_text(value: str) -> bool:
    return len(value) > LONG or any(space in value for space in " \n")


def label_of(name: str) -> str:
    """A field's name as words: ``told_already`` as ``Told already``."""
    return name.replace("_", " ").replace("-", " ").strip().capitalize()


def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page is older than the present session: somebody signed in again in another
    window. What they typed is shown to send again; a form of another site is refused."""
    if not _is_own_form(request) or getattr(request, "inspectorate", None) is None:
        return csrf.csrf_failure(request, reason)
    back = where_to_come_back(request)
    if back == request.get_full_path():
        return csrf.csrf_failure(request, reason)
    if request.user.is_authenticated:
        return redirect(back)
    return redirect_to_login(back, resolve_url(settings.LOGIN_URL))


def _is_own_form(request: HttpRequest) -> bool:
    """Whether the browser says that the form is of this site; one that says nothing is not believed."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()
