"""What the sample's addresses take and answer."""

from typing import Any

from rest_framework import serializers

from evaluations.operations.case_keys import LONGEST_NAMES, LONGEST_REFERENCE
from evaluations.operations.checks import LONGEST_REASON
from evaluations.operations.participation import MOST_PEOPLE
from evaluations.rules.samples import (
    HIGHEST_CONFIDENCE,
    LARGEST_MARGIN,
    LARGEST_POPULATION,
    LOWEST_CONFIDENCE,
    MOST_AT_ONCE,
    MOST_CASES,
    SMALLEST_MARGIN,
)
from evaluations.shared.api import IdentifiersKept
from evaluations.terms import CaseCategory, ParticipantGroup

LONGEST_CODE = 60
LENGTH_OF_ID = 16


class CategoryRecord(serializers.Serializer[Any]):
    """What is planned for one category and how far it is. `version` 0 and nulls: nothing is planned.

    `size` is Cochran's, with the finite population correction: `n0 = z² · 0.25 / margin²`, `n = n0 /
    (1 + (n0 - 1) / population)`, rounded up. `planned` is what the team decided, with `why` where it
    differs. `drawn` leaves withdrawn cases out; `read` are those of which something was read.
    """

    version = serializers.IntegerField()
    category = serializers.ChoiceField(CaseCategory.choices)
    population = serializers.IntegerField(allow_null=True)
    confidence = serializers.FloatField(allow_null=True)
    margin = serializers.FloatField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    planned = serializers.IntegerField(allow_null=True)
    why = serializers.CharField(allow_blank=True)
    drawn = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    read = serializers.IntegerField()


class SampleRecord(serializers.Serializer[Any]):
    """An inspection's case sample, by category."""

    inspection = serializers.CharField()
    categories = CategoryRecord(many=True)


class PlanToMake(serializers.Serializer[Any]):
    """How many cases there are, how sure the team wants to be (`confidence` and `margin` in per cent),
    and how many it reads; without `planned`, as many as calculated."""

    population = serializers.IntegerField(min_value=0, max_value=LARGEST_POPULATION)
    confidence = serializers.FloatField(min_value=LOWEST_CONFIDENCE, max_value=HIGHEST_CONFIDENCE)
    margin = serializers.FloatField(min_value=SMALLEST_MARGIN, max_value=LARGEST_MARGIN)
    planned = serializers.IntegerField(
        min_value=0, max_value=MOST_CASES, required=False, allow_null=True
    )
    why = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True)
    identifiers_kept = IdentifiersKept(required=False)


class ReadingRecord(serializers.Serializer[Any]):
    """That one service's records, or its medical notes, were read. `reader` is null for a tool."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    service = serializers.CharField()
    reader = serializers.CharField(allow_null=True)
    reader_name = serializers.CharField(allow_null=True)
    read_on = serializers.DateField()
    medical = serializers.BooleanField()


class NotedReading(ReadingRecord):
    """A reading with the case it is of."""

    sampled_case = serializers.CharField()
    pseudonym = serializers.CharField()


class FurtherReaderRecord(serializers.Serializer[Any]):
    """Somebody who reads a case beside its reader, and why."""

    person = serializers.CharField()
    name = serializers.CharField()
    why = serializers.CharField()


class CaseRecord(serializers.Serializer[Any]):
    """A sampled case. `evidence` counts what cites it; `key_entered`: it is on record, for the lead
    inspector alone, whom the pseudonym stands for."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    pseudonym = serializers.CharField()
    category = serializers.ChoiceField(CaseCategory.choices)
    reader = serializers.CharField(allow_null=True)
    reader_name = serializers.CharField(allow_null=True)
    further_readers = FurtherReaderRecord(many=True)
    medical_wanted = serializers.BooleanField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_why = serializers.CharField(allow_blank=True)
    key_entered = serializers.BooleanField()
    readings = ReadingRecord(many=True)
    evidence = serializers.IntegerField()


class CasesDrawn(serializers.Serializer[Any]):
    """The cases that were drawn, in the order of their pseudonyms."""

    results = CaseRecord(many=True)


class CasesToDraw(serializers.Serializer[Any]):
    """How many further cases of a category to draw, at most as many as are planned."""

    category = serializers.ChoiceField(CaseCategory.choices)
    number = serializers.IntegerField(min_value=1, max_value=MOST_AT_ONCE)


class CaseChanges(serializers.Serializer[Any]):
    """`reader` is the id of somebody on the team, in place of whoever reads the case now."""

    reader = serializers.CharField(max_length=LENGTH_OF_ID, required=False, allow_null=True)
    medical_wanted = serializers.BooleanField(required=False)


class CaseToWithdraw(serializers.Serializer[Any]):
    """Why a case is taken out of the sample."""

    why = serializers.CharField(max_length=LONGEST_REASON)
    identifiers_kept = IdentifiersKept(required=False)


class ReaderToAdd(CaseToWithdraw):
    """Somebody who reads the case beside its reader, and `why` one is not enough."""

    reader = serializers.CharField(max_length=LENGTH_OF_ID)


class ReadingToNote(serializers.Serializer[Any]):
    """A reading by whoever the token is of. The same `client_key` again notes nothing new."""

    service = serializers.CharField(max_length=LONGEST_CODE)
    read_on = serializers.DateField()
    medical = serializers.BooleanField(required=False, default=False)
    client_key = serializers.UUIDField(required=False, allow_null=True)


class ReadingList(serializers.Serializer[Any]):
    """Every reading of a case, the earliest first."""

    results = ReadingRecord(many=True)


class CaseKeyRecord(serializers.Serializer[Any]):
    """Whom a pseudonym stands for."""

    sampled_case = serializers.CharField()
    pseudonym = serializers.CharField()
    version = serializers.IntegerField()
    reference = serializers.CharField(allow_blank=True)
    names = serializers.CharField()
    born_on = serializers.DateField(allow_null=True)


class CaseKeyToEnter(serializers.Serializer[Any]):
    """The service's own reference of the case, every name by which free text could give the child or
    family away, and the date of birth. It is kept sealed."""

    reference = serializers.CharField(
        max_length=LONGEST_REFERENCE, required=False, allow_blank=True
    )
    names = serializers.CharField(max_length=LONGEST_NAMES)
    born_on = serializers.DateField(required=False, allow_null=True)


class CaseKeyEntered(serializers.Serializer[Any]):
    """The version that the key now has. What it says is read with a purpose."""

    version = serializers.IntegerField()


class ParticipationRecord(serializers.Serializer[Any]):
    """How many of a group were asked, agreed and came. Unless `exact`, counts are to the nearest five,
    and null for one to four people: who is not on the team cannot tell who they were."""

    version = serializers.IntegerField()
    group = serializers.ChoiceField(ParticipantGroup.choices)
    category = serializers.ChoiceField(CaseCategory.choices)
    asked = serializers.IntegerField(allow_null=True)
    consented = serializers.IntegerField(allow_null=True)
    attended = serializers.IntegerField(allow_null=True)
    exact = serializers.BooleanField()


class ParticipationList(serializers.Serializer[Any]):
    """A record for every group and category; version 0: not counted yet."""

    results = ParticipationRecord(many=True)


class ParticipationToCount(serializers.Serializer[Any]):
    """At most as many agree as were asked, and at most as many come as agreed."""

    asked = serializers.IntegerField(min_value=0, max_value=MOST_PEOPLE)
    consented = serializers.IntegerField(min_value=0, max_value=MOST_PEOPLE)
    attended = serializers.IntegerField(min_value=0, max_value=MOST_PEOPLE)
