"""What became of main points as plain tables: which rows, which columns, read a thousand at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db.models import Q

from followthrough import models as held
from followthrough.access.exports import Whose
from followthrough.access.points import OUT
from followthrough.queries.points import value_codes
from followthrough.rules.plans import KNOWN
from followthrough.terms import ContactKind, SelfEvaluationStatus
from indicators.queries import edition_document
from inspectorate.kernel import ids

AT_ONCE = 1000
_IDS = {
    "main_point": "point",
    "plan": "plan",
    "action": "action",
    "update": "update",
    "measure": "measure",
    "committee": "committee",
    "inspection": "inspection",
    "self_evaluation": "self-evaluation",
}
"""Columns that hold another record's id, and its kind."""


@dataclass(frozen=True)
class Sheet:
    """A table of what is taken out. ``columns`` maps headings to where the value is found from a row;
    a heading ``value`` stands for level, level_set and non_grade in the codes of ``edition``."""

    name: str
    kind: str
    model: Any
    narrowed: Callable[[Whose], Q]
    columns: Mapping[str, str]
    edition: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        levels = ("level", "level_set", "non_grade") if self.edition else ()
        return ("id", *self.columns, *levels)

    def rows(self, whose: Whose) -> Iterator[tuple[Any, ...]]:
        """Each row's values in the order of the headings."""
        edition = (f"{self.edition}_id", f"{self.edition}__digest") if self.edition else ()
        stored = ("level", "level_set", "non_grade") if self.edition else ()
        fields = ("pk", *self.columns.values(), *edition, *stored)
        wanted = self.model.objects.filter(self.narrowed(whose)).order_by("pk")
        last = 0
        for _ in count():
            found = list(wanted.filter(pk__gt=last).values_list(*fields)[:AT_ONCE])
            yield from (self._shown(row) for row in found)
            if len(found) < AT_ONCE:
                return
            last = found[-1][0]

    def _shown(self, row: Sequence[Any]) -> tuple[Any, ...]:
        at = 1 + len(self.columns)
        named = zip(self.columns, row[1:at], strict=True)
        values = [ids.encode(self.kind, row[0]), *(_outside(name, one) for name, one in named)]
        if self.edition:
            edition_id, digest, level, level_set, non_grade = row[at:]
            codes = value_codes(edition_document(edition_id, digest), level, level_set)
            values += [codes["level"], codes["level_set"], non_grade]
        return tuple(values)


def _outside(name: str, value: Any) -> Any:
    return ids.encode(_IDS[name], value) if name in _IDS and value is not None else value


def _at(path: str) -> Callable[[Whose], Q]:
    """Published, and in one of the areas: ``path`` leads to the inspection."""

    def narrowed(whose: Whose) -> Q:
        published = Q(**{f"{path}__status__in": OUT})
        if whose.areas is None:
            return published
        return published & Q(**{f"{path}__area_id__in": list(whose.areas)})

    return narrowed


def _committee(whose: Whose, path: str = "") -> Q:
    if whose.committees is None:
        return Q()
    return Q(**{f"{path}committee_id__in": list(whose.committees)})


def _planned(path: str) -> Callable[[Whose], Q]:
    """Of a plan: those for published main points, and a committee's own. Who follows sees what was
    sent, and of the committee's own what it shows."""

    def narrowed(whose: Whose) -> Q:
        own = Q(**{f"{path}__committee__isnull": False}) & _committee(whose, f"{path}__")
        plans = _at(f"{path}__inspection")(whose)
        if whose.answers:
            return plans | own
        sent = plans & Q(**{f"{path}__status__in": list(KNOWN)})
        return sent | own & Q(**{f"{path}__sent_at__isnull": False})

    return narrowed


def _versions(whose: Whose) -> Q:
    """What was sent is known to both sides."""
    return _at("plan__inspection")(whose)


def _dates(whose: Whose) -> Q:
    plans = _at("action__plan__inspection")(whose)
    return plans if whose.answers else plans & Q(action__plan__status__in=list(KNOWN))


def _notes(whose: Whose) -> Q:
    there = _at("point__inspection")(whose)
    return there & Q(shared_at__isnull=False) if whose.answers else there


def _contacts(whose: Whose) -> Q:
    """Who follows keeps them; the partnership knows its own questions."""
    there = _committee(whose)
    if not whose.answers:
        return there
    asked = held.Contact.objects.filter(
        kind=ContactKind.WRITING, membership__partner_of__committee_id__in=whose.committees or ()
    )
    return there & Q(pk__in=asked.values("pk"))


def _selves(path: str) -> Callable[[Whose], Q]:
    def narrowed(whose: Whose) -> Q:
        theirs = _committee(whose, path)
        finished = Q(**{f"{path}status": SelfEvaluationStatus.FINISHED})
        return theirs if whose.answers else theirs & finished

    return narrowed


def _factors(whose: Whose) -> Q:
    return _at("inspection")(whose)


def _judged(whose: Whose) -> Q:
    """Published judgements on published points."""
    return Q(inspection__status__in=OUT) & _at("point__inspection")(whose)


SHEETS = (
    Sheet(
        "points",
        "point",
        held.MainPointForAction,
        _at("inspection"),
        {
            "inspection": "inspection_id",
            "area_code": "inspection__area__code",
            "programme": "inspection__programme__code",
            "published_on": "inspection__published_on",
            "number": "number",
            "indicator": "indicator__code",
            "theme": "theme__code",
            "text": "text",
            "lead_post": "lead_post",
            "status": "status",
        },
    ),
    Sheet(
        "plan-versions",
        "plan-version",
        held.PlanVersion,
        _versions,
        {
            "plan": "plan_id",
            "inspection": "plan__inspection_id",
            "number": "number",
            "sent_at": "sent_at",
            "answer": "answer",
            "answer_text": "answer_text",
            "answered_at": "answered_at",
            "content": "content",
        },
    ),
    Sheet(
        "actions",
        "action",
        held.PlannedAction,
        _planned("plan"),
        {
            "plan": "plan_id",
            "main_point": "point_id",
            "number": "number",
            "aim": "aim",
            "text": "text",
            "lead_post": "lead_post",
            "services": "services",
            "due_on": "due_on",
            "resources": "resources",
            "measured_by": "measure",
            "known_by": "known_by",
            "state": "state",
            "state_reason": "state_reason",
            "done_on": "done_on",
        },
    ),
    Sheet(
        "date-changes",
        "date-change",
        held.DateChange,
        _dates,
        {
            "action": "action_id",
            "from_on": "from_on",
            "to_on": "to_on",
            "reason": "reason",
            "asked_at": "asked_at",
            "answer": "answer",
            "answer_reason": "answer_reason",
            "answered_at": "answered_at",
        },
    ),
    Sheet(
        "updates",
        "update",
        held.ProgressUpdate,
        _at("point__inspection"),
        {
            "main_point": "point_id",
            "committee": "committee_id",
            "agency": "agency",
            "at": "at",
            "text": "text",
            "own_view": "own_view",
            "own_reason": "own_reason",
        },
    ),
    Sheet(
        "update-files",
        "file",
        held.UpdateFile,
        _at("update__point__inspection"),
        {
            "update": "update_id",
            "name": "file__name",
            "media_type": "file__media_type",
            "size": "file__size",
            "sha256": "file__digest",
        },
    ),
    Sheet(
        "measures",
        "measure",
        held.Measure,
        _at("point__inspection"),
        {
            "main_point": "point_id",
            "title": "title",
            "unit": "unit",
            "target": "target",
            "lower_is_better": "lower_is_better",
        },
    ),
    Sheet(
        "measured-values",
        "measured-value",
        held.MeasuredValue,
        _at("measure__point__inspection"),
        {"measure": "measure_id", "update": "update_id", "on": "on", "value": "value"},
    ),
    Sheet(
        "looks",
        "look",
        held.PointLook,
        _at("point__inspection"),
        {"main_point": "point_id", "at": "at", "enough": "enough", "told": "told"},
    ),
    Sheet(
        "notes",
        "note",
        held.LinkNote,
        _notes,
        {"main_point": "point_id", "at": "at", "shared_at": "shared_at", "text": "text"},
    ),
    Sheet(
        "judgements",
        "progress",
        held.Progress,
        _judged,
        {
            "main_point": "point_id",
            "inspection": "inspection_id",
            "published_on": "inspection__published_on",
            "rationale": "rationale",
            "decision": "decision",
            "decision_reason": "decision_reason",
        },
        edition="inspection__edition",
    ),
    Sheet(
        "what-worked",
        "success-factor",
        held.SuccessFactor,
        _factors,
        {
            "inspection": "inspection_id",
            "main_point": "point_id",
            "title": "title",
            "text": "text",
        },
    ),
    Sheet(
        "contacts",
        "contact",
        held.Contact,
        _contacts,
        {
            "committee": "committee_id",
            "kind": "kind",
            "on": "on",
            "about": "about",
            "with_posts": "with_posts",
            "said": "said",
            "answer": "answer",
            "answered_at": "answered_at",
            "cancelled_why": "cancelled_why",
        },
    ),
    Sheet(
        "self-evaluations",
        "self-evaluation",
        held.SelfEvaluation,
        _selves(""),
        {
            "committee": "committee_id",
            "area_code": "area__code",
            "edition": "edition__code",
            "title": "title",
            "on": "on",
            "status": "status",
            "finished_at": "finished_at",
            "consent_at": "consent_at",
        },
    ),
    Sheet(
        "self-values",
        "self-value",
        held.SelfEvaluationValue,
        _selves("self_evaluation__"),
        {
            "self_evaluation": "self_evaluation_id",
            "indicator": "indicator__code",
            "rationale": "rationale",
        },
        edition="self_evaluation__edition",
    ),
)
"""In the order in which they are written."""
