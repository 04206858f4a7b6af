"""The production shape. Refuses to start with anything of the demonstration switched on."""

from django.core.exceptions import ImproperlyConfigured

from inspectorate.settings.base import *  # noqa: F403

if env.bool("DEMONSTRATION_SIGN_IN", default=False):  # noqa: F405
    raise ImproperlyConfigured(
        "DEMONSTRATION_SIGN_IN lets anyone sign in as anyone; it cannot be on in production. "
        "Remove it from the environment."
    )
if (
    len(SECRET_KEY) < 50  # noqa: F405
    or len(set(SECRET_KEY)) < 10  # noqa: F405
    or SECRET_KEY.startswith("development-only")  # noqa: F405
):
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 random characters.")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")  # noqa: F405
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])  # noqa: F405
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)  # noqa: F405
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-form"
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.str("EMAIL_HOST", default="localhost"),  # noqa: F405
            "port": env.int("EMAIL_PORT", default=25),  # noqa: F405
            "username": env.str("EMAIL_HOST_USER", default=""),  # noqa: F405
            "password": env.str("EMAIL_HOST_PASSWORD", default=""),  # noqa: F405
            "use_tls": env.bool("EMAIL_USE_TLS", default=False),  # noqa: F405
        },
    }
}
