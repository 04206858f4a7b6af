"""Where the reference data lies that the tests measure against; each folder says its source."""

from pathlib import Path

_DATA = Path(__file__).parent.parent / "inspectorate" / "demo" / "data"
FIRST_CYCLE = _DATA / "hmie-first-cycle"
OFSTED_ILACS = _DATA / "ofsted-ilacs"
