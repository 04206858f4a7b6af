"""What was sent: JSON of a bounded size, read strictly."""

from typing import Any

import orjson
from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from inspectorate.kernel.api.problems import TooLarge


def refuse_too_large(request: Request) -> None:
    """Refuse a body by the length it declares, before any of it is read. Raises TooLarge (413).

    A body without a declared length is read by the server as empty.
    """
    sent = request.META.get("CONTENT_LENGTH") or "0"
    if sent.isascii() and sent.isdigit() and int(sent[:18]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise TooLarge


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
