import pytest

from inspectorate.tenancy.models import Inspectorate
from tests.api.tool import Tool


@pytest.fixture
def tool(hmie: Inspectorate) -> Tool:
    """A tool of the first inspectorate with every scope."""
    return Tool(hmie)
