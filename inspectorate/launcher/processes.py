"""Child processes that never outlive the command that started them."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>: the signal a process gets when the one that started it dies."""

CANDIDATE_ACCOUNTS = ("nobody", "daemon")


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged user of this machine, for servers that refuse to run as root."""

    name: str
    uid: int
    gid: int


def unprivileged_account() -> Account | None:
    """Whom the servers run as: None, the person themselves; for root, a user without rights."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATE_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    return None


def _tie_to_parent(parent: int, death_signal: int) -> Callable[[], None] | None:
    """What the child does before it becomes the program: ask to be told when its parent dies.

    Linux only. Elsewhere a parent killed outright leaves its children behind; the next start
    finds them by the list it keeps (`stop_left_behind`).
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return tie


@dataclass(frozen=True, slots=True)
class Child:
    """How to start a program: as whom, with which environment, where its output goes."""

    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path | None = None
    account: Account | None = None
    death_signal: int = signal.SIGTERM
    own_session: bool = True
    folder: Path | None = None


def start(child: Child) -> subprocess.Popen[bytes]:
    """Start a child that dies with this process; its output is appended to its log, if it has one.

    A child with its own session does not get the terminal's Ctrl-C: the launcher stops it, in the
    right order.
    """
    account = child.account
    output = child.log.open("ab") if child.log else None
    try:
        return subprocess.Popen(  # noqa: S603 - the commands are the launcher's own
            list(child.command),
            env=dict(child.environment),
            cwd=child.folder,
            stdin=subprocess.DEVNULL if child.own_session else None,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=child.own_session,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            umask=0o077 if account else -1,
            # Safe here: the launcher has one thread.
            preexec_fn=_tie_to_parent(os.getpid(), child.death_signal),  # noqa: PLW1509
        )
    finally:
        if output:
            output.close()


def stop(process: subprocess.Popen[bytes], signals: Sequence[tuple[int, float]]) -> None:
    """End a child: each signal in turn, with the seconds it is given; then its group, hard."""
    for number, seconds in signals:
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    if process.poll() is None:
        group = os.getpgid(process.pid)
        if group == process.pid:
            os.killpg(group, signal.SIGKILL)
        else:
            process.kill()
        process.wait()


def command_line_of(pid: int) -> str | None:
    """The command line of a running process of this machine, or None when there is none."""
    recorded = Path(f"/proc/{pid}/cmdline")
    if recorded.parent.parent.joinpath("self").exists():
        try:
            return (
                recorded.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip() or None
            )
        except OSError:
            return None
    ps = shutil.which("ps")
    if ps is None:
        return None
    answer = subprocess.run(  # noqa: S603
        [ps, "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() or None


def stop_left_behind(pids: Sequence[int], marker: str, *, patience: float = 20.0) -> list[int]:
    """Stop servers whose launcher was killed; return those that were stopped.

    A process number is given out again by the system, so one is touched only when its command line
    carries `marker`, the run folder that nobody else's server has.
    """
    found = [pid for pid in pids if marker in (command_line_of(pid) or "")]
    for number, seconds in ((signal.SIGINT, patience), (signal.SIGKILL, 5.0)):
        deadline = time.monotonic() + seconds
        running = [pid for pid in found if marker in (command_line_of(pid) or "")]
        for pid in running:
            os.kill(pid, number)
        while running and time.monotonic() < deadline:
            time.sleep(0.05)
            running = [pid for pid in running if marker in (command_line_of(pid) or "")]
        if not running:
            break
    return found
