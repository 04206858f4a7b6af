"""Responsibility is collective: no text of a report judges a single service by name as a level."""

from collections.abc import Mapping

from evaluations.queries.services import services
from evaluations.rules.single_service import judged_alone, may_judge
from indicators.rules.document import Edition
from inspectorate.kernel.errors import Invalid

SAID = (
    "“{words}” judges a single service. An evaluation belongs to all services together: say what was "
    "found, or what they do together. A main point may name a service."
)


def require_collective(edition: Edition, texts: Mapping[str, str]) -> None:
    """Hold texts (by field) to product rule 1. The list of services is read only when a text says
    that something "is" a level. Raises Invalid."""
    labels = [word for one in edition.levels for word in (one.label, *one.aliases)]
    doubtful = {field: text for field, text in texts.items() if may_judge(text, labels)}
    if not doubtful:
        return
    names = [str(name) for _code, name in services()]
    faults = {
        field: [SAID.format(words=words) for words in dict.fromkeys(found)]
        for field, text in doubtful.items()
        if (found := judged_alone(text, names, labels))
    }
    if faults:
        raise Invalid(faults)
