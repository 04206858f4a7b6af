"""What the report of a follow-through inspection draws from its judgements.

The words it adds to the report's document (evaluations/queries/report_document.py)::

    "progress": [{"point": opaque id, "reference", "number", "asked", "asked_on": ISO day or None,
                  "indicators": [codes of this edition],
                  "written_on": {"edition", "indicators": [its codes]} or None,
                  "level", "level_set", "non_grade", "decision", "decision_reason",
                  "worked": [{"title", "text"}], "new_point": number in this report or None}]
    "next_visit": {"decision", "within_months", "reason"} or None

Never a rationale: it is the team's working text, and may rest on case-level material.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.queries.report_asks import points_written
from evaluations.report_parts import Parts, Plan
from evaluations.terms import ROUND_KINDS, ChapterKind
from followthrough.models import MainPointForAction, Progress, Round, RoundPoint, SuccessFactor
from followthrough.queries.points import reference_of, value_codes
from followthrough.rules.rounds import NEW_POINT, Asked, replacements
from followthrough.terms import PointDecision
from indicators.queries import edition_document
from indicators.rules.crosswalks import comparable
from indicators.rules.document import Edition
from inspectorate.kernel import ids


def judged_points(inspection: Any) -> list[tuple[MainPointForAction, Progress | None]]:
    """Every point in scope with its judgement, oldest first. Two statements."""
    rows = RoundPoint.objects.filter(inspection=inspection).select_related(
        "point__inspection__area", "point__indicator"
    )
    found = {one.point_id: one for one in Progress.objects.filter(inspection=inspection)}
    points = sorted(
        (one.point for one in rows),
        key=lambda one: (str(one.inspection.published_on or ""), one.inspection_id, one.number),
    )
    return [(point, found.get(point.pk)) for point in points]


def codes_of(point: MainPointForAction) -> tuple[str, ...]:
    """The indicators that a point answers."""
    return tuple(point.indicator_codes) or ((point.indicator.code,) if point.indicator else ())


@dataclass(frozen=True, slots=True)
class Here:
    """The indicators of a point in the edition of the inspection that looks at it.

    ``codes`` are that edition's, along the crosswalk where the point was written on another; a code
    that no link "same" or "renumbered" leads from is not among them. ``labels`` say where each came
    from; ``edition`` and ``written`` are the point's own, empty when it is the same edition.
    """

    codes: tuple[str, ...]
    labels: tuple[str, ...] = ()
    edition: str = ""
    written: tuple[str, ...] = ()


def indicators_here(point: MainPointForAction, edition: Edition) -> Here:
    """A point's indicators as ``edition`` has them. Codes are never matched by themselves: 3.2 of one
    edition is not 3.2 of the next."""
    own, codes = edition_document(point.inspection.edition_id), codes_of(point)
    if own.code == edition.code:
        return Here(codes)
    pairs = [one for one in comparable(own, edition) if one.source in codes]
    lost = [one for one in codes if one not in {pair.source for pair in pairs}]
    labels = [one.label for one in pairs]
    labels += [
        _("%(code)s in %(edition)s: nothing to compare it with in %(later)s")
        % {"code": one, "edition": own.code, "later": edition.code}
        for one in lost
    ]
    return Here(tuple(one.target for one in pairs), tuple(labels), own.code, codes)


def words(inspection: Any, main_points: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What the document has besides. Four statements."""
    judged = judged_points(inspection)
    edition = edition_document(inspection.edition_id)
    worked: dict[int, list[dict[str, str]]] = {}
    for one in SuccessFactor.objects.filter(inspection=inspection, point__isnull=False):
        worked.setdefault(one.point_id, []).append({"title": one.title, "text": one.text})
    new = [Asked(one["number"], tuple(one["indicators"])) for one in main_points]
    old = [
        Asked(point.pk, indicators_here(point, edition).codes)
        for point, one in judged
        if one is not None and one.decision == NEW_POINT
    ]
    takes_its_place = replacements(old, new)
    return {
        "progress": [
            {
                **_judgement(edition, point, one),
                "worked": worked.get(point.pk, []),
                "new_point": takes_its_place.get(point.pk),
            }
            for point, one in judged
        ],
        "next_visit": _next_visit(inspection),
    }


def _judgement(edition: Edition, point: MainPointForAction, one: Progress | None) -> dict[str, Any]:
    kept = one or Progress()
    on, here = point.inspection.published_on, indicators_here(point, edition)
    written = {"edition": here.edition, "indicators": list(here.written)} if here.edition else None
    return {
        "point": ids.encode("point", point.pk),
        "reference": reference_of(point),
        "number": point.number,
        "asked": point.text,
        "asked_on": on.isoformat() if on else None,
        "indicators": list(here.codes),
        "written_on": written,
        **value_codes(edition, kept.level, kept.level_set),
        "non_grade": kept.non_grade,
        "decision": kept.decision,
        "decision_reason": kept.decision_reason,
    }


def _next_visit(inspection: Any) -> dict[str, Any] | None:
    found = Round.objects.filter(inspection=inspection).exclude(area_decision="").first()
    if found is None:
        return None
    return {
        "decision": found.area_decision,
        "within_months": found.again_within_months,
        "reason": found.decision_reason,
    }


def chapters(inspection: Any) -> Sequence[Plan]:
    """What such a report begins with; its writers add, move and take out as in any report."""
    return (
        Plan(
            _("Summary"),
            ChapterKind.TEXT,
            _(
                "What a reader who reads no further should know: what was asked, and what has come of it."
            ),
        ),
        Plan(
            _("Progress on the main points for action"),
            ChapterKind.MAIN_POINTS,
            _("What was asked, how far services have come together, and what is decided. No case."),
        ),
        Plan(
            _("What worked"),
            ChapterKind.GOOD_PRACTICE,
            _("What helped services to make progress, so that others can use it."),
        ),
        Plan(_("How we inspected"), ChapterKind.SOURCES, _("When and how it was done.")),
    )


def first_text(inspection: Any, kind: str) -> list[tuple[str, str]]:
    """The first text of a chapter: of main points, what was asked and judged; of good practice, what
    worked. For other kinds nothing."""
    if kind not in (ChapterKind.MAIN_POINTS, ChapterKind.GOOD_PRACTICE):
        return []
    said = words(inspection, [])
    if kind == ChapterKind.GOOD_PRACTICE:
        return _what_worked(said["progress"])
    edition = edition_document(inspection.edition_id)
    found = [part for one in said["progress"] for part in _of_a_point(edition, one)]
    return [*found, *_what_follows(said["next_visit"])]


def value_in_words(edition: Edition, one: dict[str, Any]) -> str:
    """A level, several, or why there is none, in the edition's words; empty while not judged."""
    codes = one["level_set"] or ([one["level"]] if one["level"] else [])
    if codes:
        return _(" or ").join(edition.level_by_code[code].label for code in codes)
    labels = {each.code: each.label for each in edition.non_grades}
    return labels.get(one["non_grade"] or "", one["non_grade"] or "")


def _of_a_point(edition: Edition, one: dict[str, Any]) -> list[tuple[str, str]]:
    label = value_in_words(edition, one)
    if not label:
        return []
    level = edition.level_by_code.get(one["level"] or "")
    meaning = f": {level.meaning}" if level and level.meaning else ""
    graded = bool(one["level"] or one["level_set"])
    judged = (
        _("We evaluated progress as %(level)s%(meaning)s.")
        if graded
        else _("Progress has no level: %(level)s.")
    ) % {"level": label, "meaning": meaning}
    heading = _("Main point %(number)s") % {"number": one["number"]}
    found = [
        ("heading", f"{heading} ({one['reference']})"),
        *_written_on(one),
        ("paragraph", _("What was asked: %(text)s") % {"text": " ".join(one["asked"].split())}),
        ("paragraph", judged),
    ]
    if one["worked"]:
        titles = "; ".join(each["title"] for each in one["worked"])
        found.append(("paragraph", _("What worked: %(titles)s.") % {"titles": titles}))
    if one["decision"]:
        what = str(PointDecision(one["decision"]).label)
        found.append(("paragraph", f"{what}. {one['decision_reason']}".strip()))
    return found


def _written_on(one: dict[str, Any]) -> list[tuple[str, str]]:
    """Where a point was written against another edition: which, and what stands for it in this one."""
    if not one["written_on"]:
        return []
    told = {
        "codes": ", ".join(one["written_on"]["indicators"]) or _("no indicator"),
        "edition": one["written_on"]["edition"],
        "here": ", ".join(one["indicators"]) or _("nothing that may be compared"),
    }
    said = _("Written on %(codes)s of %(edition)s; in this edition: %(here)s.") % told
    return [("paragraph", said)]


def _what_worked(progress: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for one in progress:
        for each in one["worked"]:
            found.append(("heading", each["title"]))
            about = _("On main point %(number)s (%(reference)s).") % one
            found.append(("paragraph", f"{' '.join(each['text'].split())} {about}".strip()))
    return found


def _what_follows(visit: dict[str, Any] | None) -> list[tuple[str, str]]:
    if visit is None:
        return []
    months = visit["within_months"]
    said = (
        ngettext(
            "Inspectors will come again within %(months)d month.",
            "Inspectors will come again within %(months)d months.",
            months,
        )
        % {"months": months}
        if months
        else _("There will be no more visits about these main points.")
    )
    reason = " ".join(visit["reason"].split())
    return [("heading", _("What happens next")), ("paragraph", f"{said} {reason}")]


def why_no_points(inspection: Any) -> str:
    """Main points are written in such a report only when a decision asks for one."""
    if Progress.objects.filter(inspection=inspection, decision=NEW_POINT).exists():
        return ""
    return _(
        "A follow-through inspection judges main points. Decide “close, and make a new point” for one "
        "of them first."
    )


def new_points_stop(inspection: Any) -> list[str]:
    """For before_moves: whether the report has the new main points that decisions ask for."""
    if inspection.kind not in ROUND_KINDS:
        return []
    wanted = not why_no_points(inspection)
    written = points_written(inspection)
    if wanted and not written:
        return [_("Write the new main point in the report: a decision asks for one.")]
    if written and not wanted:
        return [_("No decision asks for a new main point. Take them out of the report.")]
    return []


PARTS = Parts(chapters, first_text, words, why_no_points)
