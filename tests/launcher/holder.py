"""Run as a script: holds services and says where they are, as one line of JSON on standard output.

`holder.py kept|throwaway FOLDER [ACCOUNT]` ends when its standard input does. A process of its own
because the launcher forks, which a test process with threads must not.
"""

import json
import os
import sys
from pathlib import Path

from inspectorate.launcher.folders import Place, make_folder
from inspectorate.launcher.processes import unprivileged_account
from inspectorate.launcher.services import kept_services, throwaway_services

if __name__ == "__main__":
    kind, folder = sys.argv[1], Path(sys.argv[2])
    account = unprivileged_account()
    place = Place(base=make_folder(folder, passable=account is not None), account=account)
    open_services = kept_services if kind == "kept" else throwaway_services
    environ = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", *sys.argv[3:]}}
    with open_services(environ, place) as services:
        found = {
            "app": services.database.app,
            "owner": services.database.owner,
            "redis": services.redis_url,
            "folder": str(services.folder),
            "embedded": services.embedded_database,
        }
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
