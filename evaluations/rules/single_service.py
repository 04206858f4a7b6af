"""An evaluation never belongs to a single service (product rule 1): sentences that judge one.

Found is "<one service> is <a level's label>" in its usual forms: "Social work is weak.", "police are
very good at...", "health services were judged to be satisfactory". Not found: several services
together ("Health and police are very good"), a label that describes something else ("Education is a
good partner", "Police are good partners"), and a recommendation that names a service.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

_SINGULAR = r"is|was|has\s+been|remains|remained"
_PLURAL = r"are|were|have\s+been|remain|remained"
_JUDGED = (
    r"(?:\s+(?:also|still|now|only|overall|consistently|generally|currently|not|never|just))*"
    r"(?:\s+(?:evaluated|judged|graded|rated|assessed|found|considered)"
    r"(?:\s+(?:as|to\s+be|at))?)?"
)
_PART = r"(?:\s+(?:services?|provision|departments?))?"
_ENDS = (
    r"(?=\s*(?:$|[.,;:!?)”\"\n–—]|"
    r"(?:and|or|but|at|in|for|on|to|with|across|when|while|where|because|overall|here|too|also|as|"
    r"than|throughout|over|by|yet)\b))"
)
_TOGETHER = r"(?:,|\band\b|\bor\b|&)\s*(?:the\s+)?$"
_BEGINS = re.compile(
    r"(?:^|[.,;:!?()\n–—“\"]|"
    r"\b(?:and|but|or|that|the|while|because|where|although|though|as|how|found))\s*$",
    re.IGNORECASE,
)
"""What may stand before a service that a clause is about: not "mental" before "health"."""


def judged_alone(text: str, services: Iterable[str], labels: Iterable[str]) -> tuple[str, ...]:
    """The stretches of a text that judge one service by name as a level, as they stand in it.

    ``services`` are names as people write them, ``labels`` those of the scale. Case does not matter.
    """
    names = tuple(sorted({one.strip() for one in services if one.strip()}))
    words = tuple(sorted({one.strip() for one in labels if one.strip()}))
    if not names or not words:
        return ()
    sentence, together = _patterns(names, words)
    return tuple(
        " ".join(found.group(0).split())
        for found in sentence.finditer(text)
        if _alone(text, found, together)
    )


def may_judge(text: str, labels: Iterable[str]) -> bool:
    """Whether a text says of anything that it is a level: a quick look before the whole one."""
    words = tuple(sorted({one.strip() for one in labels if one.strip()}))
    return bool(words) and _judgement(words).search(text) is not None


@lru_cache(maxsize=64)
def _judgement(labels: tuple[str, ...]) -> re.Pattern[str]:
    verbs = rf"\b(?:{_SINGULAR}|{_PLURAL})"
    return re.compile(rf"{verbs}{_JUDGED}\s+(?:{_either(labels)})\b", re.IGNORECASE)


def _alone(text: str, found: re.Match[str], together: re.Pattern[str]) -> bool:
    """Whether the service begins its clause, and is not the last of several."""
    before = text[max(0, found.start() - MOST_BEFORE) : found.start()]
    if not _BEGINS.search(before):
        return False
    return found.group("plural") is None or not together.search(before)


MOST_BEFORE = 200
"""Characters before a service that are looked at."""


@lru_cache(maxsize=64)
def _patterns(
    services: tuple[str, ...], labels: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    service = rf"(?:{_either(services)}){_PART}"
    verb = rf"(?:(?P<plural>{_PLURAL})|(?:{_SINGULAR}))"
    sentence = re.compile(
        rf"\b{service}\s+{verb}{_JUDGED}\s+(?:{_either(labels)})\b{_ENDS}", re.IGNORECASE
    )
    return sentence, re.compile(rf"\b{service}\s*{_TOGETHER}", re.IGNORECASE)


def _either(words: Iterable[str]) -> str:
    """The longest first, so that "very good" is not read as "good"; apostrophes of either kind."""
    found = sorted(words, key=len, reverse=True)
    return "|".join(re.sub(r"['’]", "['’]", re.escape(one).replace(r"\ ", r"\s+")) for one in found)
