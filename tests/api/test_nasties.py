"""Nothing that a client sends is answered with a failure: hand-made requests of the worst kind."""

from typing import Any

import pytest
from django.test import Client

from inspectorate.tenancy.models import Inspectorate
from tests.api.tool import Tool, is_problem
from tests.evaluations.conftest import World, edition, world

pytestmark = pytest.mark.django_db
__all__ = ["edition", "world"]

ADDRESS = "/api/v1/hmie/programmes"
WELL_FORMED = b'{"code": "x", "title": "x", "framework": "hmie-2005"}'


def raw(
    tool: Tool,
    body: bytes = WELL_FORMED,
    *,
    method: str = "POST",
    path: str = ADDRESS,
    content_type: str = "application/json",
    **headers: str,
) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    bearer = {"Authorization": f"Bearer {tool.secret}"}
    return tool.client.generic(
        method, path, body, content_type=content_type, headers=bearer | named
    )


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b"NaN",
        b'{"code": Infinity}',
        b'{"code": "\xff\xfe"}',
        b'{"code": "\\ud800"}',
        b'{"code": "\xed\xa0\x80"}',
        b"1" * 10_000,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b"\xef\xbb\xbf{}",
        b"{}{}",
        b"\x00",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_not_json(tool: Tool, body: bytes) -> None:
    problem = is_problem(raw(tool, body), 400)
    assert "line" in problem["detail"]


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"7", b"true", b"{}", b""])
def test_what_is_no_object(tool: Tool, body: bytes) -> None:
    is_problem(raw(tool, body), 422)


@pytest.mark.parametrize(
    "value",
    [
        b"1e308",
        b"18446744073709551616",
        b"-9223372036854775809",
        b'"\\u0000"',
        b'"a\\u0000b"',
        b"{}",
        b"[]",
        b"[[[[[[]]]]]]",
        b"true",
        b"null",
        b'"' + b"x" * 1_000_000 + b'"',
        '"\u202e\u2066"'.encode(),
        b'"999999999-12-31"',
        b'"0000-00-00"',
    ],
    ids=lambda value: repr(value[:20]),
)
@pytest.mark.parametrize(
    ("method", "path", "fields"),
    [
        ("POST", "programmes", ["code", "title", "framework", "starts_on"]),
        ("POST", "inspections", ["programme", "area_code", "reference", "kind", "fieldwork_to"]),
        ("POST", "main-points", ["inspection", "number", "text", "indicator_code"]),
        ("POST", "progress", ["main_point", "value", "based_on"]),
        ("POST", "national-summaries", ["programme", "as_at"]),
        ("POST", "imports", ["kind", "text", "programme", "dry_run"]),
    ],
)
def test_every_field_takes_every_value(
    tool: Tool, world: World, method: str, path: str, fields: list[str], value: bytes
) -> None:
    for field in fields:
        body = b'{"%s": %s}' % (field.encode(), value)
        is_problem(raw(tool, body, method=method, path=f"/api/v1/hmie/{path}"), 422)


def test_a_body_of_six_megabytes(tool: Tool) -> None:
    is_problem(raw(tool, b" " * (6 * 1024 * 1024)), 413)
    is_problem(raw(tool, b" " * (6 * 1024 * 1024), Idempotency_Key="k"), 413)


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "/"],
)
def test_what_is_not_said_to_be_json(tool: Tool, content_type: str) -> None:
    is_problem(raw(tool, content_type=content_type), 415)


@pytest.mark.parametrize(
    "header", ["x", '""', '"', "W/", '"-1"', '"1', "*", '"1", "2"', "9" * 400, "\xb2", "\x80"]
)
def test_an_if_match_that_names_no_version(tool: Tool, world: World, header: str) -> None:
    path = "/api/v1/hmie/" + tool.get("programmes").json()["results"][0]["id"]
    path = path.replace("hmie/", "hmie/programmes/")
    answer = raw(tool, b'{"title": "New"}', method="PATCH", path=path, If_Match=header)
    if header == '"1':
        assert answer.status_code == 200  # the quotation marks are forgiven
    else:
        is_problem(answer, 412)


@pytest.mark.parametrize("key", ["x" * 201, "\x80", "é\n"])
def test_an_idempotency_key_that_cannot_be_kept(tool: Tool, key: str) -> None:
    is_problem(raw(tool, Idempotency_Key=key), 422)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_a_method_that_is_not_there(tool: Tool, method: str) -> None:
    answer = raw(tool, method=method)
    is_problem(answer, 405)
    assert {"GET", "POST"} <= set(answer["Allow"].replace(" ", "").split(","))


def test_the_other_methods(tool: Tool) -> None:
    assert raw(tool, b"", method="HEAD").status_code == 200
    assert raw(tool, b"", method="OPTIONS").status_code in {200, 204}


@pytest.mark.parametrize(
    "path",
    [
        ADDRESS + "/",
        ADDRESS + "//",
        ADDRESS + "/%00",
        ADDRESS + "/%F0%9F%92%A9",
        ADDRESS + "/%ff%fe",
        ADDRESS + "/" + "f" * 5_000,
        "/api/v1/hmie/",
        "/api/v1/hmie/nothing",
        "/api/v1/",
        "/api/",
        "/api/v2/hmie/programmes",
        "/api/v1/hm%00ie/programmes",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_that_is_not_there(tool: Tool, method: str, path: str) -> None:
    answer = raw(tool, method=method, path=path)
    is_problem(answer, answer.status_code)
    assert answer.status_code in {404, 405}


@pytest.mark.parametrize(
    "query",
    [
        "page_size=99999999999999999999",
        "page_size=%00",
        "page_size=٣",
        "cursor=%00",
        "cursor=PjA" + "A" * 10_000,
        "cursor=PjktMQ",
        "code=%00",
        "code=a&code=b",
        "%00=1",
        "code[]=1",
        "page=2",
    ],
)
def test_a_query_that_cannot_be_read(tool: Tool, query: str) -> None:
    is_problem(raw(tool, b"", method="GET", path=f"{ADDRESS}?{query}"), 422)


@pytest.mark.parametrize("query", ["code=%ff", "code=%ED%A0%80", "code=" + "x" * 5_000, "code="])
def test_a_query_for_what_is_not_there(tool: Tool, query: str) -> None:
    answer = raw(tool, b"", method="GET", path=f"{ADDRESS}?{query}")
    assert answer.status_code == 200
    assert answer.json()["results"] == []


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer  ", "Bearer a b", "bearer \xff", "Bearer " + "x" * 100_000]
)
def test_a_token_that_is_none(hmie: Inspectorate, client: Client, header: str) -> None:
    is_problem(client.get(ADDRESS, headers={"Authorization": header}), 401)


def test_a_request_id_that_is_none(tool: Tool) -> None:
    answer = raw(tool, b"", method="GET", X_Request_ID="\x80" * 10_000)
    assert answer.status_code == 200
