"""Where a checkout keeps what it runs with: data, logs, secrets."""

import fcntl
import hashlib
import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from inspectorate.launcher.faults import LaunchFault
from inspectorate.launcher.processes import Account, stop_left_behind, unprivileged_account

CHECKOUT = Path(__file__).resolve().parent.parent.parent

REACHABLE_BY_ALL = (Path("/var/tmp"), Path("/tmp"), Path("/var/lib"))  # noqa: S108 - checked below
"""Folders where root can make one that a user without rights may enter."""


@dataclass(frozen=True, slots=True)
class Place:
    """The run folder of this checkout, and whom the servers inside it run as (None: ourselves)."""

    base: Path
    account: Account | None

    @property
    def kept(self) -> Path:
        """The demonstration's and the developer's data."""
        return self.base / "kept"


def place_for(checkout: Path = CHECKOUT) -> Place:
    """The run folder, made if need be; raises `LaunchFault` when there can be none."""
    if os.geteuid() != 0:
        base = checkout / ".run"
        try:
            base.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise LaunchFault(
                f"{base} could not be made ({error.strerror}). Data and logs are kept there: run "
                "this as the user who owns the checkout, or set DATABASE_URL and REDIS_URL."
            ) from error
        return Place(base=base, account=None)
    account = unprivileged_account()
    if account is None:
        raise LaunchFault(
            "PostgreSQL refuses to run as root and this machine has no user called nobody. Run "
            "this as an ordinary user, or set DATABASE_URL and REDIS_URL."
        )
    digest = hashlib.sha256(str(checkout.resolve()).encode()).hexdigest()[:16]
    for parent in REACHABLE_BY_ALL:
        base = parent / f"inspectorate-{digest}"
        if _made_by_root(base):
            return Place(base=base, account=account)
    raise LaunchFault(
        f"None of {', '.join(map(str, REACHABLE_BY_ALL))} can hold a folder that {account.name} "
        "may enter, and PostgreSQL refuses to run as root. Run this as an ordinary user, or set "
        "DATABASE_URL and REDIS_URL."
    )


def _made_by_root(base: Path) -> bool:
    """Make a folder others may pass through but not list; refuse one that somebody else made."""
    try:
        base.mkdir(mode=0o711, exist_ok=True)
        found = base.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0:
        return False
    base.chmod(0o711)
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in base.parents)


def make_folder(folder: Path, account: Account | None = None, *, passable: bool = False) -> Path:
    """Make a folder others may not read, ours or the account's; `passable`: they may go through."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o711 if passable else 0o700)
    if account:
        os.chown(folder, account.uid, account.gid)
    return folder


def write_private(path: Path, content: dict[str, Any]) -> None:
    """Write JSON that only we can read, all of it or none."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mode 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file)
    Path(temporary).replace(path)


def read_private(path: Path) -> dict[str, Any] | None:
    """What `write_private` wrote, or None when there is nothing readable."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def remember_children(folder: Path, pids: Sequence[int]) -> None:
    """Note which processes run out of this folder, for a start after this one was killed."""
    write_private(folder / "children.json", {"pids": list(pids)})


def stop_leftovers(folder: Path) -> list[int]:
    """Stop what a killed launcher left running out of this folder, whose lock must be held."""
    noted = (read_private(folder / "children.json") or {}).get("pids", [])
    return stop_left_behind([pid for pid in noted if isinstance(pid, int)], str(folder))


class Lock:
    """A lock on a file, let go when this process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def take(self, *, shared: bool = False, wait_seconds: float = 0.0) -> bool:
        """Whether the lock was had within so many seconds."""
        file = self._path.open("a", encoding="utf-8")
        self._path.chmod(0o600)
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    file.close()
                    return False
                time.sleep(0.1)
            else:
                self._file = file
                return True

    def insist(self, wait_seconds: float = 120.0) -> None:
        """Take the lock, or raise `LaunchFault` after so many seconds."""
        if not self.take(wait_seconds=wait_seconds):
            raise LaunchFault(
                f"Another command has held {self._path} for {wait_seconds:.0f} seconds. End it, then "
                "run this again."
            )

    def let_go(self) -> None:
        """Give the lock back; nothing happens when it was not held."""
        if self._file:
            self._file.close()
            self._file = None


def new_test_folder(place: Place) -> tuple[Path, Lock]:
    """A folder for one run of the tests, its lock held; those of runs that died are removed."""
    gate = Lock(place.base / "tests.lock")
    gate.insist()
    try:
        for old in place.base.glob("test-*"):
            lock = Lock(old / "lock")
            if lock.take():
                stop_leftovers(old)
                shutil.rmtree(old, ignore_errors=True)
                lock.let_go()
        folder = Path(tempfile.mkdtemp(dir=place.base, prefix="test-"))
        make_folder(folder, passable=place.account is not None)
        lock = Lock(folder / "lock")
        lock.take()
        return folder, lock
    finally:
        gate.let_go()
