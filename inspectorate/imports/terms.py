from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportKind(TextChoices):
    AREAS = "areas", _("Areas and the bodies that serve them")
    FRAMEWORK = "framework", _("Framework edition")
    EVALUATIONS = "evaluations", _("Evaluations")
    MAIN_POINTS = "main-points", _("Main points for action")
