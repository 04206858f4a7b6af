"""`python -m inspectorate.launcher COMMAND ...`, as the commands in bin/ call it."""

import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

from inspectorate.launcher import commands
from inspectorate.launcher.demonstration import demo
from inspectorate.launcher.faults import LaunchFault, say

COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "manage": commands.manage,
    "test": commands.run_tests,
    "bench": commands.bench,
}


def _end(number: int, _frame: FrameType | None) -> None:
    """Asked to end: unwind, so that everything that was started is stopped."""
    raise SystemExit(128 + number)


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit status, 1 with a sentence when something needed was not there."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    if not arguments or arguments[0] not in COMMANDS:
        say(f"Say which command: {', '.join(sorted(COMMANDS))}.")
        return 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except LaunchFault as fault:
        say(str(fault))
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
