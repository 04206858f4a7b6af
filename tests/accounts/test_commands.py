"""The operator's commands: what they say, what they leave, and what they refuse."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from inspectorate.accounts.digests import digest_of
from inspectorate.accounts.models import ApiToken, User
from inspectorate.accounts.terms import Scope
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    said = io.StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


class TestCreateInspectorate:
    def test_opens_one_and_says_where(self) -> None:
        assert (
            run("create_inspectorate", "estyn", "--name", "Estyn") == "Created Estyn, at /estyn/.\n"
        )
        one = Inspectorate.objects.get(slug="estyn")
        assert (one.name, one.time_zone, one.session_hours) == ("Estyn", "Europe/London", 12)

    def test_the_same_again_changes_nothing(self) -> None:
        run("create_inspectorate", "estyn", "--name", "Estyn")
        assert "nothing changed" in run("create_inspectorate", "estyn", "--name", "Estyn")
        assert Inspectorate.objects.filter(slug="estyn").count() == 1

    def test_an_address_is_not_taken_over(self, hmie: Inspectorate) -> None:
        with pytest.raises(CommandError, match="belongs to HM Inspectorate"):
            run("create_inspectorate", "hmie", "--name", "Another")
        hmie.refresh_from_db()
        assert hmie.name == "HM Inspectorate"

    @pytest.mark.parametrize(
        "slug", ["api", "accounts", "public", "Estyn", "a b", "a--b", "a-", "é", "x" * 41, ""]
    )
    def test_an_address_that_cannot_be(self, slug: str) -> None:
        with pytest.raises(CommandError, match="Nothing was changed"):
            call_command("create_inspectorate", slug, "--name", "Estyn", stderr=io.StringIO())
        assert not Inspectorate.objects.exists()

    def test_an_unknown_time_zone(self) -> None:
        said = io.StringIO()
        with pytest.raises(CommandError):
            call_command(
                "create_inspectorate", "e", "--name", "E", "--time-zone", "Mars", stderr=said
            )
        assert "Europe/London" in said.getvalue()


class TestCreateApiToken:
    def test_prints_it_once_and_keeps_a_digest(self, hmie: Inspectorate) -> None:
        said = run(
            *("create_api_token", "--inspectorate", "hmie", "--name", "Returns"),
            *("--scopes", "areas:read evaluations:write", "--days", "30"),
        )
        secret = said.splitlines()[-1]
        with scope(hmie.pk):
            token = ApiToken.objects.get()
            kept = HistoryEntry.objects.filter(table_name="accounts_apitoken")
            assert [entry.operation for entry in kept] == ["I"]
            assert secret not in json.dumps(kept[0].row_data)
        assert token.digest == digest_of(secret)
        assert secret.startswith(token.hint)
        assert token.scopes == ["areas:read", "evaluations:write"]
        assert (token.expires_at - token.created_at).days in {29, 30}

    def test_several_words_and_all(self, hmie: Inspectorate) -> None:
        base = ("create_api_token", "--inspectorate", "hmie", "--name", "n", "--scopes")
        run(*base, "areas:read", "areas:write")
        run(*base, "all")
        with scope(hmie.pk):
            found = list(ApiToken.objects.order_by("pk").values_list("scopes", flat=True))
        assert found == [["areas:read", "areas:write"], Scope.values]

    def test_unknown_scopes_list_the_known(self, hmie: Inspectorate) -> None:
        with pytest.raises(CommandError, match=r"no scope children:read\..*areas:read") as caught:
            run(
                *("create_api_token", "--inspectorate", "hmie", "--name", "n"),
                *("--scopes", "areas:read children:read"),
            )
        assert caught.value.returncode == 1
        with scope(hmie.pk):
            assert not ApiToken.objects.exists()

    @pytest.mark.parametrize(
        "change",
        [
            {"--inspectorate": "none"},
            {"--scopes": " "},
            {"--name": " "},
            {"--name": "x" * 121},
            {"--days": "0"},
            {"--days": "99999999999"},
        ],
        ids=str,
    )
    def test_bad_values(self, hmie: Inspectorate, change: dict[str, str]) -> None:
        options = {"--inspectorate": "hmie", "--name": "n", "--scopes": "all"} | change
        with pytest.raises(CommandError):
            run("create_api_token", *[part for pair in options.items() for part in pair])
        with scope(hmie.pk):
            assert not ApiToken.objects.exists()


class TestCreateOperator:
    def test_makes_a_person_and_a_link_that_works(self, client) -> None:
        said = run("create_operator", "Orla@Example.org", "--name", "Orla Oper")
        user = User.objects.get()
        assert (user.email, user.display_name, user.is_operator) == (
            "orla@example.org",
            "Orla Oper",
            True,
        )
        assert client.get(said.splitlines()[-1]).status_code == 302

    def test_again_changes_nothing(self) -> None:
        run("create_operator", "orla@example.org")
        assert "nothing changed" in run("create_operator", "ORLA@example.org")
        assert User.objects.count() == 1

    def test_not_an_address(self) -> None:
        with pytest.raises(CommandError, match="e-mail address"):
            run("create_operator", "orla")
        assert not User.objects.exists()
