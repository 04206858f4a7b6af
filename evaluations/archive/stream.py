"""A ZIP file written as it is read: nothing of it is held, and nothing needs to be sought in."""

import hashlib
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

WRITTEN_ON = (1980, 1, 1, 0, 0, 0)
"""Every member bears the same date, so that the same content is the same bytes."""


class _Pipe(RawIOBase):
    """Takes what the ZIP writes until somebody fetches it."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        return len(data)

    def fetch(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


class ZipStream:
    """Members one after another; ``members`` then says of each its size and sha256."""

    def __init__(self) -> None:
        self._pipe = _Pipe()
        self._zip = ZipFile(self._pipe, "w", ZIP_DEFLATED, allowZip64=True)
        self.members: list[dict[str, Any]] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Write one member, giving the archive's bytes as they come."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(self._info(name), "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                yield self._pipe.fetch()
        self.members.append({"name": name, "size": size, "sha256": digest.hexdigest()})
        yield self._pipe.fetch()

    def end(self) -> bytes:
        """The directory at the end of the file."""
        self._zip.close()
        return self._pipe.fetch()

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name, WRITTEN_ON)
        info.compress_type = ZIP_DEFLATED
        return info
