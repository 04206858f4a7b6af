"""Launchers of the embedded services, each in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from inspectorate.launcher.folders import CHECKOUT

HOLDER = Path(__file__).with_name("holder.py")


@dataclass
class Holder:
    """A process that holds services, and what it said about them."""

    process: subprocess.Popen[str]
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def children(self) -> list[int]:
        """The process ids of the servers it started."""
        noted = Path(self.said["folder"]) / "children.json"
        return list(json.loads(noted.read_text(encoding="utf-8"))["pids"])

    def end(self) -> int:
        """Close its standard input, which asks it to stop everything; its exit status."""
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()
        return self.process.wait(60)


@pytest.fixture
def run_folder() -> Iterator[Path]:
    """A folder that a user without rights may pass through, as pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="inspectorate-test-", dir="/var/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def hold(run_folder: Path) -> Iterator[Callable[..., Holder]]:
    """`hold(kind, **environment)` starts a holder on the run folder and waits for what it says."""
    holders: list[Holder] = []
    given = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")  # by whoever runs these tests
    inherited = {name: value for name, value in os.environ.items() if name not in given}

    def start(kind: str, **environment: str) -> Holder:
        process = subprocess.Popen(
            [sys.executable, "-P", str(HOLDER), kind, str(run_folder), *environment],
            env={**inherited, "PYTHONPATH": str(CHECKOUT), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        holder = Holder(process)
        holders.append(holder)
        assert process.stdout is not None
        line = process.stdout.readline()
        if line:
            holder.said = json.loads(line)
        return holder

    yield start
    for holder in holders:
        holder.end()
        for pipe in (holder.process.stdout, holder.process.stderr):
            if pipe:
                pipe.close()
