"""A limit of requests a minute for each token. When the cache cannot be reached, nobody is turned away."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.throttling import BaseThrottle

log = logging.getLogger(__name__)
MINUTE = 60


class PerToken(BaseThrottle):
    def allow_request(self, request: Any, view: Any) -> bool:
        actor = getattr(request, "actor", None)
        if actor is None or actor.token_id is None:
            return True
        key = f"api:{actor.inspectorate_id}:{actor.token_id}:{int(time.time()) // MINUTE}"
        try:
            return bool(_counted(key) <= settings.API_REQUESTS_A_MINUTE)
        except (RedisError, ValueError) as error:
            log.warning("The request limit is not kept: %s", error)
            return True

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE


def _counted(key: str) -> int:
    """The requests of this minute, this one included. The first finds nothing to count on."""
    try:
        return cache.incr(key)
    except ValueError:
        return 1 if cache.add(key, 1, timeout=2 * MINUTE) else cache.incr(key)
