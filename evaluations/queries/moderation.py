"""The moderation desk of an inspection, one indicator judged blind, and both sides beside each other."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.access import PurposeNeeded, on_it_today
from evaluations.access.case_material import CaseAccess, case_material_at
from evaluations.access.moderation import ModerationAccess, moderation_for
from evaluations.access.threads import talk_about
from evaluations.models import Inspection, Moderation
from evaluations.queries.beside import Beside
from evaluations.queries.evidence_beside import evidence_beside
from evaluations.queries.round_changes import Changed, changed_since
from evaluations.queries.standing import Judged, judged_of, open_requests
from evaluations.queries.threads import Threads, threads_in
from evaluations.queries.triangulation import triangulations
from evaluations.queries.views import TeamViews, View, views_of
from evaluations.rules.moderation import before_signing
from evaluations.rules.triangulation import NOTHING, Triangulation
from evaluations.rules.values import chosen, value_of
from evaluations.terms import ModerationStatus
from indicators.queries import edition_document
from indicators.rules.document import Edition, Indicator, Value
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotFound, Refused

BLIND = TeamViews(mine=None, shown=(), hidden=True, givers=(), agreed=False)
"""What somebody who judges blind sees of the team's views."""


@dataclass(frozen=True)
class Side:
    """One chosen indicator for this reader. Of what is not given, nothing but that it is chosen is
    here, and one's own judgement for its author (``mine``)."""

    judged: Judged
    mine: bool
    value: Value | None
    team_then: Value | None
    team: Value | None
    decided: Value | None
    icon: str
    say: str

    @property
    def given(self) -> bool:
        return self.judged.given


@dataclass(frozen=True)
class Round:
    """A round that was; ``moderator`` and ``ended_by`` are names."""

    number: int
    status: str
    moderator: str
    drawn_with: str
    opened_at: Any
    ended_at: Any
    ended_by: str
    why: str

    @property
    def status_label(self) -> str:
        return str(ModerationStatus(self.status).label)


@dataclass(frozen=True)
class Desk:
    """``stops``: what must be settled before somebody signs. ``changed``: what the team changed
    since the round before, for whoever may know it. ``may_choose``: further indicators still."""

    access: ModerationAccess
    edition: Edition
    sides: tuple[Side, ...]
    rounds: tuple[Round, ...]
    threads: Threads
    stops: tuple[str, ...]
    changed: tuple[Changed, ...]

    @property
    def inspection(self) -> Inspection:
        return self.access.inspection

    @property
    def moderator(self) -> str:
        return self.rounds[-1].moderator if self.rounds else ""

    @property
    def holds(self) -> bool:
        return self.access.holds

    @property
    def may_take(self) -> bool:
        return self.access.moderates and self.inspection.status == "moderation" and not self.holds

    @property
    def all_given(self) -> bool:
        return bool(self.sides) and all(side.given for side in self.sides)

    @property
    def may_choose(self) -> bool:
        return self.holds and not self.all_given

    @property
    def differing(self) -> int:
        return sum(side.given and side.judged.variance.differs for side in self.sides)

    @property
    def given(self) -> int:
        return sum(side.given for side in self.sides)


def desk(actor: Actor, inspection: str) -> Desk:
    """Everything the desk shows. Raises NotFound."""
    access = moderation_for(actor, inspection)
    edition = edition_document(access.inspection.edition_id)
    sides = sides_of(access)
    rounds = tuple(_rounds(access.inspection))
    ended = [one.ended_at for one in rounds if one.ended_at is not None]
    before = ended[-1] if ended and len(rounds) > 1 else None
    stops = before_signing([one.judged.standing for one in sides], open_requests(access.inspection))
    return Desk(
        access=access,
        edition=edition,
        sides=sides,
        rounds=rounds,
        threads=threads_in(talk_about(access)),
        stops=tuple(stops) if access.going_on else (),
        changed=tuple(changed_since(access.inspection, before))
        if before is not None and access.levels
        else (),
    )


def sides_of(access: ModerationAccess) -> tuple[Side, ...]:
    """Every chosen indicator as this reader may see it. One statement."""
    edition = edition_document(access.inspection.edition_id)
    return tuple(_side(access, edition, one) for one in judged_of(access.inspection))


def _rounds(inspection: Inspection) -> list[Round]:
    rows = Moderation.objects.filter(inspection=inspection).select_related(
        "moderator__user", "ended_by__user"
    )
    return [
        Round(
            number=one.number,
            status=one.status,
            moderator=one.moderator.user.display_name if one.moderator else "",
            drawn_with=one.drawn_with,
            opened_at=one.opened_at,
            ended_at=one.ended_at,
            ended_by=one.ended_by.user.display_name if one.ended_by else "",
            why=one.ended_why,
        )
        for one in rows.order_by("number")
    ]


def _side(access: ModerationAccess, edition: Edition, one: Judged) -> Side:
    mine = one.author is not None and one.author == access.actor.membership_id
    icon, say = _words(edition, one)
    if not one.given:
        value = value_of(*one.second) if mine else None
        return Side(one, mine, value, None, None, None, icon, say)
    return Side(
        judged=one,
        mine=mine,
        value=value_of(*one.second),
        team_then=value_of(*one.team_then) or value_of(*one.team),
        team=value_of(*one.team),
        decided=value_of(*one.decision.value) if one.decision else None,
        icon=icon,
        say=say,
    )


def _words(edition: Edition, one: Judged) -> tuple[str, str]:
    """How it stands, with its icon."""
    if not one.given:
        return "todo", _("Not given")
    found = one.variance
    if one.waits_for_panel:
        return "look", variance_in_words(found.steps, differs=True) + ", " + _("panel to decide")
    if one.decision is not None and found.differs:
        return "agreed", _("Decided by a panel")
    if found.differs:
        return "agreed", _("The team has changed its evaluation")
    return "agreed", _("The same")


def variance_in_words(steps: int | None, *, differs: bool) -> str:
    """``one level lower``: the second judgement against the team's."""
    if not differs:
        return _("The same")
    if steps is None:
        return _("Different")
    distance = abs(steps)
    if steps > 0:
        return ngettext("%d level higher", "%d levels higher", distance) % distance
    return ngettext("%d level lower", "%d levels lower", distance) % distance


@dataclass(frozen=True)
class BlindLine:
    """An indicator with nothing of the team's."""

    indicator: Indicator


@dataclass(frozen=True)
class Judging:
    """One indicator, for whoever judges it from the evidence alone."""

    access: ModerationAccess
    edition: Edition
    line: BlindLine
    judged: Judged
    others: tuple[Judged, ...]
    beside: Beside

    @property
    def inspection(self) -> Inspection:
        return self.access.inspection

    @property
    def following(self) -> str:
        """The next indicator that is not judged yet, empty when this is the last."""
        codes = [one.code for one in self.others]
        at = codes.index(self.judged.code)
        ahead = self.others[at + 1 :] + self.others[:at]
        return next((one.code for one in ahead if not one.given), "")

    @property
    def token(self) -> str:
        """The code that one's own judgement has so far."""
        value = chosen(self.edition, self.judged.second)
        return value.level or value.non_grade or ""


def judging(actor: Actor, inspection: str, code: str, before: str = "") -> Judging:
    """The page of one indicator, for who has taken the moderation and not given their judgement.

    Raises NotFound, Refused (not theirs to judge now).
    """
    access = moderation_for(actor, inspection)
    if not access.moderates:
        raise NotFound
    judged = judged_of(access.inspection)
    one = next((one for one in judged if one.code == code), None)
    edition = edition_document(access.inspection.edition_id)
    if one is None or code not in edition.indicator_by_code:
        raise NotFound
    if not access.holds:
        raise Refused(_("This is judged by whoever has taken the moderation, while it goes on."))
    rests_on = triangulations(access.inspection.pk).get(code, NOTHING)
    return Judging(
        access=access,
        edition=edition,
        line=BlindLine(edition.indicator_by_code[code]),
        judged=one,
        others=tuple(judged),
        beside=_beside(access, rests_on, one.indicator_id, before),
    )


def _beside(
    access: ModerationAccess, rests_on: Triangulation, indicator_id: int, before: str
) -> Beside:
    material, purpose_needed = _material(access)
    return Beside(
        sections=(),
        rests_on=rests_on,
        views=BLIND,
        access=material,
        evidence=evidence_beside(material, indicator_id, before) if material else None,
        purpose_needed=purpose_needed,
        not_evidence=_("Evidence is added by the team."),
        cases=[],
        given_to=[],
    )


def _material(access: ModerationAccess) -> tuple[CaseAccess | None, bool]:
    try:
        return case_material_at(access.actor, access.inspection, access.place), False
    except PurposeNeeded:
        return None, True
    except NotFound:
        return None, False


@dataclass(frozen=True)
class SideBySide:
    """Both judgements of one indicator. ``views`` are those the team's members gave; ``panel``:
    (opaque id, name) of who could sit on one."""

    access: ModerationAccess
    edition: Edition
    side: Side
    indicator: Indicator
    rests_on: Triangulation
    views: tuple[View, ...]
    threads: Threads
    may_decide: bool
    why_not_decide: str
    variance: str

    @property
    def inspection(self) -> Inspection:
        return self.access.inspection


def side_by_side(actor: Actor, inspection: str, code: str) -> SideBySide:
    """Both sides of an indicator, once its second judgement is given: for the team, and for who may
    moderate. Raises NotFound for anybody else, and before."""
    access = moderation_for(actor, inspection)
    judged = judged_of(access.inspection)
    one = next((one for one in judged if one.code == code and one.given), None)
    if one is None or not (access.levels or access.moderates or on_it_today(access.place)):
        raise NotFound
    edition = edition_document(access.inspection.edition_id)
    talk = talk_about(access)
    all_given = all(other.given for other in judged)
    moderates = access.moderates and access.going_on
    found = one.variance
    return SideBySide(
        access=access,
        edition=edition,
        side=_side(access, edition, one),
        indicator=edition.indicator_by_code[code],
        rests_on=triangulations(access.inspection.pk).get(code, NOTHING),
        views=_views(access, code),
        threads=threads_in(talk, indicator_id=one.indicator_id),
        may_decide=moderates and all_given and one.team != one.second,
        why_not_decide=_("A panel decides when every judgement is given.")
        if moderates and one.waits_for_panel and not all_given
        else "",
        variance=variance_in_words(found.steps, differs=found.differs),
    )


def _views(access: ModerationAccess, code: str) -> tuple[View, ...]:
    """What the members of the team made of it, as far as it is for this reader."""
    found = views_of(access.actor, access.inspection, access.place, [code], {code})
    return found[code].spread
