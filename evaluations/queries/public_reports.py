"""Published reports as the public reads them: the list, one report, its versions, its tombstone.

Nobody is asked for here and nothing but what was published is shown: the frozen versions.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext

from evaluations.models import Inspection, PublishedVersion, Withdrawal
from evaluations.operations.publishing import changed_since_publication, withdrawal_of
from evaluations.queries.published_document import published_document
from evaluations.rules.life import OUT
from evaluations.rules.releases import version_on
from evaluations.terms import InspectionKind
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import require_inspectorate_id

PAGE = 20
LONGEST_SEARCH = 200

_DAY = "coalesce(i.published_on, v.published_on)"
_LIST = f"""
select i.id, v.number, v.published_on, {_DAY}, v.content #>> '{{{{area,code}}}}',
       v.content #>> '{{{{area,name}}}}', v.content #>> '{{{{programme,title}}}}',
       v.content #>> '{{{{inspection,reference}}}}', v.content #>> '{{{{inspection,kind}}}}',
       coalesce(v.content #>> '{{{{report,title}}}}', ''), a.gss_code
from evaluations_inspection i
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
join evaluations_publishedversion v
  on v.inspectorate_id = i.inspectorate_id and v.inspection_id = i.id and v.number = {{number}}
where i.inspectorate_id = %(here)s and i.status = any(%(out)s) and i.published_number > 0
  and not exists (select 1 from evaluations_withdrawal w
    where w.inspectorate_id = i.inspectorate_id and w.inspection_id = i.id and w.ended_at is null)
  {{where}}
order by {_DAY} desc, i.id desc limit %(most)s
"""  # noqa: S608 - constants only; values are parameters
_NEWEST = "i.published_number"
_AS_AT = """(select max(o.number) from evaluations_publishedversion o
    where o.inspectorate_id = i.inspectorate_id and o.inspection_id = i.id
      and o.published_on <= %(as_at)s)"""
_AREAS = """
select a.code, a.name, count(*) from evaluations_inspection i
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
where i.inspectorate_id = %s and i.status = any(%s) and i.published_number > 0
  and not exists (select 1 from evaluations_withdrawal w
    where w.inspectorate_id = i.inspectorate_id and w.inspection_id = i.id and w.ended_at is null)
group by a.code, a.name order by a.name
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of published reports is narrowed to; empty or None: everything."""

    words: str = ""
    area: str = ""
    published_from: date | None = None
    published_to: date | None = None
    as_at: date | None = None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report of the list. ``first_on`` is its first publication, ``published_on`` that of the
    version shown."""

    id: str
    number: int
    published_on: date
    first_on: date
    area_code: str
    area: str
    programme: str
    reference: str
    kind: str
    title: str
    area_gss_code: str | None

    @property
    def name(self) -> str:
        return self.title or usual_title(self.area)

    @property
    def kind_label(self) -> str:
        return kind_label(self.kind)


def kind_label(kind: str) -> str:
    """A kind of inspection in words."""
    return str(InspectionKind(kind).label) if kind in InspectionKind.values else kind


def usual_title(area: str) -> str:
    """The title of a report that was published without words of its own."""
    return gettext("Inspection of %(area)s") % {"area": area}


@dataclass(frozen=True, slots=True)
class ReportList:
    """A page of reports, newest first; ``after`` is where the next page begins, empty on the last."""

    lines: tuple[ReportLine, ...]
    after: str


def public_reports(wanted: Wanted, after: str = "", size: int = PAGE) -> ReportList:
    """A page of the published reports that are not withdrawn. One statement, two for a search."""
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "out": list(OUT),
        "most": size + 1,
        "as_at": wanted.as_at,
    }
    conditions = _conditions(wanted, values)
    position = _position(after)
    if position is not None:
        conditions.append(f"({_DAY}, i.id) < (%(day)s, %(id)s)")
        values |= {"day": position[0], "id": position[1]}
    where = "".join(f"and {one} " for one in conditions)
    number = _AS_AT if wanted.as_at else _NEWEST
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(number=number, where=where), values)
        rows = cursor.fetchall()
    lines = tuple(ReportLine(ids.encode("inspection", row[0]), *row[1:]) for row in rows[:size])
    more = len(rows) > size
    return ReportList(lines, f"{lines[-1].first_on}.{lines[-1].id}" if more else "")


def _conditions(wanted: Wanted, values: dict[str, Any]) -> list[str]:
    conditions = []
    if wanted.words:
        conditions.append("v.id = any(%(found)s)")
        values["found"] = _search(wanted.words)
    if wanted.area:
        conditions.append("a.code = %(area)s")
        values["area"] = wanted.area
    if wanted.published_from:
        conditions.append(f"{_DAY} >= %(from)s")
        values["from"] = wanted.published_from
    if wanted.published_to:
        conditions.append(f"{_DAY} <= %(to)s")
        values["to"] = wanted.published_to
    return conditions


def _search(words: str) -> list[int]:
    """The versions that have these words. Asked for by itself: a planner that knows little of young
    tables would otherwise search anew for every report."""
    with connection.cursor() as cursor:
        cursor.execute("select search_published(%s)", [words])
        return [number for (number,) in cursor.fetchall()]


def _position(after: str) -> tuple[date, int] | None:
    """Where a page begins; None for the first, and for what is no such place."""
    day, _, reference = after.partition(".")
    if not reference:
        return None
    try:
        return date.fromisoformat(day), ids.decode("inspection", reference)
    except (ValueError, NotFound):
        return None


def areas_with_reports() -> list[tuple[str, str, int]]:
    """(code, name, how many reports) of the areas that have published ones, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_AREAS, [require_inspectorate_id(), list(OUT)])
        return [(code, name, count) for code, name, count in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class VersionShown:
    number: int
    published_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class PublicReport:
    """One version of a report. ``document`` is what report/_document.html draws; ``changed``: the
    data has changed since this, the newest version, was published."""

    id: str
    version: PublishedVersion
    document: dict[str, Any]
    versions: tuple[VersionShown, ...]
    first_on: date
    changed: bool
    area_gss_code: str | None

    @property
    def newest(self) -> int:
        return self.versions[0].number

    @property
    def is_newest(self) -> bool:
        return self.version.number == self.newest

    @property
    def kind_label(self) -> str:
        return kind_label(self.document["inspection"]["kind"])

    @property
    def fieldwork(self) -> str:
        """The days of fieldwork in words; empty when they are not known."""
        said = self.document["inspection"]
        days = [
            date.fromisoformat(one) for one in (said["fieldwork_from"], said["fieldwork_to"]) if one
        ]
        return " – ".join(date_format(day, "j F Y") for day in days)

    @property
    def digest_parts(self) -> list[str]:
        """The digest in parts, between which a narrow screen may break it."""
        digest: str = self.version.digest
        return [digest[at : at + 8] for at in range(0, len(digest), 8)]


class Withdrawn(Exception):
    """The report was taken back; carries what its address still says."""

    def __init__(self, area: str, withdrawal: Withdrawal, versions: tuple[VersionShown, ...]):
        self.area = area
        self.withdrawal = withdrawal
        self.versions = versions
        super().__init__(area)


def public_report(
    reference: str, *, number: int | None = None, as_at: date | None = None
) -> PublicReport:
    """A published report: its newest version, version ``number``, or the one in force on a day.

    Raises NotFound (never published, no such version, nothing published by then), Withdrawn.
    """
    inspection = _published(reference)
    versions = _versions(inspection)
    withdrawn = withdrawal_of(inspection)
    if withdrawn is not None:
        raise Withdrawn(inspection.area.name, withdrawn, versions)
    if as_at is not None:
        number = version_on([(one.number, one.published_on) for one in versions], as_at)
        if number is None:
            raise NotFound
    newest = versions[0].number
    version = PublishedVersion.objects.filter(
        inspection=inspection, number=newest if number is None else number
    ).first()
    if version is None:
        raise NotFound
    return PublicReport(
        id=reference,
        version=version,
        document=published_document(version),
        versions=versions,
        first_on=inspection.published_on or versions[-1].published_on,
        changed=version.number == newest and changed_since_publication(inspection),
        area_gss_code=inspection.area.gss_code,
    )


def _published(reference: str) -> Inspection:
    found: Inspection | None = (
        Inspection.objects.select_related("area")
        .filter(pk=ids.decode("inspection", reference), status__in=OUT, published_number__gt=0)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _versions(inspection: Inspection) -> tuple[VersionShown, ...]:
    found = PublishedVersion.objects.filter(inspection=inspection).order_by("-number")
    return tuple(
        VersionShown(*one) for one in found.values_list("number", "published_on", "reason")
    )
