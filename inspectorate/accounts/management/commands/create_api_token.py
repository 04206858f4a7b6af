from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from inspectorate.accounts.operations import create_api_token
from inspectorate.accounts.people import system_actor
from inspectorate.accounts.rules.scopes import UnknownScopes, read_scopes
from inspectorate.accounts.terms import Scope
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.tenancy.models import Inspectorate

LONGEST_DAYS = 3650


class Command(InspectorateCommand):
    help = (
        "Make an API token. It is printed once, alone on the last line; only its digest is kept. "
        "Each run makes another token."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--name", required=True, help="what the token is for")
        parser.add_argument(
            "--scopes",
            required=True,
            nargs="+",
            metavar="SCOPE",
            help='such as "areas:read evaluations:write"; "read", "write" or "all" for every one',
        )
        parser.add_argument("--days", type=int, help="how long it is valid; without it, no end")

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        days = options["days"]
        if days is not None and not 0 < days <= LONGEST_DAYS:
            raise CommandError(f"--days must be between 1 and {LONGEST_DAYS}. Nothing was changed.")
        made = create_api_token(
            actor=system_actor(inspectorate.pk),
            name=options["name"],
            scopes=_scopes(" ".join(options["scopes"])),
            expires_at=None if days is None else timezone.now() + timedelta(days=days),
        )
        self.stdout.write(
            f"Token {made.token.name!r} of {inspectorate.name}, for: "
            f"{', '.join(made.token.scopes)}. It is shown only here:"
        )
        self.stdout.write(made.secret)


def _scopes(text: str) -> list[str]:
    try:
        return read_scopes(text, Scope.values)
    except UnknownScopes as error:
        raise CommandError(
            f"There is no scope {', '.join(error.words)}. The scopes are: "
            f"{', '.join(Scope.values)}. Nothing was changed."
        ) from None
