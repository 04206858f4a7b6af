"""Sign in as one of the cast by a click: in the demonstration only, and on this machine only."""

import ipaddress

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inspectorate.accounts import second_factor
from inspectorate.accounts.models import User
from inspectorate.accounts.queries import demonstration_cast
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound

BACKEND = "django.contrib.auth.backends.ModelBackend"
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


def is_here(request: HttpRequest) -> bool:
    """Whether the request comes from this machine, for this machine, through no proxy."""
    host = split_domain_port(request.get_host())[0].strip("[]")
    try:
        local = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
        named = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
    return local and named and not any(name in request.headers for name in FORWARDED)


@require_http_methods(["GET", "HEAD", "POST"])
def demonstration(request: HttpRequest) -> HttpResponse:
    if not settings.DEMONSTRATION_SIGN_IN or not is_here(request):
        raise Http404
    cast = demonstration_cast()
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if request.method != "POST":
        values = {"groups": cast, "next": wanted}
        return render(request, "accounts/demonstration.html", values)
    slug, reference = request.POST.get("inspectorate", ""), request.POST.get("person", "")
    if not any(
        group.slug == slug and any(one.reference == reference for one in group.people)
        for group in cast
    ):
        raise Http404
    _sign_in(request, reference)
    inside = wanted.isprintable() and wanted.startswith(f"/{slug}/")
    return redirect(wanted if inside else f"/{slug}/")


def _sign_in(request: HttpRequest, reference: str) -> None:
    try:
        user = User.objects.get(pk=ids.decode("person", reference))
    except (NotFound, User.DoesNotExist):
        raise Http404 from None
    login(request, user, backend=BACKEND)
    record_authentication(request, user, second_factor.DEMONSTRATION)
    second_factor.confirm(request, user, kind=second_factor.DEMONSTRATION)
