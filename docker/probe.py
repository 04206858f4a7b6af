"""The containers' health checks: `probe.py web` or `probe.py scheduler`; exit status 1 is unwell."""

import http.client
import os
import sys
import time
from pathlib import Path

SCHEDULE_SECONDS = 600
"""The scheduler writes its file every three minutes; three of those missed is too many."""


def web_is_well() -> bool:
    """Whether this container answers that it can serve, asked under a name that it serves."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    line = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
    try:
        line.request("GET", "/health/ready", headers={"Host": host if host != "*" else "localhost"})
        return line.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False


def scheduler_is_well() -> bool:
    """Whether the scheduler has noted its schedule lately."""
    files = list(Path(os.environ["CELERY_BEAT_SCHEDULE_FILE"]).parent.glob("schedule*"))
    return any(time.time() - file.stat().st_mtime < SCHEDULE_SECONDS for file in files)


if __name__ == "__main__":
    checks = {"web": web_is_well, "scheduler": scheduler_is_well}
    sys.exit(0 if checks[sys.argv[1]]() else 1)
