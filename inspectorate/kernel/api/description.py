"""How an endpoint is named in the API's description."""

from drf_spectacular.openapi import AutoSchema

from inspectorate.kernel.api.lists import ListEndpoint
from inspectorate.kernel.api.views import Endpoint

VERBS = {"GET": "get", "POST": "create", "PATCH": "edit", "DELETE": "remove"}


class EndpointSchema(AutoSchema):
    """Operations are named after their address, and grouped by collection."""

    def get_operation_id(self) -> str:
        """``evaluations_list``, ``evaluations_edit``, ``inspections_moves_create``."""
        _, _, _, _, *parts = self.path.split("/")
        named = [part.replace("-", "_") for part in parts if not part.startswith("{")]
        lists = self.method == "GET" and isinstance(self.view, ListEndpoint)
        return "_".join([*named, "list" if lists else VERBS[self.method]])

    def get_tags(self) -> list[str]:
        assert isinstance(self.view, Endpoint)  # noqa: S101 -- for the type checker
        return [self.view.collection]
