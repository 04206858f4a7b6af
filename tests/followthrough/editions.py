"""A second edition after hmie-2005: the same scale, other codes, and a crosswalk."""

from indicators.operations import import_edition
from inspectorate.accounts.people import system_actor
from tests.national.loading import EDITIONS

LINKS = """
crosswalk:
  - {from: "hmie-2005:3.2", to: "4.1", kind: renumbered}
  - {from: "hmie-2005:1.1", to: "1.1", kind: narrowed}
"""


def second_edition(inspectorate_id: int) -> None:
    """Bring ``hmie-second`` into the open scope."""
    text = (EDITIONS / "hmie-2005.yaml").read_text(encoding="utf-8")
    text = text.replace("code: hmie-2005\n", "code: hmie-second\n", 1) + LINKS
    import_edition(actor=system_actor(inspectorate_id), data=text.encode())
