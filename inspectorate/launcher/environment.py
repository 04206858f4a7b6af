"""The environment that the product's processes are given."""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from inspectorate.launcher.folders import CHECKOUT
from inspectorate.launcher.services import Services

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def environment_for(
    services: Services,
    environ: Mapping[str, str],
    *,
    settings: str,
    extra: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The person's environment with the addresses, the key and the settings module in it.

    A SECRET_KEY that is set already stays. The project's programs come first on PATH.
    """
    programs = str(Path(sys.executable).parent)
    return {
        **environ,
        "DATABASE_URL": services.database.app,
        "DATABASE_OWNER_URL": services.database.owner,
        "REDIS_URL": services.redis_url,
        "SECRET_KEY": environ.get("SECRET_KEY") or services.secret_key,
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(CHECKOUT),
        "PATH": f"{programs}:{environ['PATH']}" if environ.get("PATH") else programs,
        **(extra or {}),
    }


def find_browser(environ: Mapping[str, str]) -> str | None:
    """The browser the tests drive: BROWSER_PATH when set, else a Chromium found on PATH."""
    named = environ.get("BROWSER_PATH")
    if named:
        return named if Path(named).exists() else None
    found = (shutil.which(name, path=environ.get("PATH")) for name in BROWSERS)
    return next((path for path in found if path), None)
