"""Again and again the network or the server goes while work is sent: nothing is lost, nothing twice.

The driver keeps a log of what was done as the browser does (an operation has its key before it is
sent, never changes afterwards, and is sent until it is answered) and speaks with a site in a process
of its own, over bare sockets, so that a request or an answer can be cut at any byte and the site
killed at any moment. ``tests/browser/offline`` does the same with a browser above it. The seed is
printed; set ``SEED`` to repeat a run. The suite takes 250 of them; ``INTERRUPTIONS=1000`` all thousand.
"""

import json
import os
import random
import socket
import struct
import sys
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from evaluations.models import ClientOperation, Evaluation, Evidence, MemberView
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.workspace.conftest import MADE_AT
from tests.killed_site import PATIENCE, KilledSite
from tests.people import sign_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

SEED = int(os.environ.get("SEED", "2009"))
INTERRUPTIONS = int(os.environ.get("INTERRUPTIONS", "250"))
CODES = ["1.1", "1.2", "3.3", "5.1"]
MOST_IN_A_BATCH = 3
LONGEST_WAIT = 0.03
"""Seconds: about what a batch takes, so that the site is killed before, while and after it saves."""
RESET = struct.pack("ii", 1, 0)


class DeviceLog:
    """What was done on a device, in order, by the rules of the browser's log."""

    def __init__(self, inspection: str, chance: random.Random) -> None:
        self.inspection = inspection
        self.chance = chance
        self.operations: list[dict[str, Any]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.texts: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.evidence: list[str] = []
        self.last: dict[tuple[str, str], str] = {}

    def type(self) -> None:
        """Somebody goes on writing: a word more in a field, or a new piece of evidence."""
        word = f"w{len(self.operations)}"
        code = self.chance.choice(CODES)
        what = self.chance.choices(["rationale", "reason", "evidence"], [5, 3, 2])[0]
        if what == "evidence":
            self.evidence.append(f"Said in interview {word}.")
            self._add("evidence.add", "", self._piece(code, self.evidence[-1]))
            return
        typed = self.texts[what, code]
        typed.append(f"{typed[-1]} {word}" if typed else word)
        kind = "evaluation.save" if what == "rationale" else "view.save"
        self._add(kind, code, {what: typed[-1]})

    @staticmethod
    def _piece(code: str, text: str) -> dict[str, Any]:
        return {
            "bearing": "strength",
            "source_kind": "interviews",
            "level_of_service": "delivery",
            "indicators": [code],
            "happened_on": "2008-04-14",
            "text": text,
        }

    def _add(self, kind: str, target: str, fields: dict[str, Any]) -> None:
        key = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        before = self.last.get((kind, target)) if target else None
        self.operations.append(
            {
                "key": key,
                "seq": len(self.operations) + 1,
                "kind": kind,
                "inspection": self.inspection,
                "target": target,
                "based_on": self._version(before),
                "made_at": MADE_AT,
                "fields": fields,
                "reasons": {},
                "after": before if before not in self.answers else None,
                "replaces": None,
            }
        )
        if target:
            self.last[kind, target] = key

    def _version(self, before: str | None) -> int:
        """What the document on the device would say, as far as answers have told it."""
        record = self.answers.get(before or "", {}).get("record") or {}
        return int(record.get("version", 0))

    def batch(self) -> list[dict[str, Any]]:
        """What is sent next: the first that have no answer, in order."""
        waiting = [one for one in self.operations if one["key"] not in self.answers]
        return waiting[:MOST_IN_A_BATCH]

    def take(self, answers: list[dict[str, Any]]) -> None:
        for one in answers:
            if one["state"] == "again":
                continue
            known = self.answers.setdefault(one["key"], one)
            assert known == one, "a repeat is given the first answer"


class Wire:
    """The device's connection with the site, which breaks."""

    def __init__(self, site: KilledSite, world: World, chance: random.Random) -> None:
        self.site = site
        self.chance = chance
        cookie = sign_in(Client(), world.people.inspector).cookies[settings.SESSION_COOKIE_NAME]
        self.cookies = f"{cookie.key}={cookie.value}"
        self.headers = {
            "Content-Type": "application/json",
            "X-Device": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        }

    def begin(self) -> None:
        """Fetch the form token, and register the device."""
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)
        connection.request("GET", "/hmie/workspace/status", headers={"Cookie": self.cookies})
        answer = connection.getresponse()
        token = json.loads(answer.read())["csrf"]
        given = [one.split(";")[0] for one in answer.headers.get_all("Set-Cookie")]
        self.headers |= {"X-CSRFToken": token, "Cookie": "; ".join([self.cookies, *given])}
        body = json.dumps({"key": self.headers["X-Device"], "name": "A laptop"})
        connection.request("POST", "/hmie/workspace/devices", body, self.headers)
        assert connection.getresponse().status == 201
        connection.close()

    def _request(self, batch: list[dict[str, Any]]) -> bytes:
        body = json.dumps({"operations": batch}).encode()
        headers = {**self.headers, "Host": "127.0.0.1", "Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST /hmie/workspace/operations HTTP/1.1\r\n{lines}\r\n".encode() + body

    def _sent(self, batch: list[dict[str, Any]], *, share: float = 1) -> socket.socket:
        """A connection with the batch, or the first share of it, on its way."""
        line = socket.create_connection(("127.0.0.1", self.site.port), timeout=PATIENCE)
        whole = self._request(batch)
        line.sendall(whole[: int(len(whole) * share)])
        return line

    def send(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """As it should be; what was answered."""
        return self._answers(self._sent(batch))

    @staticmethod
    def _answers(line: socket.socket) -> list[dict[str, Any]]:
        with line:
            answer = HTTPResponse(line, method="POST")
            answer.begin()
            body = answer.read()
        assert answer.status == 200, body
        found: list[dict[str, Any]] = json.loads(body)["answers"]
        return found

    @staticmethod
    def _cut(line: socket.socket) -> None:
        """Gone without a farewell, as when the laptop is closed or the wifi ends."""
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        line.close()

    # Each way in which it goes wrong gives the answers that arrived in spite of it.

    def before_it_was_sent(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        self._cut(self._sent(batch, share=0))
        return []

    def in_the_request(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        self._cut(self._sent(batch, share=self.chance.random()))
        return []

    def while_the_site_works(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        line = self._sent(batch)
        time.sleep(self.chance.uniform(0, LONGEST_WAIT))
        self._cut(line)
        return []

    def before_the_answer(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The site has saved and answered; nothing of that arrives."""
        line = self._sent(batch)
        line.recv(1, socket.MSG_PEEK)
        self._cut(line)
        return []

    def in_the_answer(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        line = self._sent(batch)
        line.recv(1, socket.MSG_PEEK)
        line.recv(self.chance.randrange(1, 1_500))
        self._cut(line)
        return []

    def answered_and_not_noted(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The whole answer came, and the browser died before it was written down."""
        self.send(batch)
        return []

    def sent_by_two_at_once(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Two senders of one log: the second was told of fewer operations, or of more."""
        lines = [self._sent(batch), self._sent(batch[: self.chance.randint(1, len(batch))])]
        self.chance.shuffle(lines)
        answers: list[list[dict[str, Any]]] = [[], []]

        def read(number: int) -> None:
            answers[number] = self._answers(lines[number])

        readers = [threading.Thread(target=read, args=[number]) for number in range(2)]
        for one in readers:
            one.start()
        for one in readers:
            one.join()
        assert all(answers), "both are answered"
        return [one for each in answers for one in each]

    def killed(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The site's process ends in the middle of it; perhaps the answer was on its way."""
        line = self._sent(batch)
        time.sleep(self.chance.uniform(0, LONGEST_WAIT))
        self.site.kill()
        try:
            return self._answers(line)
        except (OSError, HTTPException, ValueError):
            return []


WAYS = {
    Wire.before_it_was_sent: 2,
    Wire.in_the_request: 3,
    Wire.while_the_site_works: 3,
    Wire.before_the_answer: 3,
    Wire.in_the_answer: 3,
    Wire.answered_and_not_noted: 2,
    Wire.sent_by_two_at_once: 2,
    Wire.killed: 2,
}
"""How it goes wrong, and how often against the others."""


@pytest.fixture
def killed_site(world: World) -> Iterator[KilledSite]:
    with KilledSite() as site:
        yield site


def test_a_thousand_interruptions_lose_nothing_and_save_nothing_twice(
    killed_site: KilledSite, world: World, capsys: Any
) -> None:
    chance = random.Random(SEED)
    log = DeviceLog(ids.encode("inspection", world.inspection.pk), chance)
    wire = Wire(killed_site, world, chance)
    wire.begin()
    counted: Counter[str] = Counter()
    began = time.monotonic()
    while counted.total() < INTERRUPTIONS:
        for _ in range(chance.choices([0, 1, 2], [6, 3, 1])[0]):
            log.type()
        batch = log.batch()
        if not batch or chance.random() < 0.15:
            log.take(wire.send(batch) if batch else [])
            continue
        way = chance.choices(list(WAYS), list(WAYS.values()))[0]
        log.take(way(wire, batch))
        counted[way.__name__.replace("_", " ")] += 1
        if chance.random() < 0.03:
            late = chance.choice(log.operations)
            log.take(wire.send([late]) if late["key"] in log.answers else [])
    while log.batch():
        log.take(wire.send(log.batch()))
    with capsys.disabled():
        sys.stdout.write(
            f"\nseed {SEED}: {counted.total()} interruptions in {time.monotonic() - began:.0f} s"
            f" ({', '.join(f'{number} {way}' for way, number in counted.most_common())});"
            f" {len(log.operations)} operations\n"
        )
    require_each_once(log, world)


def require_each_once(log: DeviceLog, world: World) -> None:
    """Every text is with the site once, in the order in which it was typed; nothing else is."""
    states = Counter(one["state"] for one in log.answers.values())
    assert states == {"done": len(log.operations)}, "one person meets nobody"
    with scope(world.here.pk):
        assert ClientOperation.objects.count() == len(log.operations)
        pieces = list(Evidence.objects.order_by("number").values_list("number", "text"))
        assert pieces == list(enumerate(log.evidence, start=1))
        for model, name in ((Evaluation, "rationale"), (MemberView, "reason")):
            for record in model.objects.filter(inspection=world.inspection).exclude(**{name: ""}):
                typed = log.texts.pop((name, record.indicator.code))
                assert getattr(record, name) == typed[-1]
                assert kept_texts(record, name) == typed, "each text was saved once, and in order"
        assert log.texts == {}
    call_command("verify_history", inspectorate="hmie")


def kept_texts(record: Any, name: str) -> list[str]:
    """What a field of a record was, change after change, by its history."""
    entries = HistoryEntry.objects.filter(
        table_name=record._meta.db_table, record_id=record.pk
    ).order_by("id")
    texts = [one.row_data[name] for one in entries]
    return [one for one in texts if one]
