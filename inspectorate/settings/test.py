"""The tests: real PostgreSQL and a real broker; only the cost of passwords is lowered."""

from inspectorate.settings.development import *  # noqa: F403

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
API_REQUESTS_A_MINUTE = 1_000_000
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]  # noqa: F405
JOB_SILENCE_SECONDS = 3
MIDDLEWARE = ["tests.system.reached.Reached", *MIDDLEWARE]  # noqa: F405
"""Notes which addresses are reached, when asked to; see tests/system/reached.py."""
