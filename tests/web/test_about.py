"""Help and the accessibility statement are there for everybody, linked from every page."""

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("address", "says"),
    [("/public/help", "Somebody changed the same text"), ("/public/accessibility", "WCAG 2.2")],
)
def test_anybody_may_read_it(client: Client, db: None, address: str, says: str):
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert says in text
    assert 'href="/public/help"' in text
    assert 'href="/public/accessibility"' in text


@pytest.mark.parametrize("address", ["/public/help", "/public/accessibility"])
def test_it_can_only_be_read(client: Client, db: None, address: str):
    assert client.post(address).status_code == 405


def test_an_address_that_is_nowhere_is_said_in_the_house_s_words(client: Client, db: None):
    answer = client.get("/public/nowhere")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()
