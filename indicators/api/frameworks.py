"""The collection ``frameworks``."""

import json
from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from indicators import access, operations, queries
from indicators.models import FrameworkEdition
from indicators.rules.reading import read_edition
from indicators.rules.writing import edition_content, write_edition
from inspectorate.kernel import ids
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.schema import creates, lists, reads
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Invalid
from inspectorate.kernel.listing import Filter, Listing
from inspectorate.kernel.yaml_tree import LARGEST

FIELDS = ("code", "title", "publisher", "valid_from", "valid_to", "superseded_by", "version")


class FrameworkLineSerializer(serializers.Serializer[Any]):
    """A framework edition. ``superseded_by`` is the code of the edition that follows it."""

    id = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    publisher = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    superseded_by = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()


class FrameworkSerializer(FrameworkLineSerializer):
    """A framework edition whole: ``document`` has the keys of the YAML, ``text`` is the YAML."""

    text = serializers.CharField()
    document = serializers.DictField()


class FrameworkInput(serializers.Serializer[Any]):
    """An edition as it is sent: either its YAML as ``text``, or the same keys as ``document``."""

    text = serializers.CharField(max_length=LARGEST, required=False, trim_whitespace=False)
    document = serializers.DictField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("text" in attrs) == ("document" in attrs):
            raise serializers.ValidationError({"text": "Send either text or document."})
        return attrs


def line(row: Sequence[Any]) -> dict[str, Any]:
    return {"id": ids.encode("edition", row[0]), **dict(zip(FIELDS, row[1:], strict=True))}


def record(edition: FrameworkEdition) -> dict[str, Any]:
    """An edition with its document."""
    values = {name: getattr(edition, name) for name in FIELDS}
    values["superseded_by"] = edition.superseded_by.code if edition.superseded_by else None
    return {
        "id": ids.encode("edition", edition.pk),
        **values,
        "text": edition.text,
        "document": edition_content(queries.edition_document(edition.pk)),
    }


def data_of(sent: dict[str, Any]) -> bytes:
    """The YAML of what was sent. Raises Faulty, Invalid."""
    if "text" in sent:
        return str(sent["text"]).encode()
    try:
        text = json.dumps(sent["document"], indent=1, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Invalid({"document": "This cannot be read as an edition."}) from None
    return write_edition(read_edition(text)).encode()


class Frameworks(ListEndpoint):
    """Framework editions."""

    collection = "frameworks"
    listing = Listing(
        source="indicators_frameworkedition e left join indicators_frameworkedition s "
        "on s.inspectorate_id = e.inspectorate_id and s.id = e.superseded_by_id",
        key="e.id",
        scoped="e.inspectorate_id",
        columns={name: "s.code" if name == "superseded_by" else f"e.{name}" for name in FIELDS},
        make=line,
        filters={"code": Filter("e.code = %s")},
    )

    @lists(
        page_of(FrameworkLineSerializer, "Frameworks"),
        OpenApiParameter("code", str, description="The edition's code."),
        operation_id="frameworks_list",
        summary="Framework editions",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @creates(
        FrameworkInput,
        FrameworkSerializer,
        operation_id="frameworks_create",
        summary="Bring a framework edition in",
    )
    def post(self, request: Request, inspectorate: str) -> Response:
        data = data_of(self.sent(FrameworkInput))
        done = operations.import_edition(actor=self.actor, data=data)
        body = record(done.edition)
        location = reverse("api-framework", args=[inspectorate, body["id"]], request=request)
        return answer(body, status=201 if done.made else 200, location=location)


class Framework(Endpoint):
    """One framework edition."""

    collection = "frameworks"

    @reads(FrameworkSerializer, operation_id="frameworks_get", summary="A framework edition")
    def get(self, request: Request, inspectorate: str, framework: str) -> Response:
        return answer(record(access.edition_for(self.actor, framework)))
