"""The matrix of every indicator by kind of source, and what is missing before moderation."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evaluations.queries.completeness import advice, in_words
from evaluations.queries.matrix import MatrixPage, as_list, matrix_page
from evaluations.rules.completeness import Finding, Kind
from inspectorate.kernel.web.downloads import as_csv

ANCHORS = {
    Kind.NO_VALUE: "agreed",
    Kind.NO_RATIONALE: "rationale",
    Kind.NO_EVIDENCE: "new-evidence",
    Kind.VIEW_MISSING: "evaluation",
    Kind.CONTRARY: "evidence",
}
"""Where on an indicator's page a finding is fixed; otherwise at what it rests on."""
HERE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a sentence where the links come."""
ICONS = {
    Kind.NO_VALUE: "half",
    Kind.NO_EVIDENCE: "todo",
    Kind.TO_SETTLE: "clash",
    Kind.MEDICAL_UNREAD: "lock",
    Kind.VIEW_MISSING: "clock",
    Kind.CONTRARY: "contrary",
    Kind.OUTCOMES_NOT_COVERED: "out",
    Kind.ONE_KIND_WITH_REASON: "out",
    Kind.DEMANDS_POINT: "flag",
}


@require_safe
def matrix(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The matrix, what must be settled before moderation, and what is good to know."""
    page = matrix_page(request.actor, inspection)
    findings = [
        (one.must, shown_finding(one, inspectorate, inspection, named=page.named))
        for one in page.findings
    ]
    return TemplateResponse(
        request,
        "evaluations/matrix.html",
        {
            "page": page.base,
            "matrix": page,
            "inspection_id": inspection,
            "must": [one for must, one in findings if must],
            "to_know": [one for must, one in findings if not must],
            "now": timezone.localtime(),
        },
    )


@require_safe
def download(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The matrix as CSV."""
    page: MatrixPage = matrix_page(request.actor, inspection)
    return as_csv(as_list(page.rows), f"matrix-{page.base.inspection.area.code}")


def shown_finding(
    one: Finding, inspectorate: str, inspection: str, *, named: bool
) -> dict[str, Any]:
    """A finding in words, its indicators as links to where it is fixed."""
    before, _place, after = in_words(one, named=named, codes=HERE).partition(HERE)
    anchor, icon = ANCHORS.get(one.kind, "triangulation"), ICONS.get(one.kind, "look")
    return {
        "icon": icon,
        "tone": {"look": "warn", "clash": "warn", "contrary": "contra"}.get(icon, ""),
        "before": before,
        "after": after,
        "advice": advice(one),
        "links": [
            (
                code,
                reverse("recording-indicator", args=[inspectorate, inspection, code])
                + f"#{anchor}",
            )
            for code in one.codes
        ],
    }
