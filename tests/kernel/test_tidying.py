"""What machinery leaves behind goes by age, in every inspectorate, and nothing else does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inspectorate.kernel.models import KeptAnswer, OutboxMessage
from inspectorate.kernel.tasks import tidy
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

pytestmark = pytest.mark.django_db


def test_old_and_done_goes_new_or_waiting_stays(hmie: Inspectorate, other: Inspectorate) -> None:
    now = timezone.now()
    for inspectorate in (hmie, other):
        with scope(inspectorate.pk):
            OutboxMessage.objects.create(task="old", delivered_at=now - timedelta(days=8))
            OutboxMessage.objects.create(task="new", delivered_at=now - timedelta(days=6))
            waiting = OutboxMessage.objects.create(task="waiting")
            OutboxMessage.objects.filter(pk=waiting.pk).update(created_at=now - timedelta(days=90))
            for key, days in (("old", 31), ("new", 29)):
                kept = KeptAnswer.objects.create(token_id=1, key=key, request_digest="x")
                KeptAnswer.objects.filter(pk=kept.pk).update(created_at=now - timedelta(days=days))
    assert tidy() == 4
    for inspectorate in (hmie, other):
        with scope(inspectorate.pk):
            left = OutboxMessage.objects.order_by("id").values_list("task", flat=True)
            assert list(left) == ["new", "waiting"]
            assert [one.key for one in KeptAnswer.objects.all()] == ["new"]
    assert tidy() == 0
