"""The desk of a link inspector, and what is asked of a committee: points by how they stand."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from followthrough.queries.desk import Asked, as_table, whole_desk
from followthrough.queries.desk import desk as desk_of
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.web.downloads import as_csv
from inspectorate.kernel.web.paging import page_number

FIELDS = ("group", "committee", "indicator", "service", "theme", "words", "order", "person")
ORDERS = (
    ("", _("Urgency")),
    ("due", _("Date it is due")),
    ("heard", _("Longest silence first")),
    ("committee", _("Committee")),
)


@require_safe
def desk(request: Any, inspectorate: str) -> HttpResponse:
    """The points of one's committees, most urgent first, narrowed as asked."""
    sent = {name: request.GET.get(name, "").replace("\x00", "")[:200] for name in FIELDS}
    if request.GET.get("format") == "csv":
        return as_csv(as_table(whole_desk(request.actor, Asked(**sent))), "main-points-by-urgency")
    found = desk_of(request.actor, Asked(**sent), page_number(request))
    narrowed = {name: value for name, value in sent.items() if value and name != "group"}
    return TemplateResponse(
        request,
        "followthrough/desk.html",
        {
            "found": found,
            "narrowed": bool(narrowed),
            "orders": ORDERS,
            "plans": request.actor.may(Permission.PLAN_INSPECTIONS),
            "query": urlencode(narrowed),
            "whole_query": urlencode({name: value for name, value in sent.items() if value}),
        },
    )
