"""Ask a ClamAV daemon about a file: its INSTREAM command, over TCP or a Unix socket.

``CLAMD`` is where it listens: ``tcp://host:3310`` or ``unix:/run/clamav/clamd.ctl``. The protocol is
the one of the manual page clamd(8): the length of each piece as four bytes, most significant first,
and a piece of no length at the end.
"""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from inspectorate.kernel.scanning import ScannerUnreachable, ScanResult, ScanVerdict

USUAL_PORT = 3310
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 60.0
PIECE = 64 * 1024
LONGEST_ANSWER = 4096
LONGEST_NOTE = 300


def scan(content: bytes) -> ScanResult:
    """What the daemon says of these bytes. Raises ScannerUnreachable."""
    try:
        with _connect(settings.CLAMD) as connection:
            connection.settimeout(ANSWER_SECONDS)
            answer = _ask(connection, content)
    except OSError as error:
        raise ScannerUnreachable(f"clamd at {settings.CLAMD}: {error}") from error
    return understood(answer)


def understood(answer: str) -> ScanResult:
    """The daemon's answer as a result. Raises ScannerUnreachable for one that is cut off."""
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return ScanResult(ScanVerdict.CLEAN)
    if said.endswith(" FOUND"):
        return ScanResult(ScanVerdict.INFECTED, said.removesuffix(" FOUND")[:LONGEST_NOTE])
    if said.endswith("ERROR"):
        return ScanResult(ScanVerdict.FAILED, said[:LONGEST_NOTE])
    raise ScannerUnreachable(f"clamd at {settings.CLAMD} broke off: {said[:80]!r}")


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    where = (parts.hostname or "", parts.port or USUAL_PORT)
    return socket.create_connection(where, timeout=CONNECT_SECONDS)


def _ask(connection: socket.socket, content: bytes) -> str:
    try:
        connection.sendall(b"zINSTREAM\0")
        for at in range(0, len(content), PIECE):
            piece = content[at : at + PIECE]
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It stops listening when a file is larger than it takes, and has said so before.
        pass
    return _answer(connection)


def _answer(connection: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.partition(b"\0")[0].decode("utf-8", "replace")
