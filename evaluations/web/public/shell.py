"""What the pages of the public site share: the bar, days in addresses, a page that says one thing."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from inspectorate.kernel.mail import absolute


def shown(
    request: Any, template: str, section: str, values: dict[str, Any], status: int = 200
) -> TemplateResponse:
    """A page of the public site; ``section``: which entry of the bar it belongs to. Its canonical
    address is its own, without what a search left behind it."""
    slug = request.inspectorate.slug
    bar = (
        ("reports", _("Reports"), "public-reports"),
        ("changes", _("What has changed"), "public-changes"),
        ("data", _("Open data"), "public-data"),
    )
    navigation = [
        {"label": label, "url": reverse(name, args=[slug]), "current": section == code}
        for code, label, name in bar
    ]
    values.setdefault("canonical", absolute(request.path))
    return TemplateResponse(
        request,
        f"evaluations/public/{template}",
        {**values, "navigation": navigation},
        status=status,
    )


def said(request: Any, heading: str, text: str, status: int) -> HttpResponse:
    """A page that says one thing."""
    values = {"heading": heading, "text": text, "canonical": ""}
    return shown(request, "said.html", "", values, status)


class BadDay(ValueError):
    """A day in an address that is none; says what to write."""


def day_in(request: Any, name: str) -> date | None:
    """A day of the query, None where there is none. Raises BadDay."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise BadDay(_("Write a day that exists as year-month-day, for example 2009-04-02."))
    return found
