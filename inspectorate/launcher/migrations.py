"""Tables brought up to date without being asked, where the database is the launcher's own."""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from inspectorate.launcher import processes
from inspectorate.launcher.faults import LaunchFault, say, tail_of
from inspectorate.launcher.folders import CHECKOUT, make_folder
from inspectorate.launcher.processes import Child

WITHOUT_TABLES = frozenset(
    {
        *("--help", "--version", "-h", "check", "collectstatic", "compilemessages", "diffsettings"),
        *("help", "makemessages", "makemigrations", "migrate", "optimizemigration"),
        *("showmigrations", "spectacular", "sqlmigrate", "squashmigrations", "version"),
    }
)
"""Commands that need no tables, or that are about making them."""


def needs_tables(arguments: Sequence[str]) -> bool:
    """Whether a management command expects the tables to be there and current."""
    return bool(arguments) and arguments[0] not in WITHOUT_TABLES


def digest_of_migrations(checkout: Path = CHECKOUT) -> str:
    """One digest over every migration of the project and over the packages it pins."""
    digest = hashlib.sha256()
    files = [*checkout.glob("*/migrations/*.py"), *checkout.glob("*/*/migrations/*.py")]
    pinned = checkout / "requirements" / "base.txt"  # other packages bring migrations as well
    for path in (*sorted(files), pinned):
        if path.is_relative_to(checkout / ".venv") or not path.exists():
            continue
        digest.update(str(path.relative_to(checkout)).encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def bring_up_to_date(folder: Path, environment: dict[str, str]) -> None:
    """Migrate the database of this run folder, unless nothing has changed since the last time."""
    stamp = folder / "migrated"
    digest = digest_of_migrations()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    migrate(folder, environment)
    stamp.write_text(digest, encoding="utf-8")


def migrate(folder: Path, environment: dict[str, str]) -> None:
    """Migrate as the owner. Raises `LaunchFault` with the tail of the log."""
    say("Bringing the tables up to date ...")
    log = make_folder(folder / "logs") / "migrate.log"
    command = [sys.executable, str(CHECKOUT / "manage.py"), "migrate", "--database", "owner"]
    process = processes.start(
        Child([*command, "--no-input", "--skip-checks"], environment, log=log)
    )
    try:
        status = process.wait()
    except BaseException:
        processes.stop(process, ((15, 10.0),))
        raise
    if status != 0:
        raise LaunchFault(f"The tables could not be made. The end of {log}:\n{tail_of(log)}")
