"""bin/manage, bin/test and bin/bench: one command, with services for its duration."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from types import FrameType

from inspectorate.launcher import processes
from inspectorate.launcher.environment import environment_for, find_browser
from inspectorate.launcher.faults import say
from inspectorate.launcher.folders import CHECKOUT
from inspectorate.launcher.migrations import bring_up_to_date, needs_tables
from inspectorate.launcher.processes import Child
from inspectorate.launcher.services import kept_services, throwaway_services

MANAGE = str(CHECKOUT / "manage.py")


def manage(arguments: Sequence[str]) -> int:
    """Run manage.py where the person stands, with their input and output; give its exit status."""
    settings = os.environ["DJANGO_SETTINGS_MODULE"]  # bin/manage sets it unless the person has
    with kept_services(os.environ) as services:
        environment = environment_for(services, os.environ, settings=settings)
        if services.embedded_database and needs_tables(arguments):
            bring_up_to_date(services.folder, environment)
        return run_for_person([sys.executable, MANAGE, *arguments], environment)


ON_EVERY_CORE = ("-n", "auto", "--dist", "worksteal")
"""The browser's tests are few and long: a core that has nothing left takes over another's."""


def run_tests(arguments: Sequence[str]) -> int:
    """Run pytest on every core, or as the arguments say; give its exit status."""
    browser = find_browser(os.environ)
    if browser:
        say(f"Browser tests: with {browser}")
    else:
        say(
            "\n*** NO BROWSER: the tests that drive one will be SKIPPED. ***\n"
            "*** To run them too: apt-get install chromium (or set BROWSER_PATH). ***\n"
        )
    extra = {"BROWSER_PATH": browser} if browser else {}
    with throwaway_services(os.environ) as services:
        settings = "inspectorate.settings.test"
        environment = environment_for(services, os.environ, settings=settings, extra=extra)
        os.chdir(CHECKOUT)
        return run_for_person(
            [sys.executable, "-m", "pytest", *(arguments or ON_EVERY_CORE)], environment
        )


def bench(arguments: Sequence[str]) -> int:
    """Run one measurement on an empty database of its own; give its exit status."""
    with throwaway_services(os.environ, durable=True) as services:
        settings = "inspectorate.settings.demo"
        environment = environment_for(services, os.environ, settings=settings)
        bring_up_to_date(services.folder, environment)
        command = [sys.executable, "-m", "inspectorate.bench", *arguments]
        return run_for_person(command, environment)


def run_for_person(
    command: Sequence[str], environment: dict[str, str], watch: Callable[[], None] | None = None
) -> int:
    """Run a command in the foreground: the terminal is its own, signals to us are passed on.

    `watch` is called a few times a second; what it raises ends the command.
    """
    process = processes.start(Child(command, environment, own_session=False))

    def pass_on(number: int, _frame: FrameType | None) -> None:
        process.send_signal(number)

    def leave_to_child(_number: int, _frame: FrameType | None) -> None:
        """The terminal sends Ctrl-C to the child as well; what it means is the child's to say."""

    handlers = {
        signal.SIGINT: leave_to_child,
        signal.SIGTERM: pass_on,
        signal.SIGHUP: pass_on,
    }
    previous = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        status = _wait(process, watch)
    finally:
        processes.stop(process, ((signal.SIGTERM, 10.0),))
        for number, handler in previous.items():
            signal.signal(number, handler)
    return status if status >= 0 else 128 - status


def _wait(process: subprocess.Popen[bytes], watch: Callable[[], None] | None) -> int:
    if watch is None:
        return process.wait()
    while True:
        try:
            return process.wait(0.3)
        except subprocess.TimeoutExpired:
            watch()
