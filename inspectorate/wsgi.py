"""The web: refuses to start with a database role that could look over the walls."""

import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.settings.production")
application = get_wsgi_application()
call_command("check", databases=["default"])
