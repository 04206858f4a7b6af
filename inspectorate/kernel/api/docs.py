"""The API's description: OpenAPI 3.1 for machines, and a page for people made from the same."""

from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from inspectorate.kernel.web.views import public

METHODS = ("get", "post", "put", "patch", "delete")
FIRST_REFUSAL = "400"
PREFIX = "/api/v1/{inspectorate}"


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


def _groups() -> list[dict[str, Any]]:
    """Operations by collection, in the order of their addresses."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema()["paths"].items():
        for method in METHODS:
            if method in methods:
                (collection,) = methods[method]["tags"]
                groups.setdefault(collection, []).append(_operation(path, method, methods[method]))
    return [{"name": name, "operations": operations} for name, operations in groups.items()]


def _operation(path: str, method: str, described: dict[str, Any]) -> dict[str, Any]:
    responses = described["responses"]
    return {
        "path": path.removeprefix(PREFIX),
        "method": method.upper(),
        "summary": described["summary"],
        "id": described["operationId"],
        "parameters": [
            _parameter(one)
            for one in described.get("parameters", [])
            if one["in"] in {"query", "header"}
        ],
        "sends": _content(described.get("requestBody", {})),
        "answers": format_html_join(
            ", ",
            "{} {}",
            (
                (status, _content(answer))
                for status, answer in sorted(responses.items())
                if status < FIRST_REFUSAL
            ),
        ),
        "refusals": ", ".join(status for status in sorted(responses) if status >= FIRST_REFUSAL),
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "place": one["in"],
        "required": one.get("required", False),
        "type": _type(one["schema"]),
        "description": one.get("description", ""),
        "choices": one["schema"].get("enum", []),
    }


def _content(body: dict[str, Any]) -> str:
    """The record that a request or an answer holds, as a link to it; empty when it holds none."""
    for media in body.get("content", {}).values():
        shape = media.get("schema", {})
        if name := _record(shape):
            return format_html('<a href="#record-{}">{}</a>', name, _type(shape))
        return _type(shape)
    return ""


def _schemas() -> list[dict[str, Any]]:
    described = schema().get("components", {}).get("schemas", {})
    return [
        {
            "name": name,
            "description": one.get("description", ""),
            "choices": one.get("enum", []),
            "fields": [
                {
                    "name": field,
                    "type": _type(value),
                    "links_to": _record(value),
                    "required": field in one.get("required", []),
                    "description": value.get("description", ""),
                }
                for field, value in one.get("properties", {}).items()
            ],
        }
        for name, one in described.items()
    ]


@public
@require_safe
def docs_view(request: HttpRequest) -> HttpResponse:
    """Every address, what it takes and what it answers, readable and printable."""
    context = {
        "groups": _groups(),
        "schemas": _schemas(),
        "version": schema()["info"]["version"],
        "origin": f"{request.scheme}://{request.get_host()}",
        "requests_a_minute": settings.API_REQUESTS_A_MINUTE,
    }
    return render(request, "api/docs.html", context)


def _record(value: dict[str, Any]) -> str:
    """The record that a field refers to; empty when it is a plain value."""
    for one in (value, value.get("items", {}), *value.get("allOf", []), *value.get("oneOf", [])):
        if "$ref" in one:
            return str(one["$ref"].rsplit("/", 1)[-1])
    return ""


def _type(value: dict[str, Any]) -> str:
    """A schema in a few words: ``date or null``, ``list of TeamMemberRecord``."""
    if "$ref" in value:
        return _record(value)
    several = value.get("oneOf") or value.get("anyOf") or value.get("allOf")
    if several:
        return " or ".join(_type(one) for one in several)
    kinds = value.get("type", "any")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(_kind(kind, value) for kind in kinds)


def _kind(kind: str, value: dict[str, Any]) -> str:
    if kind == "array":
        return f"list of {_type(value.get('items', {}))}"
    if kind == "string":
        return {"date": "date", "date-time": "instant", "uri": "address"}.get(
            value.get("format", ""), "text"
        )
    return {"integer": "whole number", "boolean": "yes or no"}.get(kind, kind)
