"""The words of a message about something to do: names in braces stand for what they are about.

``{area}`` is replaced by the area's name, and nothing else is: there is no logic in a message.
"""

import re
from collections.abc import Iterable, Mapping

NAMED = re.compile(r"\{([^{}]*)\}")
LONGEST_SUBJECT = 200
LONGEST_BODY = 4000


def fill(text: str, words: Mapping[str, str]) -> str:
    """``text`` with every known name replaced, once: a value that holds braces stays as it is."""
    return NAMED.sub(lambda found: str(words.get(found[1], found[0])), text)


def names_in(text: str) -> set[str]:
    return set(NAMED.findall(text))


def fault(text: str, allowed: Iterable[str], longest: int) -> str:
    """What is wrong with a template's text; empty when nothing is."""
    if not text.strip():
        return "Write something, or go back to the product’s own words."
    if len(text) > longest:
        return f"Use at most {longest} characters; this has {len(text)}."
    known = sorted(allowed)
    unknown = sorted(names_in(text) - set(known))
    if unknown:
        listed = ", ".join(f"{{{one}}}" for one in known)
        return f"{{{unknown[0]}}} stands for nothing here. There are: {listed}."
    return ""
