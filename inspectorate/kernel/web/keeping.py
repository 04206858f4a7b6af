"""What may be kept of what is answered: nothing by caches, no secret of an address by the log."""

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_SECRET = re.compile(
    r"(/accounts/(?:invitation/[^/\s]+|password/reset/key)/|/typed/|/early/"
    r"|/calendar/(?=[^/\s]+\.ics))[^/\s\"]+"
)


class NotKept:
    """Pages and answers are for who asked: no browser or proxy keeps them, unless a view says so.

    Static files are answered before this and are kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        return response


class WithoutSecrets(logging.Filter):
    """Takes the secrets of invitations, password links, calendars, kept forms and early readers out
    of addresses before they are logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        clean = _SECRET.sub(r"\1***", said)
        if clean != said:
            record.msg, record.args = clean, ()
        return True
