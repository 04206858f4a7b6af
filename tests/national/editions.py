"""The shipped editions, so that published figures are proved with the rules that ship."""

from pathlib import Path

from indicators.rules.document import Edition
from indicators.rules.reading import read_edition

EDITIONS = Path(__file__).resolve().parents[2] / "indicators" / "editions"


def _shipped(name: str) -> Edition:
    return read_edition((EDITIONS / f"{name}.yaml").read_bytes())


HMIE = _shipped("hmie-2005")
OFSTED = _shipped("ofsted-ilacs")
HMIE_CODES = [indicator.code for indicator in HMIE.indicators]
REFERENCE = HMIE.reference_codes
LEADERSHIP = "impact-of-leaders"
PRACTICE = ("help-and-protection", "in-care", "care-leavers")
