"""What a form says of identifiers in its texts, and the answers that come back with it."""

import unicodedata
from typing import Any

from evaluations.operations.identifiers import IdentifiersFound
from evaluations.rules.files import renamed
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


def with_file(request: Any, called: str = "") -> dict[str, Any]:
    """A form as it was sent, and the name of the file that it brought, or was to have."""
    upload = request.FILES.get("file")
    sent: dict[str, Any] = request.POST.dict()
    if upload is not None:
        sent["file"] = unicodedata.normalize("NFC", renamed(upload.name, called))
    return sent


def shown(refused: Exception | None, sent: Any) -> list[dict[str, Any]]:
    """What ``components/identifiers.html`` draws after a refusal of the form ``sent``: each thing
    once, as it stands in the text, what it looks like, and the answer so far."""
    if not isinstance(refused, IdentifiersFound):
        return []
    answers = reasons_in(sent)
    by_digest: dict[str, dict[str, Any]] = {}
    for one in refused.found:
        by_digest.setdefault(
            one["digest"],
            {
                **one,
                "words": _text(sent, one["field"])[one["start"] : one["end"]],
                "name": f"{FIELD}{one['digest']}",
                "answer": answers.get(one["digest"], ""),
            },
        )
    return list(by_digest.values())


def _text(sent: Any, field: str) -> str:
    """A field as operations are given it: line ends are LF, nothing around it; tags in order."""
    if field == "tags":
        tags = {" ".join(one.split()) for one in str(sent.get(field, "")).split(",")}
        return ", ".join(sorted(tags - {""}))
    return str(sent.get(field, "")).replace("\r\n", "\n").strip()
