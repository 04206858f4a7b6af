"""A person's calendar, and the secret address under which their calendar program reads it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.access.people import member_for, member_of_feed, own_reference
from evaluations.operations.calendar import end_calendar_address, make_calendar_address
from evaluations.queries.calendar import entries_of, events_of, feed_since, months_of
from evaluations.rules.ics import calendar as as_ics
from inspectorate.kernel.web.views import public


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: Any, inspectorate: str) -> HttpResponse:
    """One's own calendar. POST makes the secret address, new each time, and shows it this once."""
    member = member_for(request.actor, own_reference(request.actor))
    address = ""
    if request.method == "POST":
        secret = make_calendar_address(actor=request.actor)
        address = request.build_absolute_uri(reverse("calendar-feed", args=[inspectorate, secret]))
    values = {
        "member": member,
        "own": True,
        "months": months_of(entries_of(member.pk, timezone.localdate())),
        "feed": feed_since(member.pk),
        "address": address,
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "evaluations/calendar.html", values)


@require_POST
def end_address(request: Any, inspectorate: str) -> HttpResponse:
    """End the secret address."""
    if end_calendar_address(actor=request.actor):
        messages.success(request, _("The address works no more."))
    return redirect("calendar", inspectorate)


@require_safe
def person_calendar(request: Any, inspectorate: str, person: str) -> HttpResponse:
    """Somebody's calendar, for whoever plans."""
    member = member_for(request.actor, person)
    values = {
        "member": member,
        "own": False,
        "months": months_of(entries_of(member.pk, timezone.localdate())),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "evaluations/calendar.html", values)


@public
@require_safe
def feed(request: Any, inspectorate: str, secret: str) -> HttpResponse:
    """The calendar behind a secret address, as text/calendar."""
    member = member_of_feed(secret)
    entries = entries_of(member.pk, timezone.localdate())
    site = request.build_absolute_uri(reverse("inspections", args=[inspectorate])) + "/"
    name = f"{request.inspectorate.name}: {member.user.display_name}"
    text = as_ics(name, events_of(entries, request.get_host(), site), timezone.now())
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
