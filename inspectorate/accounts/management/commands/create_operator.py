from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inspectorate.accounts.links import password_link
from inspectorate.accounts.operations import make_operator
from inspectorate.kernel.errors import Invalid


class Command(BaseCommand):
    help = (
        "Let a person create inspectorates. They see nothing of an inspectorate's content. "
        "Prints a link, valid once, by which somebody new chooses a password."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", default="", help="the name that others see")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            user, changed = make_operator(email=options["email"], display_name=options["name"])
        except Invalid as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        said = "is now an operator" if changed else "was already an operator; nothing changed"
        self.stdout.write(f"{user.email} {said}.")
        if not user.has_usable_password():
            self.stdout.write(
                "To choose a password, open this address on the installation; it works once:"
            )
            self.stdout.write(password_link(user))
