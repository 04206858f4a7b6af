"""The page for people says what the description for machines says."""

import re

import pytest
from django.test import Client

from inspectorate.kernel.api.docs import METHODS, schema

ADDRESS = "/api/v1/docs"


@pytest.fixture
def html(client: Client) -> str:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_operation_and_every_record_is_on_it(html: str) -> None:
    for path, methods in schema()["paths"].items():
        assert path.removeprefix("/api/v1/{inspectorate}") in html
        for method in METHODS:
            if method in methods:
                assert f'id="{methods[method]["operationId"]}"' in html
                assert methods[method]["summary"] in html.replace("&#x27;", "'")
    for name in schema()["components"]["schemas"]:
        assert f'id="record-{name}"' in html


def test_its_links_lead_somewhere(html: str) -> None:
    linked = set(re.findall(r'href="#([^"]+)"', html))
    there = re.findall(r' id="([^"]+)"', html)
    assert linked <= set(there)
    assert len(there) == len(set(there))


def test_it_needs_no_sign_in_and_no_script(client: Client) -> None:
    answer = client.get(ADDRESS)
    assert "<script>" not in answer.content.decode()
    assert " style=" not in answer.content.decode()
    assert client.post(ADDRESS).status_code in {403, 405}
