"""The API's description: OpenAPI 3.1 for machines, and a page for people made from the same."""

from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from inspectorate.kernel.web.views import public

METHODS = ("get", "post", "put", "patch", "delete")


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The whole description, made once a process."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


@public
@require_safe
def schema_view(_: HttpRequest) -> HttpResponse:
    return HttpResponse(
        orjson.dumps(schema(), default=str),
        content_type="application/vnd.oai.openapi+json;version=3.1",
    )


def _operations() -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema()["paths"].items():
        collection = path.split("/")[4] if path.count("/") >= 4 else "other"  # noqa: PLR2004
        for method in METHODS:
            if method in methods:
                groups.setdefault(collection, []).append(_operation(path, method, methods[method]))
    return [{"name": name, "operations": operations} for name, operations in groups.items()]


def _operation(path: str, method: str, described: dict[str, Any]) -> dict[str, Any]:
    return {
        "path": path,
        "method": method.upper(),
        "summary": described.get("summary") or described.get("description", "").split("\n")[0],
        "id": described["operationId"],
        "parameters": [
            one for one in described.get("parameters", []) if one["in"] in {"query", "header"}
        ],
        "sends": _schema_name(described.get("requestBody", {})),
        "answers": sorted(described.get("responses", {})),
    }


def _schema_name(body: dict[str, Any]) -> str:
    for media in body.get("content", {}).values():
        return str(media.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1])
    return ""


@public
@require_safe
def docs_view(request: HttpRequest) -> HttpResponse:
    """Every address, what it takes and what it answers, readable and printable."""
    schemas = schema().get("components", {}).get("schemas", {})
    return render(
        request,
        "api/docs.html",
        {
            "groups": _operations(),
            "schemas": [
                {
                    "name": name,
                    "description": one.get("description", ""),
                    "fields": [
                        {
                            "name": field,
                            "type": _type(value),
                            "required": field in one.get("required", []),
                            "description": value.get("description", ""),
                        }
                        for field, value in one.get("properties", {}).items()
                    ],
                }
                for name, one in schemas.items()
            ],
        },
    )


def _type(value: dict[str, Any]) -> str:
    if "$ref" in value:
        return str(value["$ref"].rsplit("/", 1)[-1])
    kind = value.get("type", "")
    if kind == "array":
        return f"list of {_type(value.get('items', {}))}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind or "any")
