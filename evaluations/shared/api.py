"""What endpoints say alike of files, and how a tool says why an identifier stays in free text."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from rest_framework import serializers

from evaluations.operations.identifiers import LONGEST_WHY
from evaluations.rules.identifiers import DIGEST_LENGTH
from evaluations.terms import ScanState

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


class FileRecord(serializers.Serializer[Any]):
    """A file. `size` is in bytes; `sha256` is of its content; `scan` says what the malware scanner
    found, and only `clean` and `not-scanned` can be opened."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    scan = serializers.ChoiceField(ScanState.choices)
    added_at = serializers.DateTimeField()


def attachment(name: str, content: bytes) -> HttpResponse:
    """A file's bytes, to be kept and not shown."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
