"""Open an archive that somebody brings: checked whole before a row of it is believed.

An archive is hostile until shown otherwise: names, sizes, numbers of members and lines are bounded
before anything is unpacked, and every member is compared with the manifest's size and digest.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as cannot_inflate

import orjson

from evaluations.archive.earlier import HISTORY_BEFORE
from evaluations.archive.plan import plan
from evaluations.archive.writing import FORMAT, MANIFEST
from inspectorate.kernel.faults import Fault, FaultList, Faulty

MOST_MEMBERS = 20_000
LONGEST_MEMBER = 2 * 1024**3
LONGEST_MANIFEST = 16 * 1024**2
LONGEST_LINE = 64 * 1024**2
MOST_ROWS = 2_000_000
SLICE = 1024 * 1024
FILES = re.compile(r"files/(\d{1,7})-[^/\\]{1,120}")
_PLAIN = (
    *("README.txt", "history.jsonl", HISTORY_BEFORE, "references.json", "faults.json"),
    MANIFEST,
)


class Archive:
    """An archive that holds what its manifest says. Use as a context manager."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._zip = ZipFile(stream)
            infos = self._zip.infolist()
        except (BadZipFile, RuntimeError, OSError, ValueError) as error:
            raise _refused("", f"This is not an archive that can be read: {error}.") from None
        self._infos = {one.filename: one for one in infos}
        if len(infos) > MOST_MEMBERS or len(self._infos) != len(infos):
            raise _refused("", "It has more members than an archive has, or two of one name.")
        self.manifest = self._manifest()
        self.files = {
            int(found[1]): name for name in self._infos if (found := FILES.fullmatch(name))
        }

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def digest(self) -> str:
        """What is in it, without when and by whom it was made: the sha256 over its members'."""
        said = sorted((one["name"], one["sha256"]) for one in self.manifest["members"])
        return hashlib.sha256(orjson.dumps(said)).hexdigest()

    def check(self) -> None:
        """Read every member and compare it with the manifest. Raises Faulty with every fault."""
        faults = FaultList()
        said = {one["name"]: one for one in self.manifest["members"]}
        for name in sorted(set(said) ^ (set(self._infos) - {MANIFEST})):
            faults.add(None, name, "It is in the manifest or in the archive, not in both.")
        for name in sorted(set(said) & set(self._infos)):
            reason = self._wrong(name, said[name])
            if reason:
                faults.add(None, name, reason)
        faults.raise_if_any()

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The lines of a table, each with its number in the file. Raises Faulty."""
        member = f"data/{name}.jsonl"
        if member not in self._infos:
            return
        with self._zip.open(member) as lines:
            for at, line in enumerate(iter(lambda: lines.readline(LONGEST_LINE), b""), 1):
                if at > MOST_ROWS:
                    raise _refused(member, f"It has more than {MOST_ROWS:,} rows.")
                yield at, _read_object(member, line, at)

    def bytes_of(self, number: int) -> Iterator[bytes]:
        """The bytes of a file a slice at a time; none when it is not there."""
        yield from self.parts(self.files.get(number, ""))

    def size_of(self, number: int) -> int:
        name = self.files.get(number)
        return 0 if name is None else self._infos[name].file_size

    def read(self, name: str, longest: int = LONGEST_MANIFEST) -> Any:
        """A small member as JSON. Raises Faulty."""
        info = self._infos.get(name)
        if info is None:
            raise _refused(name, "It is missing.")
        if info.file_size > longest:
            raise _refused(name, f"It is larger than {longest:,} bytes.")
        try:
            with self._zip.open(info) as member:
                data = member.read(longest + 1)
            return orjson.loads(data[: longest + 1])
        except (BadZipFile, cannot_inflate, EOFError, orjson.JSONDecodeError) as error:
            raise _refused(name, f"It cannot be read: {error}.") from None

    def parts(self, name: str) -> Iterator[bytes]:
        """A member's bytes a slice at a time; none when it is not there."""
        if name in self._infos:
            with self._zip.open(name) as member:
                while part := member.read(SLICE):
                    yield part

    def _manifest(self) -> dict[str, Any]:
        found = self.read(MANIFEST)
        shaped = isinstance(found, dict) and isinstance(found.get("members"), list)
        if not shaped or not all(_is_member(one) for one in found["members"]):
            raise _refused(MANIFEST, "It does not say what is in the archive.")
        if found.get("format") != FORMAT:
            said = f"It is of format {found.get('format')!r}; this product reads {FORMAT}."
            raise _refused(MANIFEST, said)
        known = {f"data/{table.name}.jsonl" for table in plan()} | set(_PLAIN)
        for name in self._infos:
            if name not in known and not FILES.fullmatch(name) and not _for_people(name):
                raise _refused(name[:100], "An archive has no such member.")
        return dict(found)

    def _wrong(self, name: str, said: Mapping[str, Any]) -> str:
        """What is wrong with a member; empty when nothing is. Reading stops where the manifest
        says that it ends."""
        info: ZipInfo = self._infos[name]
        if info.file_size != said["size"] or info.file_size > LONGEST_MEMBER:
            return "It has another size than the manifest says, or is too large."
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(info) as member:
                while size <= said["size"] and (part := member.read(SLICE)):
                    digest.update(part)
                    size += len(part)
        except (BadZipFile, cannot_inflate, EOFError, RuntimeError) as error:
            return f"It cannot be read: {error}."
        if size != said["size"] or digest.hexdigest() != said["sha256"]:
            return "It is not what the manifest says: it was changed or damaged."
        return ""


def _for_people(name: str) -> bool:
    return name.endswith(".csv") and "/" not in name and "\\" not in name


def _is_member(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("name"), str)
        and isinstance(one.get("sha256"), str)
        and isinstance(one.get("size"), int)
    )


def _read_object(member: str, line: bytes, at: int) -> dict[str, Any]:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Faulty([Fault(at, member, f"This is not JSON: {error}.")]) from None
    if not isinstance(found, dict) or not isinstance(found.get("n"), int):
        raise Faulty([Fault(at, member, "This is not a row: an object with its number n.")])
    return found


def _refused(where: str, reason: str) -> Faulty:
    return Faulty([Fault(None, where, reason)])
