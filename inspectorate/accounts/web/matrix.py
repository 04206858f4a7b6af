"""Who may do what: the roles and their permissions, on one page that prints."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inspectorate.accounts.roles import MATRIX, PURPOSES, needs_second_factor
from inspectorate.accounts.terms import Permission, Role
from inspectorate.kernel.web.views import InspectorateRequest


@require_safe
def matrix(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """Every member may see it: it holds no names."""
    values = {
        "roles": [(role, PURPOSES[role], needs_second_factor([role])) for role in Role],
        "rows": [
            (permission, [permission in MATRIX[role] for role in Role]) for permission in Permission
        ],
        "own": set(request.actor.roles),
    }
    return render(request, "accounts/matrix.html", values)
