"""Memory of taking an inspection out whole and of bringing it in: the most above the idle process."""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, cast

from areas.models import LocalAuthorityArea
from evaluations.archive.writing import archive_of
from evaluations.models import FileContent, Inspection, Programme, StoredFile
from evaluations.operations.archives import bring_in
from indicators.models import FrameworkEdition
from indicators.operations import import_edition
from inspectorate.accounts.people import system_actor
from inspectorate.bench.filling import EDITION
from inspectorate.bench.timing import bound
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

MEGABYTE = 1024 * 1024
MEGABYTES, EACH = 200, 20
"""Of files altogether, and of one: the largest that is taken."""
GOAL = 80
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def highest(work: Callable[[], Any], before: float) -> float:
    """The most megabytes of memory that the process has during the work, above what it had before."""
    CLEAR.write_text("5", encoding="ascii")  # forgets the highest so far: proc(5)
    work()
    return _megabytes("VmHWM") - before


def _megabytes(name: str) -> float:
    for line in STATUS.read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)


def idle() -> float:
    """Megabytes that the process has now."""
    return _megabytes("VmRSS")


def place(slug: str) -> int:
    """An inspectorate with an edition and an area; its number."""
    here = Inspectorate.objects.create(slug=slug, name=slug)
    with scope(here.pk):
        import_edition(actor=system_actor(here.pk), data=EDITION.read_bytes())
        LocalAuthorityArea.objects.create(code="A00", name="An invented area")
    return int(here.pk)


def inspection_with_files(here: int, megabytes: int) -> int:
    """An inspection with so many megabytes of files that do not compress; its number."""
    with scope(here):
        edition = FrameworkEdition.objects.get()
        programme = Programme.objects.create(code="bench", title="Measured", edition=edition)
        made = Inspection.objects.create(
            programme=programme,
            area=LocalAuthorityArea.objects.get(),
            edition=edition,
            reference="bench",
            fieldwork_from=date(2026, 3, 2),
        )
        for number in range(megabytes // EACH):
            content = os.urandom(EACH * MEGABYTE)
            kept = StoredFile.objects.create(
                inspection=made,
                name=f"photographs-{number}.png",
                media_type="image/png",
                size=len(content),
                digest=sha256(content).hexdigest(),
            )
            FileContent.objects.create(file=kept, content=content)
    return int(made.pk)


def opened() -> BinaryIO:
    """A file that goes when it is closed."""
    return cast(BinaryIO, tempfile.TemporaryFile())


def take_out(here: int, inspection: int, into: BinaryIO) -> None:
    with scope(here):
        for chunk in archive_of(inspection, medical=True, about={}):
            into.write(chunk)


def bring(there: int, archive: BinaryIO) -> None:
    archive.seek(0)
    with scope(there):
        bring_in(actor=system_actor(there), stream=archive)


def run(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="bin/bench archive")
    parser.add_argument("--megabytes", type=int, default=MEGABYTES)
    chosen = parser.parse_args(arguments)
    here, there = place("bench-from"), place("bench-to")
    small = inspection_with_files(here, 0)
    with opened() as archive:  # everything is imported, and read once, before idle
        take_out(here, small, archive)
        bring(there, archive)
    here, there = place("bench-from-2"), place("bench-to-2")
    before = idle()  # before the files are made, whose memory the process may keep
    inspection = inspection_with_files(here, chosen.megabytes)
    with opened() as archive:
        out = highest(lambda: take_out(here, inspection, archive), before)
        back = highest(lambda: bring(there, archive), before)
    print(bound("archive", f"megabytes={chosen.megabytes} out_mb", round(out, 1), GOAL))
    print(bound("archive", f"megabytes={chosen.megabytes} in_mb", round(back, 1), GOAL))
    return 0
