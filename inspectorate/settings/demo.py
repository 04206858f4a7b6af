"""`bin/demo`: the real parts on this machine only, with a cast that signs in by a click."""

from inspectorate.settings.development import *  # noqa: F403

DEMONSTRATION_SIGN_IN = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
JOB_PACE_SECONDS = env.float("JOB_PACE_SECONDS", default=0.15)  # noqa: F405
