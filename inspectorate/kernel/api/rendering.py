"""JSON in and out, nothing else: orjson and a negotiation that has one answer."""

from typing import Any

import orjson
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer


def dumps(data: Any) -> bytes:
    """UTF-8 JSON. Dates are ISO 8601, instants in UTC end in Z; lazy text is rendered."""
    return orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(self, data: Any, *_: Any, **__: Any) -> bytes:
        if data is None:
            return b""
        return data if isinstance(data, bytes) else dumps(data)


class OnlyJSON(BaseContentNegotiation):
    """Every answer is JSON whatever was asked for, so that an error is readable too."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        for parser in parsers:
            content_type = (request.content_type or "").split(";")[0].strip().lower()
            if content_type == parser.media_type:
                return parser
        return None

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type
