"""A framework edition as plain values: what every rule about levels, bands and findings works on.

Levels are kept best first, as an edition prints them. ``rank`` is 1 for the lowest level and grows
with quality whatever numbers the publisher uses (HMIE's 6 is best, Ofsted's 1 is best), so that
"or better" always means a higher rank.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property


@dataclass(frozen=True)
class Level:
    """One level of the scale. ``action`` is what the level asks of services (share, improve, act...)."""

    code: str
    rank: int
    number: int | None
    label: str
    meaning: str = ""
    definition: str = ""
    action: str = ""
    demands_point: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class NonGrade:
    """A recorded reason for having no level. It never counts as low, nor as zero."""

    code: str
    label: str
    meaning: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicator:
    code: str
    title: str
    reference: bool = False
    short_title: str = ""
    aliases: tuple[str, ...] = ()
    theme: str = ""
    illustrations: Mapping[str, str] = field(default_factory=dict)
    graded: bool = True


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Chapter:
    """How a national report groups and orders the indicators; not the same as the sections."""

    code: str
    title: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class PositiveReport:
    """A report is positive when every one of ``indicators`` is in ``band``."""

    indicators: tuple[str, ...]
    band: str


@dataclass(frozen=True)
class Share:
    """Holds when the share of graded areas in a band (or at one level) lies within the bounds.

    ``of`` is a band's code or, where no band has it, a level's.
    """

    of: str
    at_least: Fraction | None = None
    more_than: Fraction | None = None
    at_most: Fraction | None = None
    less_than: Fraction | None = None


@dataclass(frozen=True)
class AnyOf:
    rules: tuple["FindingRule", ...]


@dataclass(frozen=True)
class AllOf:
    rules: tuple["FindingRule", ...]


FindingRule = Share | AnyOf | AllOf


@dataclass(frozen=True)
class Finding:
    """A national label and the stated rule by which it is suggested; a person decides."""

    code: str
    label: str
    rule: FindingRule
    statement: str


@dataclass(frozen=True)
class CrossTabulation:
    """Among areas by the level of ``condition``, how many of ``of`` are in ``band``.

    ``rows`` are bands or level codes of the condition indicator. ``require_any`` counts only areas
    with at least one of ``of`` graded (the denominator says so).
    """

    code: str
    title: str
    condition: str
    rows: tuple[str, ...]
    of: tuple[str, ...]
    bands: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class CrosswalkLink:
    """A typed link towards another edition; series run along ``same`` and ``renumbered`` only."""

    source: str
    target: str
    kind: str
    evidence: str = ""


@dataclass(frozen=True)
class RollUp:
    """How an overall value comes from indicators: none, judged, arithmetic or limiting.

    ``into`` is the indicator that holds the overall value, empty where it is not one of them; ``of``
    are those it rests on. Arithmetic: the sum of ``scores`` (a level's code to its score; the rank
    where there are none) as a share of the greatest possible sum, in whole per cent when
    ``rounded``; ``thresholds`` give the least share for each level, the lowest level needing none.
    Limiting: each of ``limits`` is (a level, the best the overall may be when any is that low);
    without limits the overall is no better than the lowest of them.
    """

    kind: str = "none"
    into: str = ""
    of: tuple[str, ...] = ()
    thresholds: Mapping[str, Fraction] = field(default_factory=dict)
    limits: tuple[tuple[str, str], ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)
    rounded: bool = False


@dataclass(frozen=True)
class Graded:
    """A value known as one level, or only as a set of levels (more than one rank)."""

    ranks: frozenset[int]

    @property
    def exact(self) -> bool:
        return len(self.ranks) == 1


@dataclass(frozen=True)
class NotGraded:
    code: str


Value = Graded | NotGraded


@dataclass(frozen=True)
class Edition:
    code: str
    title: str
    levels: tuple[Level, ...]
    sections: tuple[Section, ...]
    publisher: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    notes: str = ""
    source: str = ""
    licence: str = ""
    bands: Mapping[str, frozenset[int]] = field(default_factory=dict)
    band_labels: Mapping[str, str] = field(default_factory=dict)
    non_grades: tuple[NonGrade, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    positive_report: PositiveReport | None = None
    findings: tuple[Finding, ...] = ()
    cross_tabulations: tuple[CrossTabulation, ...] = ()
    crosswalk: tuple[CrosswalkLink, ...] = ()
    roll_up: RollUp = RollUp()

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, in the edition's own order."""
        return tuple(one for section in self.sections for one in section.indicators)

    @cached_property
    def reference_codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.indicators if one.reference)

    @cached_property
    def level_by_rank(self) -> Mapping[int, Level]:
        return {level.rank: level for level in self.levels}

    @cached_property
    def level_by_code(self) -> Mapping[str, Level]:
        return {level.code: level for level in self.levels}

    @cached_property
    def indicator_by_code(self) -> Mapping[str, Indicator]:
        return {one.code: one for one in self.indicators}

    @cached_property
    def values_read(self) -> dict[str, Value | str]:
        """What ``values.parse_value`` has made of each text so far; kept with the edition."""
        return {}
