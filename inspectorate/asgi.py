import os

from django.core.asgi import get_asgi_application
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.settings.production")
application = get_asgi_application()
call_command("check", databases=["default"])
