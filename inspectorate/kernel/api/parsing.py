"""What was sent: JSON of a bounded size, read strictly."""

from typing import Any

import orjson
from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from inspectorate.kernel.api.problems import TooLarge

FORM_AROUND_A_FILE = 64 * 1024
"""Bytes of a form beside the file in it."""


def refuse_too_large(request: Request, *, file: bool = False) -> None:
    """Refuse a body by the length it declares, before any of it is read; ``file``: it is a form with
    one file. Raises TooLarge (413).

    A body without a declared length is read by the server as empty.
    """
    sent = request.META.get("CONTENT_LENGTH") or "0"
    largest: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if file:
        largest = settings.LARGEST_FILE + FORM_AROUND_A_FILE
    if sent.isascii() and sent.isdigit() and int(sent[:18]) > largest:
        raise TooLarge(file=file)


class JSONParser(BaseParser):
    """RFC 8259 and nothing beside it: no NaN, no half of a surrogate pair, no nesting without end."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return orjson.loads(stream.read())
        except orjson.JSONDecodeError as error:
            raise ParseError(
                f"The body is not JSON that can be read: {error.msg}, line {error.lineno}, "
                f"column {error.colno}."
            ) from None
