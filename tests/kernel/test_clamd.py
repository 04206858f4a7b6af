"""The conversation with a malware scanner's daemon, over real sockets."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspectorate.kernel import clamd
from inspectorate.kernel.scanning import ScannerUnreachable, ScanVerdict, scanner

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon:
    """Speaks INSTREAM as clamd does, for one connection after the other; keeps what it was sent."""

    def __init__(self, listening: socket.socket, most: int) -> None:
        self.listening = listening
        self.most = most
        self.got: list[bytes] = []
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection:
                connection.sendall(self._answer(connection))

    def _answer(self, connection: socket.socket) -> bytes:
        def read(count: int) -> bytes:
            got = b""
            while len(got) < count:
                got += connection.recv(count - len(got))
            return got

        assert read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", read(4))[0]:
            content += read(length)
            if len(content) > self.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.got.append(content)
        return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


Start = Callable[..., Daemon]


@pytest.fixture
def start(settings: object) -> Iterator[Start]:
    daemons: list[Daemon] = []

    def one(path: Path | None = None, most: int = 10**9) -> Daemon:
        if path is not None:
            listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            listening.bind(str(path))
            settings.CLAMD = f"unix:{path}"  # type: ignore[attr-defined]
        else:
            listening = socket.socket()
            listening.bind(("127.0.0.1", 0))
            settings.CLAMD = f"tcp://127.0.0.1:{listening.getsockname()[1]}"  # type: ignore[attr-defined]
        listening.listen()
        daemons.append(Daemon(listening, most))
        return daemons[-1]

    yield one
    for daemon in daemons:
        daemon.listening.shutdown(socket.SHUT_RDWR)
        daemon.listening.close()
        daemon.thread.join(5)


def test_a_file_is_sent_whole_and_found_clean(start: Start) -> None:
    daemon = start()
    content = bytes(range(256)) * 1024
    assert clamd.scan(content).verdict is ScanVerdict.CLEAN
    assert daemon.got == [content]


def test_malware_is_named(start: Start) -> None:
    start()
    found = clamd.scan(b"before" + EICAR)
    assert found.verdict is ScanVerdict.INFECTED
    assert found.note == "Eicar-Signature"


def test_over_a_unix_socket(start: Start, tmp_path: Path) -> None:
    daemon = start(tmp_path / "c")
    assert clamd.scan(b"plain").verdict is ScanVerdict.CLEAN
    assert daemon.got == [b"plain"]


def test_more_than_it_takes_could_not_be_read(start: Start) -> None:
    start(most=10)
    found = clamd.scan(b"x" * 11)
    assert found.verdict is ScanVerdict.FAILED
    assert "size limit" in found.note


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:/nowhere/clamd", "tcp://"])
def test_nobody_listens(settings: object, address: str) -> None:
    settings.CLAMD = address  # type: ignore[attr-defined]
    with pytest.raises(ScannerUnreachable):
        clamd.scan(b"plain")


def test_an_answer_that_breaks_off_is_none() -> None:
    with pytest.raises(ScannerUnreachable):
        clamd.understood("stream: O")


def test_the_scanner_is_the_one_that_is_named(settings: object) -> None:
    assert scanner() is None
    settings.MALWARE_SCANNER = "inspectorate.kernel.clamd.scan"  # type: ignore[attr-defined]
    assert scanner() is clamd.scan
