"""Whom to tell of a release, and in what words."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from evaluations.messages import RELEASE_CALLED_OFF, REPORT_RELEASED
from evaluations.models import EarlyReader, Inspection, Release
from evaluations.operations.telling import leads_of
from inspectorate.accounts.operations.duties import give_duty, tell_members
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id


def _page(inspection: Inspection) -> str:
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    return reverse("publication", args=[here.slug, ids.encode("inspection", inspection.pk)])


def _concerned(inspection: Inspection, release: Release) -> set[int]:
    approver = {release.approved_by_id} if release.approved_by_id else set()
    return leads_of(inspection) | approver


def tell_called_off(inspection: Inspection, release: Release, reason: str) -> None:
    """Who approved it has to approve it again; the lead inspector learns of it too."""
    give_duty(
        kind=RELEASE_CALLED_OFF,
        subject=f"release-{release.pk}",
        members=_concerned(inspection, release),
        path=_page(inspection),
        words={"area": inspection.area.name, "reason": reason},
    )


def tell_released(inspection: Inspection, release: Release) -> None:
    tell_members(
        kind=REPORT_RELEASED,
        subject=f"release-{release.pk}",
        members=_concerned(inspection, release),
        path=_page(inspection),
        words={"area": inspection.area.name},
    )


def early_reader_message(reader: EarlyReader, address: str, inspectorate: str) -> tuple[str, str]:
    """Subject and body of the message with an early reader's address."""
    named = {
        "name": reader.name,
        "area": reader.release.inspection.area.name,
        "from": date_format(localtime(reader.from_at), "j F Y, H:i"),
        "until": date_format(localtime(reader.release.at), "j F Y, H:i"),
        "address": address,
        "inspectorate": inspectorate,
    }
    subject = gettext("Under embargo: the report of %(area)s") % named
    body = (
        gettext(
            "Dear %(name)s,\n\n%(inspectorate)s lets you read the report of %(area)s before it is "
            "published, from %(from)s, at an address that is yours alone:\n\n%(address)s\n\n"
            "The report is under embargo until %(until)s. Do not pass on the address or anything "
            "of what you read before then.\n"
        )
        % named
    )
    return subject, body
