"""Published reports in the demonstration: with words, one of them corrected since, one withdrawn, and
one whose main points are followed through (see following_states).

They are of the second cycle and on record from before reports were written here: version 1 is their
evaluations, their words came with version 2. Fictional, made once.
"""

import io
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from evaluations.models import Inspection, PublishedVersion, ReportChapter
from evaluations.operations import import_evaluations, publish_correction, withdraw_report
from evaluations.operations.report_points import add_point
from evaluations.operations.reports import begin_report, remove_chapter, save_chapter
from evaluations.queries.services import services
from evaluations.terms import ChapterKind
from indicators.access import edition_by_code
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids

WITH_WORDS, CORRECTED, WITHDRAWN, FOLLOWED = "A05", "A10", "A18", "A22"
LEVELS = {
    WITH_WORDS: "4,4,5,3,5,4,4,3,4,5,4,4,5,4,4,4,5,3",
    CORRECTED: "5,4,5,4,5,4,4,4,3,5,4,5,4,4,5,4,5,4",
    WITHDRAWN: "4,3,4,3,4,4,3,3,3,4,4,3,4,4,4,3,4,3",
    FOLLOWED: "4,3,4,3,4,3,4,2,3,3,4,3,4,3,4,3,2,3",
}
PUBLISHED_DAYS_AGO = {WITH_WORDS: 33, CORRECTED: 26, WITHDRAWN: 19, FOLLOWED: 250}
Asked = tuple[str, tuple[str, ...], tuple[str, ...]]
POINTS: tuple[Asked, ...] = (
    ("Keep one chronology of each child that every service writes in", ("3.2",), ("police",)),
    ("Seek the views of children before each meeting about them", ("3.1",), ("social-work",)),
    ("Agree between services who assesses what, and by when", ("3.3",), ("health", "social-work")),
    ("Show that training changes what staff do", ("4.1",), ("education",)),
    ("See children alone in the first week after a concern", ("1.4",), ("social-work",)),
    ("Give young people who leave care one person to turn to", ("1.4",), ("housing",)),
    ("Count what early help changes, and read it in committee", ("5.4",), ()),
    ("Tell families in plain words what is planned", ("3.1",), ("social-work", "health")),
    ("Send the police’s concern reports the same day", ("3.2",), ("police",)),
)
"""Of the report that is followed: text, indicators, services named."""
POINTS_OF = {FOLLOWED: POINTS, WITH_WORDS: POINTS[2:4]}
ADDED = "The words of the report are added; until now only its evaluations were on record here."
SUMMARY = (
    "Children in {area} who need protection quickly are made safe. Staff across services listen to "
    "them and act together when concern is immediate. Help over the longer term is less certain: "
    "assessments of risk vary in quality.\n\n"
    "- Staff raise concerns early and share them\n"
    "- Young people shape the services they use\n"
    "- Leaders of all services work as partners\n\n"
    "> Somebody asked me what I wanted to happen. (a young person)"
)
AREA = (
    "{area} is a fictional area: one town, six villages and two islands. Health, education, police, "
    "social work and voluntary organisations work together in it."
)
FINDINGS = (
    "In most of the records that inspectors read, services met within a day of an urgent concern to "
    "plan what to do. Children were seen and spoken to alone where that was right for them.\n\n"
    "## What must improve\n\n"
    "Longer-term help came late for some. {waited} children waited more than three months for a "
    "specialist service."
)
NEXT = (
    "The partnership publishes a joint action plan within eight weeks. Inspectors return within "
    "eighteen months and publish what they find."
)


def load(actor: Actor, programme: str, framework: str) -> None:
    """In the open scope; nothing when reports are published there already."""
    if PublishedVersion.objects.filter(inspection__programme__code=programme).exists():
        return
    _import(actor, programme, framework)
    found = Inspection.objects.filter(programme__code=programme, published_number__gt=0)
    inspections = {one.area.code: one for one in found.select_related("area")}
    for code, inspection in inspections.items():
        _write(actor, inspection, waited="71" if code == CORRECTED else "17")
        _ask(actor, inspection, POINTS_OF.get(code, ()))
        _publish(actor, inspection, ADDED)
    _correct(actor, inspections[CORRECTED])
    withdraw_report(
        actor=actor,
        inspection=_id(inspections[WITHDRAWN]),
        based_on=_version(inspections[WITHDRAWN]),
        reason="One paragraph has to be checked with the partnership. It will be published again.",
    )


def _import(actor: Actor, programme: str, framework: str) -> None:
    """The inspections with their evaluations, published some weeks ago."""
    edition = edition_document(edition_by_code(actor, framework).pk)
    codes = ",".join(one.code for one in edition.indicators)
    lines = [f"area_code,fieldwork_from,fieldwork_to,published_on,{codes}"]
    today = timezone.localdate()
    for area, levels in LEVELS.items():
        published = today - timedelta(days=PUBLISHED_DAYS_AGO[area])
        begun = published - timedelta(days=130)
        lines.append(f"{area},{begun},{begun + timedelta(days=26)},{published},{levels}")
    import_evaluations(
        actor=actor,
        programme=programme,
        framework=framework,
        source=io.BytesIO("\n".join(lines).encode()),
        file_name="second-cycle-published.csv",
    )


def _id(inspection: Inspection) -> str:
    return ids.encode("inspection", inspection.pk)


def _version(inspection: Inspection) -> int:
    inspection.refresh_from_db(fields=["version"])
    return inspection.version


def _write(actor: Actor, inspection: Inspection, waited: str) -> None:
    """A short report in the usual chapters."""
    report = begin_report(actor=actor, inspection=_id(inspection))
    texts = [SUMMARY, AREA, FINDINGS]
    for chapter in ReportChapter.objects.filter(report=report).order_by("position"):
        text = texts.pop(0) if texts else NEXT if chapter.title == "What happens next" else ""
        if text:
            said = text.format(area=inspection.area.name, waited=waited)
            _save(actor, inspection, chapter, said)
        elif chapter.kind != ChapterKind.EVALUATIONS:
            remove_chapter(
                actor=actor,
                inspection=_id(inspection),
                chapter=ids.encode("chapter", chapter.pk),
                based_on=chapter.version,
            )


def _ask(actor: Actor, inspection: Inspection, points: Iterable[Asked]) -> None:
    """Write the main points for action of a report."""
    known = dict(services())
    for text, indicators, named in points:
        add_point(
            actor=actor,
            inspection=_id(inspection),
            text=f"{text}.",
            indicators=list(indicators),
            services=[code for code in named if code in known],
        )


def _save(actor: Actor, inspection: Inspection, chapter: ReportChapter, text: str) -> None:
    save_chapter(
        actor=actor,
        inspection=_id(inspection),
        chapter=ids.encode("chapter", chapter.pk),
        based_on=chapter.version,
        changes={"text": text},
    )


def _publish(actor: Actor, inspection: Inspection, reason: str) -> None:
    publish_correction(
        actor=actor, inspection=_id(inspection), based_on=_version(inspection), reason=reason
    )


def _correct(actor: Actor, inspection: Inspection) -> None:
    chapter = ReportChapter.objects.get(report__inspection=inspection, text__contains="71 children")
    _save(actor, inspection, chapter, chapter.text.replace("71 children", "17 children"))
    _publish(actor, inspection, "17 children waited more than three months, not 71.")
