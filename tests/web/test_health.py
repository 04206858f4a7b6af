"""What a load balancer asks: is it alive, is it ready."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_it_answers_without_signing_in(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
