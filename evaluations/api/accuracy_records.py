"""What the endpoints of factual accuracy take and give."""

from typing import Any

from rest_framework import serializers

from evaluations.operations import accuracy_comments as comments
from evaluations.operations.checks import LONGEST_REASON
from evaluations.rules.accuracy import FEWEST_DAYS, LONGEST_NOTE, LONGEST_TEXT, MOST_DAYS
from evaluations.rules.files import LONGEST_NAME
from evaluations.shared.api import FileRecord, IdentifiersKept
from evaluations.terms import (
    AccuracyStatus,
    CommentAbout,
    CommentDecision,
    ExtensionDecision,
)

DECIDED = [one for one in CommentDecision.choices if one[0] != CommentDecision.WAITING]


class ExtensionRecord(serializers.Serializer[Any]):
    """More time asked for, or given, with what was decided."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    asked_for = serializers.DateField()
    why = serializers.CharField()
    asked_at = serializers.DateTimeField()
    decision = serializers.ChoiceField(ExtensionDecision.choices)
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_why = serializers.CharField(allow_blank=True)


class AccuracyRoundRecord(serializers.Serializer[Any]):
    """A draft that is, or was, with its partnership; `due_on` is the last working day. `shown_at`:
    since when the partnership sees what changed. `covering_note` is empty until it is returned, for
    everybody but the partnership."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    committee = serializers.CharField()
    number = serializers.IntegerField()
    draft = serializers.IntegerField()
    status = serializers.ChoiceField(AccuracyStatus.choices)
    working_days = serializers.IntegerField()
    sent_on = serializers.DateField()
    due_on = serializers.DateField()
    returned_at = serializers.DateTimeField(allow_null=True)
    covering_note = serializers.CharField(allow_blank=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    settled_why = serializers.CharField(allow_blank=True)
    shown_at = serializers.DateTimeField(allow_null=True)
    extensions = ExtensionRecord(many=True)


class AccuracyCommentRecord(serializers.Serializer[Any]):
    """What an agency (a service's code) says of a paragraph. The partnership reads the decision and the
    answer once the round is settled."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    paragraph = serializers.CharField()
    quoted = serializers.CharField(allow_blank=True)
    agency = serializers.CharField()
    about = serializers.ChoiceField(CommentAbout.choices)
    text = serializers.CharField()
    proposed = serializers.CharField(allow_blank=True)
    written_at = serializers.DateTimeField()
    files = FileRecord(many=True)
    decision = serializers.ChoiceField(CommentDecision.choices)
    answer = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)


class AccuracyCommentList(serializers.Serializer[Any]):
    """The comments of the latest round that the asker sees, in the order they were written."""

    results = AccuracyCommentRecord(many=True)


class AccuracyDraftRecord(serializers.Serializer[Any]):
    """The draft that the partnership reads: the report's document, as it was kept. A paragraph is
    cited as "chapter.block", main point 4 as "M4", the first example as "G1"."""

    number = serializers.IntegerField()
    digest = serializers.CharField()
    content = serializers.JSONField()


class NewAccuracyRound(serializers.Serializer[Any]):
    """Without `working_days` the inspectorate's usual time is given."""

    working_days = serializers.IntegerField(
        min_value=FEWEST_DAYS, max_value=MOST_DAYS, required=False
    )


class AccuracyRoundEdit(serializers.Serializer[Any]):
    """Whether the partnership sees what changed before the report is published."""

    shown = serializers.BooleanField()


class AccuracyCommentText(serializers.Serializer[Any]):
    agency = serializers.CharField(max_length=40)
    about = serializers.ChoiceField(CommentAbout.choices, required=False)
    quoted = serializers.CharField(
        max_length=comments.LONGEST_QUOTE, required=False, allow_blank=True
    )
    text = serializers.CharField(max_length=LONGEST_TEXT)
    proposed = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    identifiers_kept = IdentifiersKept(required=False)


class NewAccuracyComment(AccuracyCommentText):
    """A comment on one paragraph, by the number beside it."""

    paragraph = serializers.CharField(max_length=20)


class AccuracyCommentAnswer(serializers.Serializer[Any]):
    decision = serializers.ChoiceField(DECIDED)
    answer = serializers.CharField(max_length=LONGEST_REASON)
    identifiers_kept = IdentifiersKept(required=False)


class AccuracyCommentFile(serializers.Serializer[Any]):
    """A form with one file, at most 20 MB. Its name, or the other name `called` for it, is free text:
    an identifier in it stays with `identifiers_kept.<digest>` alone."""

    file = serializers.FileField(max_length=400)
    called = serializers.CharField(max_length=LONGEST_NAME, required=False, allow_blank=True)
    identifiers_kept = IdentifiersKept(required=False)


class ReturnOfComments(serializers.Serializer[Any]):
    """Without a comment `nothing_to_correct` must be true."""

    covering_note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)
    nothing_to_correct = serializers.BooleanField(required=False)
    identifiers_kept = IdentifiersKept(required=False)


class AccuracyRoundEnd(serializers.Serializer[Any]):
    """`without_return` says why the inspectorate goes on when nothing was returned in time; empty:
    every comment is answered."""

    without_return = serializers.CharField(
        max_length=LONGEST_REASON, required=False, allow_blank=True
    )
    identifiers_kept = IdentifiersKept(required=False)


class NewAccuracyExtension(serializers.Serializer[Any]):
    """Asked for by a partner; given at once by the inspectorate."""

    asked_for = serializers.DateField()
    why = serializers.CharField(max_length=LONGEST_REASON)
    identifiers_kept = IdentifiersKept(required=False)


class ExtensionDecided(serializers.Serializer[Any]):
    granted = serializers.BooleanField()
    why = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True)
    identifiers_kept = IdentifiersKept(required=False)
