"""The demonstration's data, brought in through the commands anybody would use."""

from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command

from tests.reference import FIRST_CYCLE, OFSTED_ILACS

EDITIONS = settings.BASE_DIR / "indicators" / "editions"
FIRST = {"inspectorate": "hmie", "programme": "first-cycle"}


def run(command: str, *arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def load_first_cycle() -> None:
    """Thirty inspections of the first cycle and their 47 main points, into ``hmie``."""
    run("import_framework", EDITIONS / "hmie-2005.yaml", inspectorate="hmie")
    run("import_areas", FIRST_CYCLE / "areas.csv", inspectorate="hmie")
    run("import_evaluations", FIRST_CYCLE / "evaluations.csv", framework="hmie-2005", **FIRST)
    run("import_main_points", FIRST_CYCLE / "main_points_for_action.csv", **FIRST)


def load_ofsted() -> None:
    """Ofsted's published judgements, into ``elsewhere``."""
    given = {"inspectorate": "elsewhere", "programme": "ilacs", "framework": "ofsted-ilacs"}
    run("import_framework", EDITIONS / "ofsted-ilacs.yaml", inspectorate="elsewhere")
    run("import_evaluations", OFSTED_ILACS / "history.csv", profile="ofsted-ilacs", **given)
