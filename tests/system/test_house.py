"""The house rules that reading the code can hold: sizes, rooms, tasks, templates, migrations.

``ALLOWED`` is the one list of exceptions, each with its reason. It may only shrink: an entry that
is not needed any more fails like a rule that is broken.
"""

import ast
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from celery import current_app
from django.core.management import call_command

from evaluations.rules.life import MOVES
from evaluations.terms import InspectionStatus
from inspectorate.accounts.roles import MATRIX
from inspectorate.accounts.terms import Permission, Role
from inspectorate.kernel.tasks import InspectorateTask, JobTask

HOUSE = Path(__file__).resolve().parents[2]
ROOMS = ("areas", "indicators", "evaluations", "followthrough", "inspectorate")
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW, LONGEST_METHOD = 400, 40, 30, 15
HTTP_METHODS = {"get", "post", "put", "patch", "delete"}

ALLOWED = {
    "evaluations/operations/importing.py:import_evaluations": "the deed's steps in their order",
    "bench/filling.py:_fill_one": "one set of SQL for one inspectorate, read from top to bottom",
}


def sources() -> Iterator[tuple[str, str]]:
    """Every module of the product that somebody wrote, by its path, migrations apart."""
    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(HOUSE).as_posix(), path.read_text(encoding="utf-8")


def templates() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*.html")):
            yield path.relative_to(HOUSE).as_posix(), path.read_text(encoding="utf-8")


def functions(text: str) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            yield node


def longest(path: str, name: str) -> int:
    """How many lines a function of this name may have in this file."""
    if path.endswith("/tasks.py") or ("/api/" in path and name in HTTP_METHODS):
        return LONGEST_METHOD
    return LONGEST_VIEW if "/web/" in path else LONGEST_FUNCTION


def too_long() -> dict[str, str]:
    found = {}
    for path, text in sources():
        lines = len(text.splitlines())
        if lines > LONGEST_FILE:
            found[path] = f"{lines} lines"
        for one in functions(text):
            lines = (one.end_lineno or one.lineno) - one.lineno + 1
            if lines > longest(path, one.name):
                found[f"{path}:{one.name}"] = f"{lines} lines"
    return {key.removeprefix("inspectorate/"): said for key, said in found.items()}


def test_nothing_is_longer_than_can_be_taken_in() -> None:
    found = too_long()
    assert {key: said for key, said in found.items() if key not in ALLOWED} == {}
    assert set(ALLOWED) - set(found) == set(), "An exception is not needed any more: remove it."


def test_pages_and_endpoints_ask_queries_and_operations_not_managers() -> None:
    """A base class of the kernel keeps its own records; ``Form`` fields name their choices."""
    found = [
        f"{path}:{node.lineno}"
        for path, text in sources()
        if ("/web/" in path or "/api/" in path) and path not in MANAGERS_IN_PAGES
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert found == []


MANAGERS_IN_PAGES = {
    "areas/web/succession.py",  # the areas a form offers
    "inspectorate/accounts/web/account.py",  # sign-in library's records, which no inspectorate owns
    "inspectorate/accounts/web/demonstration.py",  # the same
    "inspectorate/accounts/web/invitations.py",  # the same
    "inspectorate/accounts/web/providers.py",  # the same
    "inspectorate/kernel/api/idempotency.py",  # the kept answers are the API base's own
}


def test_every_pass_through_all_inspectorates_is_known() -> None:
    found = {
        path
        for path, text in sources()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "all_inspectorates"
    }
    assert found == {
        "inspectorate/accounts/tasks.py",  # the day's messages, in any inspectorate
        "inspectorate/kernel/tasks.py",  # jobs whose worker died, in any inspectorate
        "evaluations/tasks.py",  # concerns nobody has acknowledged, in any inspectorate
        "followthrough/tasks.py",  # main points are due in any inspectorate
        "inspectorate/accounts/queries.py",  # which inspectorates a person belongs to
    }


def test_every_task_of_ours_opens_its_scope_by_its_base() -> None:
    current_app.loader.import_default_modules()
    ours = {
        name: task
        for name, task in current_app.tasks.items()
        if type(task).__module__.split(".")[0] in ROOMS
        or getattr(task.run, "__module__", "").split(".")[0] in ROOMS
    }
    assert {"kernel.recover_jobs"} < set(ours)
    wrong = [name for name, one in ours.items() if not isinstance(one, InspectorateTask | JobTask)]
    assert wrong == []


def test_every_permission_is_given_to_a_role_and_every_role_may_something() -> None:
    given = {permission for permissions in MATRIX.values() for permission in permissions}
    assert set(Permission) - given == set()
    assert {role for role in Role if not MATRIX.get(role)} == set()


def test_every_status_of_an_inspection_is_in_the_table() -> None:
    named = {str(source) for move in MOVES for source in move.sources}
    named |= {str(move.target) for move in MOVES if move.target}
    assert {str(status) for status in InspectionStatus} == named


def test_nothing_is_left_for_later() -> None:
    # Put together here, so that this file does not name what it looks for.
    later = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)) + r")\b")
    found = [path for path, text in [*sources(), *templates()] if later.search(text)]
    assert found == []


def test_migrations_say_what_they_do() -> None:
    found = [
        path.name
        for room in ROOMS
        for path in (HOUSE / room).rglob("migrations/0*.py")
        if re.search(r"_auto_|_alter_.*_and_more|_\d{8}", path.name)
    ]
    assert found == []


@pytest.mark.django_db
def test_the_models_and_the_migrations_agree() -> None:
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes" in said.getvalue()


def test_templates_hold_no_style_and_no_script_of_their_own() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    assert [path for path, text in templates() if inline.search(text)] == []


def bare_words(template: str) -> list[str]:
    """Runs of two words or more that stand between tags and go through no translation."""
    text = re.sub(
        r"{%\s*(blocktranslate|blocktrans|comment|verbatim)\b.*?{%\s*end\1\s*%}",
        " | ",
        template,
        flags=re.DOTALL,
    )
    text = re.sub(r"{% block (?:width|classes?|section) %}[^<{]*", " | ", text)
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", " | ", text, flags=re.DOTALL)
    text = re.sub(r"<(script|svg|code|pre)\b.*?</\1>", " | ", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", " | ", text)
    return [one for one in re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]{2,})+", text)]


def test_what_a_page_says_goes_through_translation() -> None:
    assert bare_words("<p>Two words</p>") == ["Two words"]
    assert bare_words('<p>{% translate "Two words" %}</p>') == []
    found = {path: words for path, text in templates() if (words := bare_words(text))}
    # Shown when nothing works any more, translation included.
    assert found.pop("inspectorate/templates/500.html", None)
    assert found == {}
