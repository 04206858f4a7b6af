from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PointStatus(TextChoices):
    OPEN = "open", _("Open")
    JUDGED = "judged", _("Progress judged")
    CLOSED = "closed", _("Closed")
    SUPERSEDED = "superseded", _("Superseded")
