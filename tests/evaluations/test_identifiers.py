"""What could identify a person in free text: the rules, and what saving makes of them.

The browser's twin is held to the same examples in tests/browser/test_identifiers.py.
"""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.models import KeptIdentifier
from evaluations.operations.identifiers import IdentifiersFound, require_answers
from evaluations.rules.identifiers import (
    SAID,
    Names,
    find,
    key_of,
    modulus_11,
    name_digest,
    words_of,
)
from inspectorate.kernel.errors import Invalid
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.people import People

EXAMPLES: Any = json.loads(
    (Path(__file__).parent.parent / "data" / "identifiers.json").read_text(encoding="utf-8")
)
NAMES = Names(
    EXAMPLES["salt"],
    frozenset(
        name_digest(EXAMPLES["salt"], word) for one in EXAMPLES["names"] for word in words_of(one)
    ),
)
TODAY = date.fromisoformat(EXAMPLES["today"])


@pytest.mark.parametrize("example", EXAMPLES["texts"], ids=lambda one: one["text"][:40])
def test_what_is_found_in_a_text(example: dict[str, Any]) -> None:
    text = example["text"]
    assert [[one.kind, text[one.start : one.end]] for one in find(text, NAMES, TODAY)] == example[
        "found"
    ]


@pytest.mark.parametrize("example", EXAMPLES["digests"], ids=lambda one: one["text"])
def test_one_thing_has_one_digest_however_it_is_written(example: dict[str, str]) -> None:
    (found,) = find(example["text"], NAMES, TODAY)
    assert found.digest == key_of(NAMES.salt, example["kind"], example["value"])


@given(st.integers(min_value=0, max_value=999_999_999))
def test_of_ten_check_digits_one_is_right_at_most(stem: int) -> None:
    right = [digit for digit in range(10) if modulus_11(f"{stem:09}{digit}")]
    assert len(right) <= 1


@given(st.text(max_size=400))
def test_any_text_is_looked_through(text: str) -> None:
    spans = [(one.start, one.end) for one in find(text, NAMES, TODAY)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@pytest.mark.parametrize("piece", ["0 ", "01/", "a@", "+44 (0)", "é'", "dob ", "1-", "AB12"])
def test_a_long_text_made_to_be_slow_is_looked_through_in_a_moment(piece: str) -> None:
    began = time.perf_counter()
    find(piece * (20_000 // len(piece)), NAMES, TODAY)
    assert time.perf_counter() - began < 5


def test_an_answer_is_needed_for_each_thing_found(hmie: Inspectorate, people: People) -> None:
    texts = {"text": "Write to someone@example.org, EH1 2NG", "quote": "or EH1 2NG"}
    with scope(hmie.pk):
        with pytest.raises(IdentifiersFound) as refused:
            require_answers(inspection=None, texts=texts)
        found = refused.value.found
        assert [(one["field"], one["kind"]) for one in found] == [
            ("text", "email"),
            ("text", "postcode"),
            ("quote", "postcode"),
        ]
        assert refused.value.faults["quote"] == [
            "This looks like a postcode. Remove it, or say why it stays."
        ]
        email, postcode = found[0]["digest"], found[1]["digest"]
        assert postcode == found[2]["digest"]
        with pytest.raises(IdentifiersFound) as again:
            require_answers(
                inspection=None, texts=texts, reasons={email: "An office", postcode: " "}
            )
        assert {one["kind"] for one in again.value.found} == {"postcode"}
        with pytest.raises(Invalid):
            require_answers(
                inspection=None,
                texts={"a": "a@b.co"},
                reasons={email: "x", _digest("a@b.co"): "x" * 501},
            )
        answers = require_answers(
            inspection=None, texts=texts, reasons={email: "An office's", postcode: "The office's"}
        )
        answers.keep(actor=people.inspector.actor, table="evaluations_evidence", record_id=7)
        kept = KeptIdentifier.objects.filter(record_id=7).order_by("field", "kind")
        assert [(one.field, one.kind, one.why, one.removed_at) for one in kept] == [
            ("quote", "postcode", "The office's", None),
            ("text", "email", "An office's", None),
            ("text", "postcode", "The office's", None),
        ]


def _digest(text: str) -> str:
    with pytest.raises(IdentifiersFound) as refused:
        require_answers(inspection=None, texts={"a": text})
    return str(refused.value.found[0]["digest"])


def test_what_is_taken_out_is_struck_from_the_list(hmie: Inspectorate, people: People) -> None:
    actor = people.inspector.actor
    with scope(hmie.pk):
        reasons = {_digest("x@example.org"): "An office's"}

        def save(**texts: str) -> None:
            require_answers(inspection=None, texts=texts, reasons=reasons).keep(
                actor=actor, table="evaluations_evidence", record_id=7
            )

        save(text="x@example.org", quote="x@example.org")
        save(text="nothing any more")
        by_field = {one.field: one.removed_at for one in KeptIdentifier.objects.all()}
        assert by_field["text"] is not None
        assert by_field["quote"] is None, "a field that was not saved is left alone"
        save(text="x@example.org again")
        assert KeptIdentifier.objects.filter(removed_at__isnull=True).count() == 2


def test_each_kind_has_its_sentence() -> None:
    kinds = {kind for example in EXAMPLES["texts"] for kind, _ in example["found"]}
    assert kinds == set(SAID)


def test_the_digests_of_two_inspections_do_not_meet(
    hmie: Inspectorate, other: Inspectorate
) -> None:
    with scope(hmie.pk):
        here = _digest("x@example.org")
    with scope(other.pk):
        assert _digest("x@example.org") != here
