"""What is sent with a form is bounded while it comes in, before any of it fills the disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

SLACK = 1024 * 1024
"""Bytes beyond the largest file that are let through, so that a page can say that it is too large."""
MOST_FILES = 3
"""So many times the largest file is the most that one request may send."""


class Bounded(FileUploadHandler):
    """The first of the upload handlers: lets a little more of a file through than may be kept, then
    drops the rest, and ends a request that sends without end (400)."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.came = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.came += len(raw_data)
        largest = settings.LARGEST_FILE + SLACK
        if self.came > MOST_FILES * largest:
            raise RequestDataTooBig("More was sent than can be taken at once.")
        return raw_data if start < largest else None

    def file_complete(self, file_size: int) -> None:
        """The file itself is kept by the next handler."""
