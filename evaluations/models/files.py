"""Files that people bring: to evidence and to a pre-inspection return."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from evaluations.models.inspections import Inspection
from evaluations.terms import ScanState
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class StoredFile(InspectorateModel):
    """A file of an inspection: its name, kind, size in bytes, sha256 and what the scanner said.

    The bytes are in ``FileContent``, inside the same walls and the same backup.
    """

    inspection = ScopedForeignKey(Inspection, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    scan = models.CharField(max_length=12, choices=ScanState, default=ScanState.NOT_SCANNED)
    scan_note = models.CharField(max_length=300, blank=True, default="")
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class FileContent(InspectorateModel):
    """The bytes of a file. Not in the history: a file never changes, its digest is kept there."""

    history: ClassVar[bool] = False
    application_may: ClassVar[str] = "select, insert, delete"

    file = ScopedForeignKey(StoredFile, related_name="+", indexed=False)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "file"], name="one_content_a_file"),
        ]

    def __str__(self) -> str:
        return f"content of {self.file_id}"


class BroughtIn(InspectorateModel):
    """That an inspection came out of an archive: which one, and its history up to then.

    ``digest`` is of what was in the archive; ``entries`` are those of its history as they were
    written where it came from, gzipped, so that they can still be read and verified.
    """

    history: ClassVar[bool] = False
    application_may: ClassVar[str] = "select, insert"

    inspection = ScopedForeignKey(Inspection, related_name="brought_in", indexed=False)
    digest = models.CharField(max_length=64)
    made_at = models.CharField(max_length=40)
    entries = models.BinaryField()
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "inspection"], name="brought_in_once"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} from {self.digest[:12]}"
