"""What a person at the terminal is told."""

import sys
from pathlib import Path

TAIL_LINES = 15


class LaunchFault(Exception):
    """Something needed could not be had; the text is a sentence that says what to do about it."""


def say(sentence: str) -> None:
    """Tell the person at the terminal, on standard error: standard output is the command's own."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def tail_of(log: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log, indented, or a word that there are none."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "  (no log was written)"
    return "\n".join(f"  {line}" for line in text.splitlines()[-lines:]) or "  (the log is empty)"
