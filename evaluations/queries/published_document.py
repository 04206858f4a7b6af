"""A published version as the document of queries/report_document.py: its words and its evaluations."""

from typing import Any

from django.utils.translation import gettext as _

from evaluations.models import PublishedVersion
from evaluations.terms import ChapterKind


def published_document(version: PublishedVersion) -> dict[str, Any]:
    """The document as it was frozen. A version without words of a report (brought in from a file, or
    published before it was written here) has one chapter: its evaluations."""
    content: dict[str, Any] = version.content
    words = content.get("report") or {
        "title": _("Inspection of %(area)s") % {"area": content["area"]["name"]},
        "chapters": [
            {
                "id": "",
                "number": 1,
                "title": _("Evaluations"),
                "kind": ChapterKind.EVALUATIONS.value,
                "blocks": [],
            }
        ],
        "main_points": [],
        "good_practice": [],
        "sources": [],
    }
    return {**content, **words}
