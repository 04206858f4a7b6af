"""Which levels ask the report for a main point for action, and which for an example of good practice.

Product rule 3: the two lowest levels demand a main point; an edition may say so of its levels itself.
The best level prompts an example, which is never demanded: there may be nothing to share.
"""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from indicators.rules.document import Edition

LOWEST = 2


class Asked(NamedTuple):
    """An indicator whose evaluation asks for something; ``level`` in the edition's words."""

    code: str
    title: str
    level: str


def demanding_ranks(edition: Edition) -> frozenset[int]:
    """The ranks that demand a main point: those the edition names; where it names none, the two
    lowest of a scale that has more than two."""
    named = frozenset(one.rank for one in edition.levels if one.demands_point)
    if named:
        return named
    return frozenset(range(1, min(LOWEST, len(edition.levels) - 1) + 1))


def points_asked(
    edition: Edition, values: Mapping[str, Collection[int]], answered: Collection[str]
) -> tuple[Asked, ...]:
    """The indicators that demand a main point and have none, in the edition's order.

    ``values`` are the ranks each may have, ``answered`` the codes that a point names. What is known
    only as a set demands one when every level of the set does.
    """
    demanding = demanding_ranks(edition)
    return _asked(
        edition,
        values,
        lambda code, ranks: code not in answered and bool(ranks) and demanding.issuperset(ranks),
    )


def examples_asked(
    edition: Edition, values: Mapping[str, Collection[int]], told: Collection[str]
) -> tuple[Asked, ...]:
    """The indicators at the best level of which no example of good practice is told."""
    best = max((one.rank for one in edition.levels), default=0)
    return _asked(edition, values, lambda code, ranks: code not in told and set(ranks) == {best})


def _asked(
    edition: Edition,
    values: Mapping[str, Collection[int]],
    wanted: Callable[[str, Collection[int]], bool],
) -> tuple[Asked, ...]:
    return tuple(
        Asked(
            one.code,
            one.title,
            " or ".join(
                edition.level_by_rank[rank].label for rank in sorted(values[one.code], reverse=True)
            ),
        )
        for one in edition.indicators
        if one.code in values and wanted(one.code, values[one.code])
    )
