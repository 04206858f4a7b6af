"""Attacks that once worked, or would if a wall were taken away."""

import json
import logging
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from inspectorate.kernel.web.keeping import WithoutSecrets
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import current_scope, scope
from tests.people import People


@pytest.mark.parametrize("event", ["insert", "update", "delete"])
def test_history_cannot_be_forged_from_a_temporary_table(hmie: Inspectorate, event: str) -> None:
    rows = "old table as old_rows" if event == "delete" else "new table as new_rows"
    with scope(hmie.pk), connection.cursor() as cursor:
        cursor.execute(
            "create temporary table evaluations_evaluation (inspectorate_id int, id int)"
        )
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(
                f"create trigger forged after {event} on pg_temp.evaluations_evaluation "
                f"referencing {rows} for each statement execute function record_history_{event}()"
            )


@pytest.mark.parametrize("fails", [False, True])
def test_a_connection_used_again_knows_no_inspectorate(
    django_db_setup: None, django_db_blocker: Any, fails: bool
) -> None:
    """The setting is the transaction's own: what comes next on the connection begins with none."""
    with django_db_blocker.unblock():
        if fails:
            with pytest.raises(ProgrammingError), scope(7), connection.cursor() as cursor:
                cursor.execute("select no_such_column")
        else:
            with scope(7), connection.cursor() as cursor:
                cursor.execute("select current_setting('app.inspectorate')")
                assert cursor.fetchone() == ("7",)
        assert current_scope() is None
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('app.inspectorate', true)")
            assert cursor.fetchone()[0] in {None, ""}
        connection.close()


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/hmie/", "/api/v1/hmie/areas", "/nowhere"]
)
def test_nothing_answered_is_kept_by_caches(people: People, client: Client, address: str) -> None:
    answered = client.get(address)
    assert "no-store" in answered["Cache-Control"]
    policy = answered["Content-Security-Policy"]
    for one in ("frame-ancestors", "default-src", "object-src", "base-uri"):
        assert f"{one} 'none'" in policy
    assert answered["Referrer-Policy"] == "same-origin"
    assert answered["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "address", ["/accounts/invitation/hmie/s3cret-x/", "/accounts/password/reset/key/s3cret-x/"]
)
def test_secrets_of_addresses_are_not_logged(address: str) -> None:
    record = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Conflict", address), None)
    assert WithoutSecrets().filter(record)
    assert "s3cret" not in record.getMessage()
    assert record.getMessage().startswith("Conflict: /accounts/")


def test_a_request_is_one_line_of_the_log_without_secrets(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(WithoutSecrets())
    with caplog.at_level(logging.INFO, logger="django_structlog"):
        client.get("/accounts/invitation/hmie/s3cret", REMOTE_ADDR="192.0.2.7")
    lines = [one for one in caplog.records if one.name.startswith("django_structlog")]
    assert len(lines) == 1
    said = json.loads(lines[0].getMessage())
    assert (said["event"], said["ip"]) == ("request_finished", "192.0.2.7")
    assert "s3cret" not in lines[0].getMessage()
    assert "timestamp" in said
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["secrets"]


@pytest.mark.parametrize(
    "key", ["short", "a" * 60, "development-only-not-secret-development-only-xx0123456789"]
)
def test_production_refuses_a_weak_key(key: str) -> None:
    environment = {**os.environ, "SECRET_KEY": key, "ALLOWED_HOSTS": "example.org"}
    started = subprocess.run(
        [sys.executable, "-c", "import inspectorate.settings.production"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 1
    assert "SECRET_KEY must have at least 50 random characters." in started.stderr


def test_cookies_are_this_sites_alone() -> None:
    """As production sets them: by https alone, for this host alone, out of reach of scripts."""
    asked = [
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE",
        "SESSION_COOKIE_PATH",
        "SESSION_COOKIE_DOMAIN",
        "CSRF_COOKIE_NAME",
        "CSRF_COOKIE_SECURE",
        "CSRF_COOKIE_HTTPONLY",
        "CSRF_COOKIE_SAMESITE",
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SECURE_SSL_REDIRECT",
    ]
    environment = {
        **os.environ,
        "SECRET_KEY": "aB3dE5fG7hI9jK1lM2nO4pQ6rS8tU0vW-aB3dE5fG7hI9jK1lM2nO4p",
        "ALLOWED_HOSTS": "example.org",
        "DJANGO_SETTINGS_MODULE": "inspectorate.settings.production",
    }
    code = (
        "import json; from django.conf import settings; "
        f"print(json.dumps([getattr(settings, one) for one in {asked!r}]))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    session = ["__Host-session", True, True, "Lax", "/", None]
    assert json.loads(said.stdout) == [
        *session,
        "__Host-form",
        True,
        True,
        "Lax",
        31_536_000,
        True,
        True,
    ]
