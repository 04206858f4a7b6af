"""What a form says of identifiers in its texts, and the answers that come back with it."""

from collections.abc import Mapping
from typing import Any

from evaluations.operations.identifiers import IdentifiersFound
from evaluations.rules.identifiers import DIGEST_LENGTH

FIELD = "stays-"
MOST_ANSWERS = 200


def reasons_in(sent: Any) -> dict[str, str]:
    """Why what was found stays, by its digest, from the fields ``stays-<digest>`` of a form."""
    return {
        name.removeprefix(FIELD): sent.get(name, "")
        for name in list(sent)[: MOST_ANSWERS * 10]
        if name.startswith(FIELD) and len(name) == len(FIELD) + DIGEST_LENGTH
    }


def shown(found: IdentifiersFound, texts: Mapping[str, str], sent: Any) -> list[dict[str, Any]]:
    """What ``components/identifiers.html`` draws: each thing once, as it stands in the text, what it
    looks like, and the answer so far."""
    answers = reasons_in(sent)
    by_digest: dict[str, dict[str, Any]] = {}
    for one in found.found:
        by_digest.setdefault(
            one["digest"],
            {
                **one,
                "words": texts.get(one["field"], "")[one["start"] : one["end"]],
                "name": f"{FIELD}{one['digest']}",
                "answer": answers.get(one["digest"], ""),
            },
        )
    return list(by_digest.values())
