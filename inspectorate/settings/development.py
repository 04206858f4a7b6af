"""A developer's machine, with the embedded services."""

from inspectorate.settings.base import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "inspectorate.demo"]  # noqa: F405
DEBUG = env.bool("DEBUG", default=False)  # noqa: F405
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # served straight from where they lie
