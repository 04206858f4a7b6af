"""How it went with a main point: one line of everything that this person may see, in order.

The one place where the story of a point is put together, whoever shows it: what was asked, promised
and told, visits, notes, looks, dates, judgements and the ends of its life. One statement. What
partnership and link inspector tell each other is in it for them alone (access.Place), a note for who
follows the point until it is shared, a judgement once its inspection is published (for its team
before).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.terms import ScanState
from followthrough.access import OUT, Place, place_at
from followthrough.models import MainPointForAction
from followthrough.queries.line_sql import LINE_SQL
from followthrough.queries.rounds_known import Known, known_rounds
from followthrough.terms import ContactKind, OwnView, PointDecision, PointStatus
from indicators.queries import edition_document
from indicators.rules.document import Level, NotGraded
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.web.trends import number
from inspectorate.tenancy.scope import require_inspectorate_id

OPENED = (ScanState.NOT_SCANNED, ScanState.CLEAN)
"""States of a file in which it can be opened."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value on the scale of its own edition, ready to be shown; empty: none was given."""

    levels: tuple[Level, ...] = ()
    scale: tuple[Level, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. ``kind`` says which part of ``_line.html`` shows it, ``icon`` and
    ``tone`` how; ``body`` has what is particular to the kind, names ready to be shown."""

    kind: str
    id: int
    on: date | None
    title: str
    icon: str
    tone: str
    who: str
    body: Mapping[str, Any] = field(default_factory=dict)
    value: Value = field(default_factory=Value)


@dataclass(frozen=True, slots=True)
class Line:
    """What happened, oldest first; then ``coming``: the next follow-through inspection, for who sees
    what is planned. ``waits``: a live point that no inspection has judged."""

    happened: tuple[Happening, ...]
    coming: Happening | None
    waits: bool

    def of(self, *kinds: str) -> list[Happening]:
        return [one for one in self.happened if one.kind in kinds]


def line_of(actor: Actor, point: MainPointForAction, place: Place | None = None) -> Line:
    """The line of a point that this person may see. One statement, another when ``place`` is not at
    hand, two for what was judged, and one for an edition that was not read before."""
    at = place or place_at(actor, point)
    with connection.cursor() as cursor:
        cursor.execute(LINE_SQL, _values(actor, point, at))
        rows = cursor.fetchall()
    found = _as_published(point, [_made(*row) for row in rows])
    happened = tuple(one for one in found if one.kind != "next")
    judged = any(one.kind == "judged" and one.body["published"] for one in happened)
    ended = point.status in (PointStatus.CLOSED, PointStatus.SUPERSEDED)
    coming = next((one for one in found if one.kind == "next"), None)
    return Line(happened, coming, waits=not judged and not ended)


def _as_published(point: MainPointForAction, found: list[Happening]) -> list[Happening]:
    """Judgements of published inspections as their reports say them: a correction that is being
    prepared is not known. Two statements where there is one."""
    if not any(one.kind == "judged" and one.body["published"] for one in found):
        return found
    known = {one.inspection: one for one in known_rounds([point.pk])}
    return [
        _published_as(one, known[one.body["inspection"]])
        if one.kind == "judged" and one.body["inspection"] in known
        else one
        for one in found
    ]


def _published_as(one: Happening, known: Known) -> Happening:
    decision = str(PointDecision(known.decision).label) if known.decision else ""
    said = {
        "decision_label": decision,
        "decision_reason": known.decision_reason,
        "worked": known.factors,
    }
    levels = tuple(known.edition.level_by_rank[rank] for rank in sorted(known.ranks, reverse=True))
    words = _(" or ").join(level.label for level in levels)
    if isinstance(known.value, NotGraded):
        labels = {each.code: each.label for each in known.edition.non_grades}
        words = labels.get(known.value.code, known.value.code)
    value = Value(levels, tuple(known.edition.levels), words)
    return replace(one, body={**one.body, **said}, value=value)


def _values(actor: Actor, point: MainPointForAction, place: Place) -> dict[str, Any]:
    return {
        "here": require_inspectorate_id(),
        "point": point.pk,
        "on": timezone.localdate(),
        "out": list(OUT),
        "me": actor.membership_id or 0,
        "owners": sorted(place.owners),
        "areas": list(place.areas),
        "inside": place.reads,
        "follows": place.follows,
        "everything": actor.may(P.SEE_UNPUBLISHED) and actor.membership_id is None,
        "plans": actor.may(P.SEE_INSPECTIONS),
    }


def _made(kind: str, row: int, at: datetime | None, day: bool, who: str, text: str) -> Happening:
    body = orjson.loads(text)
    on = None if at is None else (at.astimezone(UTC) if day else timezone.localtime(at)).date()
    title, icon, tone, more = _SHOWN[kind](body)
    if kind == "note":
        more["ref"] = ids.encode("note", row)
    value = _value(body) if "edition" in body else Value()
    return Happening(kind, row, on, title, icon, tone, who, {**body, **more}, value)


Shown = tuple[str, str, str, dict[str, Any]]


def _published(body: Mapping[str, Any]) -> Shown:
    return _("Main point published"), "flag", "", {}


def _plan_sent(body: Mapping[str, Any]) -> Shown:
    said = _("The committee sent its action plan (version %(number)s)")
    return said % {"number": body["number"]}, "sent", "", {}


def _plan_answered(body: Mapping[str, Any]) -> Shown:
    actions = [
        {**one, "due_on": date.fromisoformat(one["due_on"])} for one in body["actions"] or ()
    ]
    if body["answer"] == "accepted":
        return _("Promised: the plan was accepted"), "promise", "", {"actions": actions}
    return _("More was wanted of the plan"), "look", "warn", {"actions": actions}


VIEWS = {
    OwnView.ON_TRACK: ("asked", ""),
    OwnView.AT_RISK: ("look", "warn"),
    OwnView.STUCK: ("stuck", "warn"),
    OwnView.DONE: ("agreed", "good"),
}
"""Icon and tone of what a committee says of a point."""


def _update(body: Mapping[str, Any]) -> Shown:
    view = OwnView(body["view"])
    files = [
        {**one, "ref": ids.encode("file", one["id"]), "opens": one["scan"] in OPENED}
        for one in body["files"] or ()
    ]
    for one in files:
        one["said"] = ScanState(one["scan"]).label
    values = [
        {
            "title": one["title"],
            "on": date.fromisoformat(one["on"]),
            "shown": number(Decimal(one["value"]), one["unit"]),
        }
        for one in body["values"] or ()
    ]
    title = _("Progress: the committee says what happened")
    if view == OwnView.DONE:
        title = _("Said to be done, with evidence") if files else _("Said to be done")
    icon, tone = VIEWS[view]
    return title, icon, tone, {"files": files, "values": values, "view_label": view.label}


def _look(body: Mapping[str, Any]) -> Shown:
    if body["enough"]:
        return _("The link inspector finds enough to look at"), "agreed", "mine", {}
    return _("The link inspector asks for more"), "look", "mine", {}


def _note(body: Mapping[str, Any]) -> Shown:
    shared = body["shared_at"] is not None
    title = _("Note, shared with the committee") if shared else _("Note, not shared")
    return title, "kept" if shared else "lock", "", {"shared": shared}


def _asked(body: Mapping[str, Any]) -> Shown:
    return _("The committee’s partners were asked for a word"), "sent", "mine", {}


def _contact(body: Mapping[str, Any]) -> Shown:
    return str(ContactKind(body["kind"]).label), "scale", "mine", {}


def _date_asked(body: Mapping[str, Any]) -> Shown:
    return _("Another date asked for an action"), "clock", "", _days(body)


def _date_answered(body: Mapping[str, Any]) -> Shown:
    if body["answer"] == "agreed":
        return _("The other date was agreed"), "clock", "good", _days(body)
    return _("The other date was not agreed"), "clock", "warn", _days(body)


def _days(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"was": date.fromisoformat(body["from"]), "to": date.fromisoformat(body["to"])}


def _judged(body: Mapping[str, Any]) -> Shown:
    decision = PointDecision(body["decision"]).label if body["decision"] else ""
    title = _("Judged by inspectors") if body["published"] else _("Judged, not published yet")
    ref = ids.encode("inspection", body["inspection"])
    return title, "scale", "done", {"decision_label": decision, "ref": ref}


def _move(body: Mapping[str, Any]) -> Shown:
    titles = {
        PointStatus.OPEN: _("Opened again"),
        PointStatus.CLOSED: _("Closed"),
        PointStatus.SUPERSEDED: _("Superseded"),
    }
    ended = body["to"] != PointStatus.OPEN
    return titles[PointStatus(body["to"])], "agreed" if ended else "flag", "", {}


def _next(body: Mapping[str, Any]) -> Shown:
    return _("Judged"), "todo", "todo", {}


_SHOWN = {
    "published": _published,
    "plan-sent": _plan_sent,
    "plan-answered": _plan_answered,
    "update": _update,
    "look": _look,
    "note": _note,
    "asked": _asked,
    "contact": _contact,
    "date-asked": _date_asked,
    "date-answered": _date_answered,
    "judged": _judged,
    "move": _move,
    "next": _next,
}


def _value(body: Mapping[str, Any]) -> Value:
    """A level, several, or the reason for none, in the words of the edition it was given under."""
    edition = edition_document(body["edition"], body["digest"])
    ranks = body["level_set"] or ([body["level"]] if body["level"] else [])
    levels = tuple(edition.level_by_rank[rank] for rank in sorted(ranks, reverse=True))
    labels = {one.code: one.label for one in edition.non_grades}
    words = _(" or ").join(one.label for one in levels)
    if not levels and body["non_grade"]:
        words = labels.get(body["non_grade"], body["non_grade"])
    return Value(levels, tuple(edition.levels), words)
