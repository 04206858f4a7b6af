"""Reading a round: the drafts that are out, one draft with its comments, its answers, its changes."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.queries import accuracy as query
from evaluations.queries.accuracy_list import rounds_seen
from evaluations.queries.redline import redline_page
from evaluations.web.accuracy.forms import DECIDED
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.web.downloads import as_csv

LONGEST_FILTER = 200
SHOWN = ("comments", "waiting")
COLUMNS = {
    "number": "number",
    "paragraph": "paragraph",
    "service": "agency",
    "about": "about_label",
    "quoted": "quoted",
    "comment": "text",
    "proposed": "proposed",
    "answer": "decision_label",
    "why": "answer",
}
"""The columns of the answer sheet, and what of a comment stands in each."""


@require_safe
def rounds(request: Any, inspectorate: str) -> HttpResponse:
    """The drafts that are with a partnership of this person, or that they read."""
    lines = rounds_seen(request.actor)
    return TemplateResponse(request, "evaluations/accuracy/rounds.html", {"lines": lines})


@require_safe
def accuracy(
    request: Any, inspectorate: str, inspection: str, number: int | None = None
) -> HttpResponse:
    """The draft, paragraph by paragraph, with the comments beside it."""
    filters = _filters(request)
    page = query.accuracy_page(request.actor, inspection, number, filters)
    values = {
        "page": page,
        "inspection_id": inspection,
        "filters": filters,
        "decisions": DECIDED,
    }
    return TemplateResponse(request, "evaluations/accuracy/round.html", values)


def _filters(request: Any) -> query.AccuracyFilters:
    sent = {
        name: request.GET.get(name, "").replace("\x00", "")[:LONGEST_FILTER].strip()
        for name in ("part", "agency", "show")
    }
    if sent["show"] not in SHOWN:
        sent["show"] = ""
    return query.AccuracyFilters(**sent)


@require_safe
def answers(request: Any, inspectorate: str, inspection: str, number: int) -> HttpResponse:
    """What became of each comment, and why: for the partnership once the round is settled."""
    page = _answered(request, inspection, number)
    values = {"page": page, "inspection_id": inspection}
    return TemplateResponse(request, "evaluations/accuracy/answers.html", values)


@require_safe
def answers_csv(request: Any, inspectorate: str, inspection: str, number: int) -> HttpResponse:
    """The same as a table."""
    page = _answered(request, inspection, number)
    rows = [[getattr(one, name) for name in COLUMNS.values()] for one in page.comments]
    return as_csv([list(COLUMNS), *rows], f"factual-accuracy-{page.inspection.area.code}-{number}")


def _answered(request: Any, inspection: str, number: int) -> query.AccuracyPage:
    page = query.accuracy_page(request.actor, inspection, number, query.AccuracyFilters())
    if not page.access.sees_answers or not page.access.sees_comments:
        raise NotFound
    return page


@require_safe
def redline(request: Any, inspectorate: str, inspection: str, number: int) -> HttpResponse:
    """What changed since the draft of a round, word by word."""
    page = redline_page(request.actor, inspection, number)
    said = {
        "published": _("the published report, version %(number)s"),
        "draft": _("draft %(number)s"),
        "now": _("the report as it stands now"),
    }
    values = {
        "page": page,
        "inspection_id": inspection,
        "with": said[page.after] % {"number": page.number},
        "all": "all" in request.GET,
    }
    return TemplateResponse(request, "evaluations/accuracy/redline.html", values)
