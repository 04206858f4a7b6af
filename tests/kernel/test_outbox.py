"""The outbox: committed with the change, handed over at least once, seen whole by the relay alone."""

import threading
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from inspectorate.kernel import outbox
from inspectorate.kernel.models import OutboxMessage
from inspectorate.tenancy.errors import NoScope
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

COMMITTED = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def put(here: Inspectorate, count: int = 1) -> None:
    with scope(here.pk):
        for number in range(count):
            outbox.after_commit("tests.nothing", number=number)


def waiting(here: Inspectorate) -> int:
    with scope(here.pk):
        return OutboxMessage.objects.filter(delivered_at=None).count()


class Sent(list[Any]):
    def __call__(self, number: int, here: int, task: str, arguments: str) -> None:
        self.append((number, here, task, arguments))


def test_a_message_needs_an_open_scope(db: None) -> None:
    with pytest.raises(NoScope):
        outbox.after_commit("tests.nothing")


@COMMITTED
def test_the_relay_sees_every_inspectorate_and_nobody_else_does(
    hmie: Inspectorate, other: Inspectorate
) -> None:
    put(hmie, 2)
    put(other, 1)
    assert waiting(hmie) == 2
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from kernel_outbox")
        assert cursor.fetchone() == (0,)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role inspectorate_relay")
    sent = Sent()
    assert outbox.deliver(sent) == 3
    assert [(here, task) for _, here, task, _ in sorted(sent)] == [
        (hmie.pk, "tests.nothing"),
        (hmie.pk, "tests.nothing"),
        (other.pk, "tests.nothing"),
    ]
    assert {arguments for *_, arguments in sent} == {'{"number": 0}', '{"number": 1}'}
    assert waiting(hmie) == waiting(other) == 0
    assert outbox.deliver(sent) == 0


@COMMITTED
def test_what_was_rolled_back_is_never_sent(hmie: Inspectorate) -> None:
    with scope(hmie.pk):
        outbox.after_commit("tests.nothing")
        transaction.set_rollback(True)
    assert outbox.deliver(Sent()) == 0


@COMMITTED
def test_more_than_a_batch_goes_out_in_one_round(hmie: Inspectorate) -> None:
    put(hmie, outbox.BATCH + 5)
    sent = Sent()
    assert outbox.deliver(sent) == outbox.BATCH + 5
    assert len({number for number, *_ in sent}) == outbox.BATCH + 5


@COMMITTED
def test_a_relay_that_dies_between_sending_and_marking_leads_to_a_second_delivery(
    hmie: Inspectorate,
) -> None:
    put(hmie, 3)
    first = Sent()

    def dies(*message: Any) -> None:
        if len(first) == 2:
            raise ConnectionError
        first(*message)

    with pytest.raises(ConnectionError):
        outbox.deliver(dies)
    assert waiting(hmie) == 3
    second = Sent()
    assert outbox.deliver(second) == 3
    assert set(first) < set(second)


@COMMITTED
def test_two_relays_at_once_do_not_wait_for_each_other_nor_send_twice(hmie: Inspectorate) -> None:
    put(hmie, outbox.BATCH + 1)
    holding, go_on = threading.Event(), threading.Event()
    slow, quick = Sent(), Sent()

    def sends_slowly(*message: Any) -> None:
        slow(*message)
        holding.set()
        assert go_on.wait(30)

    def relay() -> None:
        outbox.deliver(sends_slowly)
        connection.close()

    other = threading.Thread(target=relay)
    other.start()
    assert holding.wait(30)
    assert outbox.deliver(quick) == 1
    go_on.set()
    other.join(30)
    numbers = [number for number, *_ in slow + quick]
    assert len(numbers) == len(set(numbers)) == outbox.BATCH + 1
    assert waiting(hmie) == 0
