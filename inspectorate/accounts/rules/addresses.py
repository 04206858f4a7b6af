"""The first part of an inspectorate's addresses."""

import re

LONGEST = 40
TAKEN = frozenset({"accounts", "api", "health", "static", "operator", "media", "public"})
"""Words that the product's own addresses begin with."""

_SHAPE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def fault_of_slug(slug: str) -> str | None:
    """What is wrong with ``slug`` as the first part of an address, or None."""
    if not slug or len(slug) > LONGEST or not _SHAPE.fullmatch(slug):
        return (
            f"{slug!r} cannot be an address. Use up to {LONGEST} small letters, digits and single "
            "hyphens between them, for example care-inspectorate."
        )
    if slug in TAKEN:
        return f"{slug!r} is an address of the product itself. Choose another."
    return None
