"""Where no view answers, tools get a problem document and people a page."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/api/v1/hmie/nothing", "/api/v2", "/api/v1/hmie/areas/"])
def test_tools_get_a_problem(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_people_get_a_page(client: Client) -> None:
    answer = client.get("/nowhere/at/all")
    assert answer.status_code in {302, 404}
    assert answer["Content-Type"].startswith("text/html")
