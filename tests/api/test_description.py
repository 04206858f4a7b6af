"""The API's description: committed, current, valid, and complete."""

import json
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from openapi_spec_validator import validate

from inspectorate.accounts.terms import Scope
from inspectorate.kernel.api.docs import schema

METHODS = {"get", "post", "patch", "put", "delete"}
COMMITTED = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, described)
        for path, methods in schema()["paths"].items()
        for method, described in methods.items()
        if method in METHODS
    ]


def test_the_committed_file_is_current(tmp_path: Path) -> None:
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(made))
    assert made.read_text() == COMMITTED.read_text(), (
        "docs/openapi.yaml is out of date: bin/manage spectacular --file docs/openapi.yaml"
    )


def test_it_is_openapi_3_1() -> None:
    described = yaml.safe_load(COMMITTED.read_text())
    assert described["openapi"].startswith("3.1")
    validate(described)


def test_it_is_served(client: Client) -> None:
    answer = client.get("/api/v1/schema")
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json;version=3.1"
    assert json.loads(answer.content)["paths"].keys() == schema()["paths"].keys()


def test_every_operation_says_what_it_may_answer() -> None:
    for path, method, described in operations():
        answers = described["responses"]
        assert {"401", "403", "404", "429"} <= answers.keys(), (path, method)
        assert described["summary"]
        assert described["security"] == [{"token": []}]
        for status, answer in answers.items():
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"], (path, method)


def test_edits_ask_for_the_version() -> None:
    for path, method, described in operations():
        if method == "patch":
            assert {"412", "428"} <= described["responses"].keys(), path
            headers = [one["name"] for one in described["parameters"] if one["in"] == "header"]
            assert "If-Match" in headers, path


def test_every_collection_has_its_scopes() -> None:
    for path, method, described in operations():
        (collection,) = described["tags"]
        wanted = f"{collection}:{'read' if method == 'get' else 'write'}"
        assert wanted in Scope.values, path
