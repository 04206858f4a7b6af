"""Give people something to do and tell them once; end it for everybody when it is done.

A duty is given once for a person, kind, subject and day, and mailed once for the same, at once or in
the person's daily message. The same call again changes nothing, so a task that runs twice may
repeat it. Name a second round in the subject, after a colon ("return-12:3").
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import override as language

from inspectorate.accounts.models import Duty, MailChoice, MailTemplate, Membership
from inspectorate.accounts.queries import on
from inspectorate.accounts.rules.mail_words import fill
from inspectorate.accounts.wordings import wording_of
from inspectorate.kernel.mail import absolute, had_mail, send_after_commit, send_each_after_commit
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id

LONGEST_TITLE = 300


@transaction.atomic
def give_duty(
    *,
    kind: str,
    subject: str,
    members: Iterable[int],
    path: str,
    words: Mapping[str, str],
    due_on: date | None = None,
) -> int:
    """Put it on the list of each member (of those who still are) and tell them; to how many it is new.

    ``kind`` was declared (accounts/wordings.py), ``words`` are the values of its names, ``path`` is
    the address inside the product where the thing is done. Raises LookupError for an unknown kind.
    """
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    with language(here.language):
        named = _named(here, path, words, due_on)
        title = fill(gettext(str(wording_of(kind).title)), named)[:LONGEST_TITLE]
        had = set(_same(kind, subject, due_on).values_list("membership_id", flat=True))
        new = [one for one in _current(members) if one.pk not in had]
        Duty.objects.bulk_create(
            [
                Duty(
                    membership=one,
                    kind=kind,
                    subject=subject,
                    title=title,
                    path=path,
                    due_on=due_on,
                )
                for one in new
            ],
            ignore_conflicts=True,
        )
        _mail(kind, _at_once(new), named, key=f"{kind}:{subject}:{due_on or ''}")
    return len(new)


@transaction.atomic
def tell_members(
    *,
    kind: str,
    subject: str,
    members: Iterable[int],
    path: str,
    words: Mapping[str, str],
    due_on: date | None = None,
) -> None:
    """Only tell: nothing has to be done. Once for a person, kind, subject and day, as with a duty."""
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    with language(here.language):
        named = _named(here, path, words, due_on)
        _mail(kind, _current(members), named, key=f"{kind}:{subject}:{due_on or ''}")


@transaction.atomic
def tell_each(
    *, kind: str, subject: str, words: Mapping[int, Mapping[str, str]], path: str
) -> None:
    """Tell each member what concerns them, at once: ``words`` are the values of the names by
    membership. Once for a person, kind and subject; a fixed number of statements."""
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    with language(here.language):
        title, body = _worded(kind)
        letters: dict[int, tuple[str, str]] = {}
        for one in _current(words):
            named = _named(here, path, words[one.pk], None) | {"name": one.user.display_name}
            letters[one.pk] = (fill(title, named), fill(body, named))
        send_each_after_commit(letters, _key(kind, subject))


def members_told(*, kind: str, subject: str) -> set[int]:
    """The memberships that were told this by ``tell_each``."""
    return had_mail(_key(kind, subject))


def _key(kind: str, subject: str) -> str:
    return f"{kind}:{subject}:"


def end_duty(*, kind: str, subject: str, members: Iterable[int] | None = None) -> int:
    """It is done, or need not be: off every list (or these members' alone); from how many. The
    rounds of a subject ("return-12:3") end with it ("return-12")."""
    rounds = Q(subject=subject) | Q(subject__startswith=f"{subject}:")
    open_ones = Duty.objects.filter(rounds, kind=kind, done_at__isnull=True)
    if members is not None:
        open_ones = open_ones.filter(membership_id__in=list(members))
    return int(open_ones.update(done_at=timezone.now()))


def _same(kind: str, subject: str, due_on: date | None) -> QuerySet[Duty]:
    found: QuerySet[Duty] = Duty.objects.filter(kind=kind, subject=subject, due_on=due_on)
    return found


def _current(members: Iterable[int]) -> list[Membership]:
    """Those who are members today, each once."""
    found = Membership.objects.filter(
        on(timezone.localdate()), pk__in=set(members), user__is_active=True
    )
    return list(found.select_related("user").order_by("pk"))


def _at_once(members: list[Membership]) -> list[Membership]:
    """Those who have not chosen one message a day."""
    choices = MailChoice.objects.filter(daily=True, membership__in=members)
    daily = set(choices.values_list("membership_id", flat=True))
    return [one for one in members if one.pk not in daily]


def _named(
    here: Inspectorate, path: str, words: Mapping[str, str], due_on: date | None
) -> dict[str, str]:
    return {
        **words,
        "link": absolute(path),
        "due": date_format(due_on, "j F Y") if due_on else "",
        "inspectorate": here.name,
    }


def _mail(kind: str, members: list[Membership], named: Mapping[str, str], key: str) -> None:
    """One message each, in the inspectorate's own words where it has some."""
    if not members:
        return
    subject, body = _worded(kind)
    for one in members:
        values = {**named, "name": one.user.display_name}
        send_after_commit([one.pk], fill(subject, values), fill(body, values), key)


def _worded(kind: str) -> tuple[str, str]:
    """Subject and body of a kind, the inspectorate's own where it has some."""
    wording = wording_of(kind)
    own = MailTemplate.objects.filter(kind=kind).first()
    subject = own.subject if own else gettext(str(wording.subject))
    body = own.body if own else gettext(str(wording.body))
    return subject, body if "{link}" in body else body + "\n\n{link}\n"
