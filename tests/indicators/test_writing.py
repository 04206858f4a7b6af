"""An edition written is the edition read, always in the same words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.rules.document import Edition
from indicators.rules.reading import read_edition
from indicators.rules.writing import write_edition
from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.yaml_fields import Fields
from inspectorate.kernel.yaml_text import write_yaml
from inspectorate.kernel.yaml_tree import read_tree
from tests.indicators.editions import SHIPPED, SMALL, read, small
from tests.indicators.made import editions, proses, texts


@given(editions())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_edition_comes_back_as_it_went(edition: Edition) -> None:
    text = write_edition(edition)
    again = read_edition(text.encode())
    assert again == edition
    assert write_edition(again) == text


@given(st.lists(texts, max_size=5), proses)
@settings(max_examples=80, deadline=None)
def test_any_text_comes_back_as_it_went(members: list[str], prose: str) -> None:
    text = write_yaml({"list": members, "prose": prose, "deep": [{"text": one} for one in members]})
    faults = FaultList()
    fields = Fields(read_tree(text.encode(), faults), "", faults)
    assert fields.texts("list", most=9) == tuple(dict.fromkeys(members))
    assert fields.prose("prose") == prose
    inner = [one.node.entries[0][1].text for one in fields.items("deep", most=9)]
    assert inner == members
    assert not len(faults)


@pytest.mark.parametrize("name", ["hmie-2005", "ofsted-ilacs"])
def test_the_shipped_editions_stand_in_their_canonical_form(name: str) -> None:
    text = (SHIPPED / f"{name}.yaml").read_text()
    assert write_edition(read(text)) == text


def test_what_reading_fills_in_is_left_out() -> None:
    text = write_edition(small("findings: {low: {band: good-or-better, at_most: 9/30}}\n"))
    assert "statement" not in text
    assert "graded: " not in text
    assert "at_most: 30%" in text
    assert "non_grades: [not-graded]" in text
    assert read(text) == small("findings: {low: {band: good-or-better, at_most: 30%}}\n")


def test_codes_that_look_like_numbers_are_quoted() -> None:
    assert '- code: "1.10"' in write_edition(read(SMALL))
