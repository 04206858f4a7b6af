"""For tools that read the code without a database: types, migrations check, the API schema."""

import os

os.environ.setdefault("SECRET_KEY", "not-used-for-anything-that-is-kept")
os.environ.setdefault("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")

from inspectorate.settings.development import *  # noqa: F403
