"""Which release of the offline workspace this site serves: a digest over its files.

A browser that holds work under one release is told of the next by this name; see docs/decisions.
"""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

PLACE = Path(settings.BASE_DIR) / "inspectorate" / "static" / "inspectorate"
BESIDE = ("inspectorate.css", "identifiers.js", "mark.svg", "ins-icons.svg")


def files() -> list[str]:
    """The static files that the workspace needs, as names for ``{% static %}``, in order."""
    modules = sorted((PLACE / "workspace").rglob("*.js"))
    named = [one.relative_to(PLACE.parent).as_posix() for one in modules]
    return [*named, *(f"inspectorate/{name}" for name in BESIDE)]


@cache
def release() -> str:
    """Twelve characters that change when any of the files does."""
    whole = hashlib.sha256()
    for name in files():
        whole.update(name.encode())
        whole.update((PLACE.parent / name).read_bytes())
    return whole.hexdigest()[:12]
