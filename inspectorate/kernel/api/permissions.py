"""The one permission of the API: the token's scopes. Whether *this* record: see each access.py."""

from typing import Any

from rest_framework.permissions import BasePermission

from inspectorate.kernel.errors import NotPermitted

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class HasScope(BasePermission):
    """The token must carry ``collection:read`` or ``collection:write``, of each collection that the
    address touches."""

    def has_permission(self, request: Any, view: Any) -> bool:
        deed = "read" if request.method in SAFE else "write"
        for collection in (view.collection, *view.also):
            wanted = f"{collection}:{deed}"
            if wanted not in request.auth.scopes:
                raise NotPermitted(f"This token does not have the scope {wanted}.")
        return True
