"""How a tool says why an identifier stays in free text."""

from typing import Any

from rest_framework import serializers

from evaluations.operations.identifiers import LONGEST_WHY
from evaluations.rules.identifiers import DIGEST_LENGTH

MOST_ANSWERS = 200


class IdentifiersKept(serializers.DictField):
    """Why identifiers stay in a text: what the refusal (422, `identifiers`) named by `digest`, each
    with the reason. Without it a text with an identifier is refused and nothing is saved."""

    child = serializers.CharField(max_length=LONGEST_WHY, allow_blank=True)

    def to_internal_value(self, data: Any) -> Any:
        if hasattr(data, "dict"):  # of a form: identifiers_kept.<digest>
            data = data.dict()
        if isinstance(data, dict) and (
            len(data) > MOST_ANSWERS or any(len(str(one)) != DIGEST_LENGTH for one in data)
        ):
            raise serializers.ValidationError(
                "Name each identifier by the digest that the refusal gave."
            )
        return super().to_internal_value(data)
