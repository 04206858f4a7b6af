"""What a person should do next here, and what there is, in a handful of statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.queries.inspections import stages
from evaluations.queries.mine import MyInspection, my_inspections
from evaluations.queries.my_work import MyIndicator, MyWork, my_work
from inspectorate.accounts.duty_lists import DutyLine, open_duties
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.accounts.terms import Role
from inspectorate.tenancy.scope import require_inspectorate_id

MOST_CODES = 5


@dataclass(frozen=True)
class Next:
    """One thing to do: what, where, why, and the icon of its state."""

    icon: str
    what: str
    url: str
    why: str


@dataclass(frozen=True)
class Counts:
    """How much there is of everything in this inspectorate."""

    areas: int
    committees: int
    editions: int
    inspections: int
    published: int
    evaluations: int
    points: int
    summaries: int


COUNTS_SQL = """
select (select count(*) from areas_localauthorityarea where inspectorate_id = %(here)s),
       (select count(*) from areas_childprotectioncommittee where inspectorate_id = %(here)s),
       (select count(*) from indicators_frameworkedition where inspectorate_id = %(here)s),
       (select count(*) from evaluations_inspection where inspectorate_id = %(here)s),
       (select count(*) from evaluations_inspection
        where inspectorate_id = %(here)s and published_number > 0),
       (select count(*) from evaluations_evaluation where inspectorate_id = %(here)s),
       (select count(*) from followthrough_mainpointforaction where inspectorate_id = %(here)s),
       (select count(*) from national_nationalsummary where inspectorate_id = %(here)s)
"""


def counts() -> Counts:
    with connection.cursor() as cursor:
        cursor.execute(COUNTS_SQL, {"here": require_inspectorate_id()})
        return Counts(*cursor.fetchone())


@dataclass(frozen=True)
class StartPage:
    """``since``: what others did after this instant is new. ``go_on``: the one thing to go on with,
    for who is recording."""

    next: list[Next]
    inspections: list[tuple[MyInspection, list[tuple[str, str]]]]
    counts: Counts
    roles: list[str]
    work: MyWork
    since: datetime
    go_on: Next | None


def start_page(actor: Actor, slug: str, since: datetime) -> StartPage:
    """Everything the start page shows. ``inspections``: each with its stages."""
    there = counts()
    inspections = list(my_inspections(actor))
    work = my_work(actor, inspections, since)
    return StartPage(
        next=[
            *_of_duties(actor),
            *_of_settling(work, slug),
            *_of_views(work, slug),
            *_of_gaps(work, slug),
            *_of_inspections(inspections, slug),
            *_of_setting_up(actor, there, slug),
            *_of_analysis(actor, there, slug),
            *_of_following(actor, there, slug),
        ],
        inspections=[(one, stages(one.status)) for one in inspections],
        counts=there,
        roles=[str(Role(role).label) for role in actor.roles if role in Role.values],
        work=work,
        since=since,
        go_on=_go_on(work, slug),
    )


def _go_on(work: MyWork, slug: str) -> Next | None:
    """The first indicator that is theirs and not agreed; without one, the first that waits for their
    level."""
    found = [one for one in work.looked_after if not one.agreed]
    found += [one for one in work.indicators if one.view_waits]
    for one in found:
        return Next(
            "half",
            _("Go on recording %(code)s, %(area)s") % {"code": one.code, "area": one.area},
            _to("recording-indicator", slug, inspection=one.inspection, indicator=one.code),
            "",
        )
    return None


def _to(name: str, slug: str, **more: Any) -> str:
    return reverse(name, kwargs={"inspectorate": slug, **more})


def _of_duties(actor: Actor) -> list[Next]:
    """The steps of inspections that are theirs to take, the most urgent first."""
    return [
        Next(
            "look" if one.late else "clock" if one.due_on else "todo",
            one.title,
            one.path,
            _due(one),
        )
        for one in open_duties(actor)
    ]


def _due(duty: DutyLine) -> str:
    if duty.due_on is None:
        return _("Since %(on)s.") % {"on": date_format(duty.given_at, "j F")}
    said = _("Late: it was due by %(on)s.") if duty.late else _("By %(on)s.")
    return said % {"on": date_format(duty.due_on, "j F Y")}


def _of_settling(work: MyWork, slug: str) -> list[Next]:
    """Texts of theirs that met somebody else's."""
    if not work.to_settle:
        return []
    what = ngettext("Settle %d text", "Settle %d texts", work.to_settle) % work.to_settle
    why = _("You and somebody else changed the same. Both are kept until you choose.")
    return [Next("clash", what, _workspace(slug), why)]


def _workspace(slug: str) -> str:
    """Where texts are settled."""
    try:
        return _to("workspace", slug) + "#/to-settle"
    except NoReverseMatch:
        return _to("workspace-devices", slug)


def _of_views(work: MyWork, slug: str) -> list[Next]:
    """The views that are asked of them, an inspection at a time."""
    waiting: dict[str, list[MyIndicator]] = {}
    for one in work.indicators:
        if one.view_waits:
            waiting.setdefault(one.inspection, []).append(one)
    return [
        Next(
            "given",
            _("Give your level for %(codes)s") % {"codes": _codes([one.code for one in those])},
            _to("recording-indicator", slug, inspection=inspection, indicator=those[0].code),
            _("%(area)s. You see the others’ when you have given yours.") % {"area": those[0].area},
        )
        for inspection, those in waiting.items()
    ]


def _codes(codes: list[str]) -> str:
    """The first few, then how many more."""
    left = len(codes) - MOST_CODES
    said = ", ".join(codes[:MOST_CODES])
    return _("%(codes)s and %(left)d more") % {"codes": said, "left": left} if left > 0 else said


def _of_gaps(work: MyWork, slug: str) -> list[Next]:
    """Indicators they look after that rest on a single kind of source."""
    return [
        Next(
            "look",
            _("%(code)s rests on one kind of source") % {"code": one.code},
            _to("recording-indicator", slug, inspection=one.inspection, indicator=one.code)
            + "#triangulation",
            f"{one.area}. {one.stands}.",
        )
        for one in work.looked_after
        if one.kinds == 1 and not one.agreed
    ]


def _of_inspections(inspections: list[Any], slug: str) -> list[Next]:
    """One thing for each inspection this person is on and can go on recording."""
    return [
        Next(
            "half",
            _("Go on recording %(area)s") % {"area": one.area_name},
            _to("recording", slug, inspection=one.id),
            _("%(done)s of %(all)s indicators have a value; %(status)s.")
            % {"done": one.valued, "all": one.indicators, "status": one.status_label.lower()},
        )
        for one in inspections
        if one.recordable
    ]


def _of_setting_up(actor: Actor, there: Counts, slug: str) -> list[Next]:
    """The steps of a new inspectorate, in their order, until each is done."""
    steps: list[Next] = []
    if not there.editions and actor.may(P.MAINTAIN_FRAMEWORKS):
        steps.append(
            Next(
                "todo",
                _("Import a framework edition"),
                _to("framework-import", slug),
                _("The scale and the quality indicators everything else is recorded on."),
            )
        )
    if not there.areas and actor.may(P.MAINTAIN_AREAS):
        steps.append(
            Next(
                "todo",
                _("Bring in the areas and their committees"),
                _to("areas", slug),
                _("Every inspection is of one local authority area."),
            )
        )
    if there.editions and there.areas and not there.inspections and actor.may(P.PLAN_INSPECTIONS):
        steps.append(
            Next(
                "todo",
                _("Plan a programme of inspections"),
                _to("programmes", slug),
                _("Or bring in evaluations already published from a file."),
            )
        )
    return steps


def _of_analysis(actor: Actor, there: Counts, slug: str) -> list[Next]:
    if not actor.may(P.COMPILE_NATIONAL):
        return []
    if there.published and not there.summaries:
        return [
            Next(
                "todo",
                _("Compile the first national summary"),
                _to("national-summaries", slug),
                _("%(n)s inspections are published and not added up yet.") % {"n": there.published},
            )
        ]
    if there.summaries:
        return [
            Next(
                "agreed",
                _("Read or decide the national summary"),
                _to("national-summaries", slug),
                _("%(n)s versions are kept.") % {"n": there.summaries},
            )
        ]
    return []


def _of_following(actor: Actor, there: Counts, slug: str) -> list[Next]:
    if not there.points or not (
        actor.may(P.FOLLOW_MAIN_POINTS) or actor.may(P.ANSWER_FOR_COMMITTEE)
    ):
        return []
    if actor.may(P.ANSWER_FOR_COMMITTEE) and not actor.may(P.FOLLOW_MAIN_POINTS):
        return [
            Next(
                "promise",
                _("Open your committee’s page"),
                _to("our-committees", slug),
                _("What is asked of you, your plans, and what comes in the next eight weeks."),
            )
        ]
    return [
        Next(
            "promise",
            _("See the main points for action"),
            _to("main-points", slug),
            _("%(n)s main points, with the progress judged on each.") % {"n": there.points},
        )
    ]
