"""Editions for tests: the two shipped, and small ones made from text."""

from functools import cache
from pathlib import Path
from textwrap import dedent

from indicators.rules.document import Edition
from indicators.rules.reading import read_edition
from inspectorate.kernel.faults import Fault, Faulty

SHIPPED = Path(__file__).parents[2] / "indicators" / "editions"

SMALL = """\
code: small
title: A small framework
scale:
  levels:
    - {code: outstanding, number: 1}
    - {code: good, number: 2}
    - {code: requires-improvement, number: 3, aliases: [requires improvement to be good]}
    - {code: inadequate, number: 4}
bands:
  good-or-better: [outstanding, good]
non_grades: [not-graded]
sections:
  - code: A
    indicators:
      - {code: "1.1", title: Leadership, reference: true}
      - {code: "1.2", title: Practice, reference: true}
      - {code: "1.10", title: Outcomes}
"""


@cache
def shipped(name: str) -> Edition:
    return read_edition((SHIPPED / f"{name}.yaml").read_bytes())


def read(text: str) -> Edition:
    return read_edition(dedent(text).encode())


def small(extra: str = "") -> Edition:
    """The small edition, with more text at its end."""
    return read(SMALL + dedent(extra))


def faults(text: str | bytes) -> tuple[Fault, ...]:
    """What reading says is wrong; none when it takes the document."""
    try:
        read_edition(text if isinstance(text, bytes) else text.encode())
    except Faulty as found:
        return found.faults
    return ()


def faults_with(extra: str) -> list[tuple[int | None, str, str]]:
    """What is wrong with the small edition once this stands at its end; lines count from there."""
    before = SMALL.count("\n")
    return [
        (None if one.line is None else one.line - before, one.field, one.reason)
        for one in faults(SMALL + dedent(extra))
    ]
