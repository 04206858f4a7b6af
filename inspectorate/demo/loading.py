"""Load both demonstration inspectorates through the same commands anybody would use."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from inspectorate.accounts.operations import add_member
from inspectorate.accounts.people import system_actor
from inspectorate.demo import cast, live
from inspectorate.kernel.models import Job
from inspectorate.national import access, operations
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).parent.parent.parent
EDITIONS = ROOT / "indicators" / "editions"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Demonstration:
    """One inspectorate of the demonstration and where its data come from."""

    slug: str
    name: str
    notice: str
    attribution: str
    edition: str
    programme: str
    programme_title: str
    starts_on: date
    ends_on: date
    as_at: date | None
    people: tuple[cast.Person, ...]


HMIE = Demonstration(
    slug="hmie",
    name="HM Inspectorate of Education (reconstruction)",
    notice="Reconstruction, fictional areas. Evaluations, areas and people are invented to agree "
    "with every figure the 2009 national report states; no real area is shown.",
    attribution="Level definitions, indicator titles and national figures: HM Inspectorate of "
    "Education, How well do we protect Scotland’s children? (2009), Crown copyright, Open "
    "Government Licence v3.0.",
    edition="hmie-2005",
    programme="first-cycle",
    programme_title="How well do we protect Scotland’s children? First cycle, 2006 to 2009",
    starts_on=date(2006, 5, 1),
    ends_on=date(2009, 9, 30),
    as_at=date(2009, 11, 26),
    people=cast.HMIE,
)
OFSTED = Demonstration(
    slug="ofsted",
    name="Ofsted, children’s services (published data)",
    notice="Demonstration with published data. Judgements are Ofsted’s as compiled by volunteers "
    "from its reports; the people of this demonstration are invented. Not an Ofsted service.",
    attribution="Contains public sector information licensed under the Open Government Licence "
    "v3.0: Ofsted inspection reports, compiled by volunteers.",
    edition="ofsted-ilacs",
    programme="ilacs",
    programme_title="Inspections of local authority children’s services, 2012 to 2026",
    starts_on=date(2012, 1, 1),
    ends_on=date(2026, 12, 31),
    as_at=None,
    people=cast.OFSTED,
)
ALL = (HMIE, OFSTED)


def load(say: Say) -> None:
    """Load everything; run again it changes nothing. Raises CommandError from the commands."""
    for demonstration in ALL:
        inspectorate = _inspectorate(demonstration)
        say(f"{demonstration.name}")
        _run(
            say,
            "import_framework",
            str(EDITIONS / f"{demonstration.edition}.yaml"),
            inspectorate=demonstration.slug,
        )
        (_load_hmie if demonstration is HMIE else _load_ofsted)(say)
        _title_programme(inspectorate, demonstration)
        _people(inspectorate, demonstration)
    live.load(Inspectorate.objects.get(slug=HMIE.slug))
    call_command("create_operator", cast.OPERATOR[0], name=cast.OPERATOR[1], stdout=io.StringIO())


def _inspectorate(demonstration: Demonstration) -> Inspectorate:
    inspectorate, _ = Inspectorate.objects.update_or_create(
        slug=demonstration.slug,
        defaults={
            "name": demonstration.name,
            "notice": demonstration.notice,
            "attribution": demonstration.attribution,
            "demonstration": True,
        },
    )
    return inspectorate


def _run(say: Say, command: str, *arguments: str, **options: str) -> None:
    said = io.StringIO()
    call_command(command, *arguments, stdout=said, **options)
    for line in said.getvalue().splitlines():
        say(f"  {line}")


def _load_hmie(say: Say) -> None:
    folder = DATA / "hmie-first-cycle"
    shared = {"inspectorate": HMIE.slug}
    programme = {**shared, "programme": HMIE.programme}
    _run(say, "import_areas", str(folder / "areas.csv"), **shared)
    _run(
        say,
        "import_evaluations",
        str(folder / "evaluations.csv"),
        framework=HMIE.edition,
        **programme,
    )
    _run(say, "import_main_points", str(folder / "main_points_for_action.csv"), **programme)


def _load_ofsted(say: Say) -> None:
    folder = DATA / "ofsted-ilacs"
    _run(
        say,
        "import_evaluations",
        str(folder / "history.csv"),
        inspectorate=OFSTED.slug,
        programme=OFSTED.programme,
        framework=OFSTED.edition,
        profile=OFSTED.edition,
    )


def _title_programme(inspectorate: Inspectorate, demonstration: Demonstration) -> None:
    with scope(inspectorate.pk, why="Loading the demonstration"):
        programme = access.programme_by_code(system_actor(inspectorate.pk), demonstration.programme)
        programme.title = demonstration.programme_title
        programme.starts_on, programme.ends_on = demonstration.starts_on, demonstration.ends_on
        programme.save(update_fields=["title", "starts_on", "ends_on"])


def _people(inspectorate: Inspectorate, demonstration: Demonstration) -> None:
    with scope(inspectorate.pk, why="Loading the demonstration"):
        for person in demonstration.people:
            add_member(
                actor=system_actor(inspectorate.pk),
                email=person.email,
                display_name=person.name,
                roles=person.roles,
                post=person.post,
            )


def ask_for_summaries() -> list[tuple[Demonstration, Job]]:
    """Ask the worker for each national summary that has not been compiled yet."""
    asked = []
    for demonstration in ALL:
        inspectorate = Inspectorate.objects.get(slug=demonstration.slug)
        actor = system_actor(inspectorate.pk)
        with scope(inspectorate.pk, why="Loading the demonstration"):
            programme = access.programme_by_code(actor, demonstration.programme)
            if access.newest_summary(actor, programme.pk) is None:
                as_at = demonstration.as_at or timezone.localdate()
                job = operations.ask_for_summary(
                    actor=actor, programme=demonstration.programme, as_at=as_at
                )
                asked.append((demonstration, job))
    return asked
