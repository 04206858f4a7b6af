"""Years simulated small: everything holds, and no page or job sends more statements for more data."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from followthrough.models import MainPointForAction, PointMove, Progress
from followthrough.simulation import Given, simulate
from followthrough.simulation.checks import broken
from followthrough.simulation.places import Map
from inspectorate.kernel.models import Mail
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

pytestmark = pytest.mark.django_db


def test_statements_do_not_grow_and_every_rule_holds() -> None:
    small = simulate(Given("small-years", areas=8, points=24, years=3))
    large = simulate(Given("large-years", areas=16, points=64, years=4, seed=2))
    for found in (small, large):
        assert {rule: points for rule, points in found.broken.items() if points} == {}
    assert len(large.broken) == 7
    counts = [{one.what: one.statements for one in found.measures} for found in (small, large)]
    for what in ("desk of all committees", "list of points", "planning picture", "analysis"):
        assert counts[0][what] == counts[1][what], what
    run = counts[1].pop("reminder run")
    assert run <= 17, "what is said is written and sent at once, whatever the number of people"
    assert max(counts[1].values()) <= 12
    assert large.counts["areas merged"]
    assert large.counts["committees dissolved"]
    assert large.counts["of them under the second edition"] > 0
    assert large.counts["follow-through inspections"] > large.counts["inspections"] / 2


def test_the_checks_see_what_is_wrong() -> None:
    """Each rule is broken once: a check that finds nothing would prove nothing."""
    found = simulate(Given("broken-years", areas=8, points=16, years=3))
    with scope(found.inspectorate.pk):
        made = list(MainPointForAction.objects.values_list("pk", flat=True))
        today = PointMove.objects.latest("at").at.date()
        judged = Progress.objects.order_by("pk")[0]
        with connection.cursor() as cursor:
            cursor.execute(
                "delete from followthrough_roundpoint where inspection_id = %s and point_id = %s",
                [judged.inspection_id, judged.point_id],
            )
            cursor.execute(
                "update areas_childprotectioncommittee set to_on = coalesce(from_on, '2001-01-01')"
            )
        lost = MainPointForAction.objects.filter(status="judged").order_by("-pk")[0]
        MainPointForAction.objects.filter(pk=lost.pk).update(status="closed")
        wrong = broken(today, [*made, 0], Map())
    assert wrong["no point is lost"] == [0]
    assert judged.point_id in wrong["nothing is judged outside a follow-through inspection"]
    assert lost.pk in wrong["nothing ends without a judgement or a reason"]
    assert lost.pk in wrong["every step is one that a life allows"]
    assert wrong["every open point has a committee of today"]


def test_the_command_says_what_it_did_and_refuses_data() -> None:
    out = StringIO()
    given = {"inspectorate": "told-years", "areas": 8, "points": 8, "years": 3}
    call_command("simulate_followthrough", **given, stdout=out)
    said = out.getvalue()
    assert "Simulated 3 years of 8 areas at /told-years/" in said
    assert said.count(": ok") == 7
    with scope(Inspectorate.objects.get(slug="told-years").pk):
        assert not Mail.objects.filter(key__startswith="points-due").exists()
    with pytest.raises(CommandError, match="has data"):
        call_command("simulate_followthrough", **given)
    err = StringIO()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("simulate_followthrough", inspectorate="x-years", areas=2, stderr=err)
    assert "areas: Give a number from 8 to 999." in err.getvalue()
    assert not Inspectorate.objects.filter(slug="x-years").exists()
