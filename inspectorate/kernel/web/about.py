"""Help and the accessibility statement: the same for everybody, signed in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inspectorate.kernel.web.views import public


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "help.html")


@public
@require_safe
def accessibility_page(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")
