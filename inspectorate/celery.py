"""The Celery application. Imports no app: tasks are found by name when the worker starts."""

import os

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.settings.production")

app = Celery("inspectorate")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule_filename = os.environ.get("CELERY_BEAT_SCHEDULE_FILE", "celerybeat-schedule")
app.autodiscover_tasks()


@worker_init.connect  # type: ignore[untyped-decorator]
def refuse_a_role_that_looks_over_walls(**_: object) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("check", databases=["default"])
