"""One real database for each test process, made by the owner, used as the application's role."""

import os
from collections.abc import Iterator
from functools import cache

import pytest
from django.conf import settings
from django.core.management.commands import flush
from hypothesis import HealthCheck
from hypothesis import settings as settings_of_hypothesis
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from indicators.operations import importing
from indicators.rules.reading import read_edition
from inspectorate.tenancy.models import Inspectorate
from tests.people import People, gather
from tests.templates import copy_of, drop_copy, migrated_template

# How long an example takes says how busy the machine is, not whether the rule holds.
settings_of_hypothesis.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings_of_hypothesis.load_profile("house")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop is not ours


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: object) -> Iterator[str]:
    """Replaces pytest-django's: the tables belong to the owner, the tests connect as the app. Gives
    the name of the database that was configured, from which others are made."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "single")
    usual = settings.DATABASES["owner"]["NAME"]
    name = f"test_{usual}_{worker}_{os.getpid()}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        copy_of(migrated_template(usual), name)
    yield usual
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        drop_copy(name, usual)


@pytest.fixture(scope="session", autouse=True)
def _emptied_without_building_again() -> Iterator[None]:
    """After a test that commits, the tables are emptied, which leaves walls and triggers as they are:
    what follows a migration need not be done again (half of the time that emptying takes)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_, **__: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _editions_read_once() -> Iterator[None]:
    """Most tests bring the same edition in. Its YAML says the same each time it is read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "read_edition", cache(read_edition))
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_found_once() -> Iterator[None]:
    """Each test client would look for all of them on the disk; they do not change meanwhile."""
    found: dict[str, object] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def look_once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture
def hmie(db: None) -> Inspectorate:
    return Inspectorate.objects.create(slug="hmie", name="HM Inspectorate", notice="Fictional.")


@pytest.fixture
def other(db: None) -> Inspectorate:
    """Another inspectorate, whose people and rows must never show in the first."""
    return Inspectorate.objects.create(slug="elsewhere", name="Inspectorate Elsewhere")


@pytest.fixture
def people(hmie: Inspectorate, other: Inspectorate) -> People:
    """The named cast, see tests/people.py."""
    return gather(hmie, other)
