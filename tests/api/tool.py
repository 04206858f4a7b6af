"""A tool that speaks to the API with a token of its own."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspectorate.accounts.api.authentication import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.accounts.terms import Scope
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope


class Tool:
    """Calls addresses inside one inspectorate with one token."""

    def __init__(
        self, inspectorate: Inspectorate, *, scopes: Sequence[str] = tuple(Scope.values)
    ) -> None:
        self.client = Client()
        self.inspectorate = inspectorate
        self.secret = f"secret-of-{inspectorate.slug}-{','.join(scopes)}"
        with scope(inspectorate.pk):
            ApiToken.objects.create(
                name="Tool", hint="x", digest=digest_of(self.secret), scopes=list(scopes)
            )

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """``headers`` are spelt with underscores: ``If_Match``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            f"/api/v1/{self.inspectorate.slug}/{path}",
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.secret}", **named},
        )

    def get(self, path: str) -> Any:
        return self.send("GET", path)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, version: int | None = None) -> Any:
        return self.send("PATCH", path, body, **based_on(version))

    def statements(self, method: str, path: str, body: Any = None, **headers: str) -> list[str]:
        """The SQL a call takes, without the test's own savepoints and scopes."""
        with CaptureQueriesContext(connection) as captured:
            assert self.send(method, path, body, **headers).status_code < 400
        own = ("SAVEPOINT", "set_config('app.inspectorate'")
        return [one["sql"] for one in captured if not any(word in one["sql"] for word in own)]


def based_on(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If_Match": f'"{version}"'}


def is_problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem document of a refused call."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail"} <= problem.keys()
    assert problem["status"] == status
    return problem
