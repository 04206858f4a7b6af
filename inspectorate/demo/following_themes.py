"""The seven themes of the national report's last section as the catalogue, and which of them each
main point of the reconstruction is about: by its indicator, made up as the points are."""

from followthrough.models import MainPointForAction, Theme
from followthrough.operations.point_life import describe_point, save_theme
from inspectorate.accounts.people import Actor

SECTION = "How well do we protect Scotland’s children? (2009), section six."
THEMES = (
    ("Assessment of risks and needs", ("3.3",)),
    ("Planning to keep individual children safe and improve their circumstances", ("3.4",)),
    ("Meeting longer-term needs", ("1.4",)),
    ("Information-sharing and recording", ("3.2",)),
    ("Seeking the views of children and families", ("3.1", "4.3")),
    ("Quality assurance and self-evaluation", ("5.4",)),
    ("Leadership and direction", ("5.1", "5.2", "5.3")),
)


def load(actor: Actor) -> None:
    """In the open scope; nothing when there are themes already."""
    if Theme.objects.exists():
        return
    by_indicator: dict[str, str] = {}
    for position, (title, codes) in enumerate(THEMES, 1):
        made = save_theme(actor=actor, title=title, description=SECTION, position=position)
        by_indicator |= dict.fromkeys(codes, made.code)
    points = MainPointForAction.objects.filter(indicator__isnull=False).order_by("pk")
    for point in points.select_related("indicator"):
        theme = by_indicator.get(point.indicator.code)
        if theme:
            describe_point(
                actor=actor,
                point=point.pk,
                based_on=point.version,
                theme=theme,
                lead_post=point.lead_post,
            )
