"""How many cases to read, what they are called, and until when the sample changes.

The size is Cochran's for a proportion, with the finite population correction: W. G. Cochran,
Sampling Techniques, 3rd edition (Wiley, 1977), sections 4.4 to 4.5.
"""

import re
import unicodedata
from math import ceil
from statistics import NormalDist
from typing import NamedTuple

from evaluations.terms import InspectionStatus as S

PROPORTION = 0.5
"""The proportion that needs the largest sample; used because none is known beforehand."""
LOWEST_CONFIDENCE, HIGHEST_CONFIDENCE = 80.0, 99.9
SMALLEST_MARGIN, LARGEST_MARGIN = 0.5, 50.0
LARGEST_POPULATION = 10_000_000
USUAL_CONFIDENCE, USUAL_MARGIN = 95.0, 10.0
MOST_CASES = 500
MOST_AT_ONCE = 60
_ROUNDING = 1e-9
"""What floating point may add to a whole number, so that rounding up does not add a case for it."""

SAMPLING = (S.PREPARING, S.FIELDWORK, S.EVALUATING)
"""The sample is planned and drawn, and records are read."""


class Calculation(NamedTuple):
    """A sample size with the numbers that led to it.

    ``z``: how many standard deviations either side of the mean hold the confidence; ``unlimited``:
    the size for a population without end (n0), before rounding; ``size``: whole cases.
    """

    population: int
    confidence: float
    margin: float
    z: float
    unlimited: float
    size: int

    @property
    def error(self) -> float:
        """The margin as a fraction (e)."""
        return self.margin / 100

    @property
    def corrected(self) -> float:
        """n before it is rounded up; 0 when there are no cases."""
        if self.population < 1:
            return 0.0
        return self.unlimited / (1 + (self.unlimited - 1) / self.population)


def z_of(confidence: float) -> float:
    """The two-sided normal deviate of a confidence in per cent: 1.96 for 95."""
    return NormalDist().inv_cdf(0.5 + confidence / 200)


def unlimited_size(z: float, margin: float, proportion: float = PROPORTION) -> float:
    """n0 = z^2 p (1 - p) / e^2; ``margin`` in per cent either way. Not rounded."""
    return z**2 * proportion * (1 - proportion) / (margin / 100) ** 2


def corrected_size(unlimited: float, population: int) -> int:
    """n = n0 / (1 + (n0 - 1) / N), rounded up to whole cases; never more than there are."""
    if population < 1:
        return 0
    return min(population, ceil(unlimited / (1 + (unlimited - 1) / population) - _ROUNDING))


def sample_size(population: int, confidence: float, margin: float) -> Calculation:
    """How many of ``population`` cases to read, so that a proportion found in them holds within
    ``margin`` per cent either way, ``confidence`` per cent of the time."""
    z = z_of(confidence)
    unlimited = unlimited_size(z, margin)
    size = corrected_size(unlimited, population)
    return Calculation(population, confidence, margin, z, unlimited, size)


def figures_faults(population: int, confidence: float, margin: float) -> dict[str, str]:
    """What is wrong with the figures a size is to be calculated from, by field."""
    faults = {}
    if not 0 <= population <= LARGEST_POPULATION:
        faults["population"] = f"Give a number from 0 to {LARGEST_POPULATION:,}."
    if not LOWEST_CONFIDENCE <= confidence <= HIGHEST_CONFIDENCE:
        faults["confidence"] = (
            f"Give a percentage from {LOWEST_CONFIDENCE:g} to {HIGHEST_CONFIDENCE:g}."
        )
    if not SMALLEST_MARGIN <= margin <= LARGEST_MARGIN:
        faults["margin"] = f"Give a percentage from {SMALLEST_MARGIN:g} to {LARGEST_MARGIN:g}."
    return faults


def planned_faults(planned: int, population: int, size: int, why: str) -> dict[str, str]:
    """What is wrong with the number a team decided on, by field."""
    if not 0 <= planned <= min(population, MOST_CASES):
        most = min(population, MOST_CASES)
        return {"planned": f"Give a number from 0 to {most:,}: there are no more cases to read."}
    if planned != size and not why.strip():
        return {"why": f"The calculation gives {size:,}. Say why the team reads another number."}
    return {}


def initials_of(area_name: str, area_code: str) -> str:
    """What the pseudonyms of an area's cases begin with: TV for Torrance Vale, MU for Muirhaven; the
    area's code when its name has no letters that can be typed anywhere."""
    plain = unicodedata.normalize("NFKD", area_name)
    words = re.findall(r"[A-Za-z]+", "".join(c for c in plain if not unicodedata.combining(c)))
    if not words:
        return area_code[:8].upper()
    letters = "".join(word[0] for word in words[:4]) if len(words) > 1 else words[0][:2]
    return letters.upper()


def pseudonym(initials: str, number: int) -> str:
    """TV-C03. Numbers are never used again, whatever becomes of a case."""
    return f"{initials}-C{number:02d}"


def room_for(planned: int, drawn: int) -> int:
    """How many more cases of a category can be drawn; those withdrawn are not among ``drawn``."""
    return max(planned - drawn, 0)


def participation_faults(asked: int, consented: int, attended: int) -> dict[str, str]:
    """Nobody comes who was not asked and did not agree."""
    if consented > asked:
        return {"consented": f"At most {asked:,} can have agreed: no more were asked."}
    if attended > consented:
        return {"attended": f"At most {consented:,} can have come: no more agreed."}
    return {}


SMALL = 5


def for_others(count: int) -> int | None:
    """A count as somebody outside the team sees it: None for one to four people, who could be
    known by so small a number; otherwise to the nearest five, so that no such number can be found
    by subtracting. Source: the rounding that the Higher Education Statistics Agency publishes by.
    """
    if 0 < count < SMALL:
        return None
    return SMALL * round(count / SMALL)
