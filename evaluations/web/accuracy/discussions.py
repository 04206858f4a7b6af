"""The meetings at which findings were discussed with the services."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.access.accuracy import FOR_THE_INSPECTORATE
from evaluations.operations import discussions as deeds
from evaluations.queries.discussions import discussion_for, discussions_page, first_seats
from evaluations.queries.services import services
from evaluations.rules.discussions import MOST_ATTENDANCE, Seat
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.web.accuracy.forms import DiscussionForm, SeatForm
from inspectorate.kernel.errors import NotPermitted
from inspectorate.kernel.web.editing import posted

MORE_ROWS = 3
TEMPLATE = "evaluations/accuracy/discussion.html"


@require_safe
def discussions(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Every meeting, who was there, and which service was not."""
    page = discussions_page(request.actor, inspection)
    values = {"page": page, "inspection_id": inspection}
    return TemplateResponse(request, "evaluations/accuracy/discussions.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new_discussion(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Record a meeting; who is usually asked is filled in."""
    _require(request, inspection)
    form = DiscussionForm(posted(request))
    rows = _rows(request, first_seats())

    def save() -> HttpResponse:
        deeds.record_discussion(
            actor=request.actor,
            inspection=inspection,
            attendance=_seats(rows),
            reasons=reasons_in(request.POST),
            **form.changes,
        )
        return _onwards(request, inspectorate, inspection)

    return _page(request, form, rows, save, inspectorate, inspection, _("Record a meeting"))


@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: Any, inspectorate: str, inspection: str, discussion: str) -> HttpResponse:
    """Change a meeting's record."""
    one = discussion_for(request.actor, inspection, discussion)
    _require(request, inspection)
    kept = deeds.discussion_record(one)
    initial = {name: kept[name] for name in ("version", "held_on", "place", "record")}
    form = DiscussionForm(posted(request), initial=initial)
    rows = _rows(request, [Seat(**each) for each in kept["attendance"]])

    def save() -> HttpResponse:
        deeds.edit_discussion(
            actor=request.actor,
            inspection=inspection,
            discussion=discussion,
            based_on=form.based_on,
            attendance=_seats(rows),
            reasons=reasons_in(request.POST),
            **form.changes,
        )
        return _onwards(request, inspectorate, inspection)

    return _page(request, form, rows, save, inspectorate, inspection, _("Change the record"))


def _require(request: Any, inspection: str) -> None:
    page = discussions_page(request.actor, inspection)
    if not page.may_record:
        raise NotPermitted(page.why_not or FOR_THE_INSPECTORATE)


def _rows(request: Any, seats: list[Seat]) -> list[SeatForm]:
    """A form for each post, and some empty ones."""
    sent, known = posted(request), services()
    if sent is not None:
        count = sum(f"seat{at}-post" in sent for at in range(MOST_ATTENDANCE + MORE_ROWS))
        return [SeatForm(sent, prefix=f"seat{at}", services=known) for at in range(count)]
    filled = [vars_of(one) for one in seats] + [{"present": True}] * MORE_ROWS
    return [
        SeatForm(initial=row, prefix=f"seat{at}", services=known) for at, row in enumerate(filled)
    ]


def vars_of(seat: Seat) -> dict[str, Any]:
    return {
        "service": seat.service,
        "post": seat.post,
        "present": seat.present,
        "note": seat.note,
    }


def _seats(rows: list[SeatForm]) -> list[Seat]:
    return [one.seat for one in rows if one.is_valid() and one.seat is not None]


def _page(
    request: Any,
    form: DiscussionForm,
    rows: list[SeatForm],
    save: Any,
    inspectorate: str,
    inspection: str,
    title: str,
) -> HttpResponse:
    if request.method == "POST" and not all([one.is_valid() for one in rows]):
        form.add_error(None, _("Look at who was asked: one of the lines cannot be taken."))
    return form_page(
        request,
        form,
        save,
        title=title,
        button=_("Save"),
        back=reverse("discussions", args=[inspectorate, inspection]),
        template=TEMPLATE,
        rows=rows,
        inspection_id=inspection,
    )


def _onwards(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    messages.success(request, _("The meeting is recorded."))
    return redirect("discussions", inspectorate, inspection)
