"""The pure parts: ports, folders, locks, environments, stale processes, options."""

import argparse
import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from inspectorate.launcher import demonstration, folders, migrations, ports, roles
from inspectorate.launcher.environment import environment_for, find_browser
from inspectorate.launcher.faults import LaunchFault, tail_of
from inspectorate.launcher.folders import Lock, read_private, write_private
from inspectorate.launcher.processes import command_line_of, stop_left_behind
from inspectorate.launcher.roles import DatabaseAddresses
from inspectorate.launcher.services import Services

SERVICES = Services(
    database=DatabaseAddresses(app="postgres://app", owner="postgres://owner"),
    redis_url="redis://broker",
    secret_key="kept",
    folder=Path("/nowhere"),
    embedded_database=True,
)


def test_a_port_somebody_listens_on_is_passed_over() -> None:
    with closing(socket.socket()) as listener:
        listener.bind((ports.LOOPBACK, 0))
        listener.listen()
        taken = listener.getsockname()[1]
        assert not ports.is_free(taken)
        assert ports.first_free_port(taken, tries=1) is None
        found = ports.first_free_port(taken)
        assert found is None or found > taken
    assert ports.is_free(taken)


def test_ports_end_at_the_highest() -> None:
    assert ports.first_free_port(65536) is None


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80.0", "", "eight", "²"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="number from 1 to 65535"):
        demonstration._port(text)


def test_a_port_asked_for_and_taken_is_a_sentence_not_another_port() -> None:
    with closing(socket.socket()) as listener:
        listener.bind((ports.LOOPBACK, 0))
        listener.listen()
        taken = listener.getsockname()[1]
        with pytest.raises(LaunchFault, match=f"Port {taken} is taken"):
            demonstration._choose_port(taken)


def test_children_get_the_addresses_and_keep_what_the_person_set() -> None:
    found = environment_for(
        SERVICES, {"HOME": "/home/somebody", "PATH": "/bin"}, settings="a.b", extra={"MORE": "1"}
    )
    assert found["DATABASE_URL"] == "postgres://app"
    assert found["DATABASE_OWNER_URL"] == "postgres://owner"
    assert found["REDIS_URL"] == "redis://broker"
    assert found["SECRET_KEY"] == "kept"
    assert found["DJANGO_SETTINGS_MODULE"] == "a.b"
    assert found["PYTHONUNBUFFERED"] == "1"
    assert found["HOME"] == "/home/somebody"
    assert found["MORE"] == "1"
    assert found["PATH"] == f"{Path(sys.executable).parent}:/bin"


def test_a_secret_key_that_is_set_stays() -> None:
    found = environment_for(SERVICES, {"SECRET_KEY": "mine"}, settings="a.b")
    assert found["SECRET_KEY"] == "mine"
    assert found["PATH"] == str(Path(sys.executable).parent)


def test_the_browser_is_the_named_one_or_one_on_the_path(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.touch(mode=0o755)
    assert find_browser({"PATH": str(tmp_path)}) == str(program)
    assert find_browser({"PATH": str(tmp_path / "none")}) is None
    assert find_browser({"BROWSER_PATH": str(program), "PATH": ""}) == str(program)
    assert find_browser({"BROWSER_PATH": "/no/such/browser", "PATH": str(tmp_path)}) is None


def test_what_is_private_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "note.json"
    write_private(path, {"a": 1})
    write_private(path, {"a": 2})
    assert read_private(path) == {"a": 2}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_a_note_cut_short_is_no_note(tmp_path: Path, text: str) -> None:
    path = tmp_path / "note.json"
    path.write_text(text, encoding="utf-8")
    assert read_private(path) is None


def test_a_lock_keeps_others_out_and_shared_ones_let_each_other_in(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    alone, another = Lock(path), Lock(path)
    assert alone.take()
    assert not another.take()
    assert not another.take(shared=True, wait_seconds=0.2)
    alone.let_go()
    third = Lock(path)
    assert another.take(shared=True)
    assert third.take(shared=True)
    assert not alone.take()
    another.let_go()
    third.let_go()
    assert alone.take()
    alone.let_go()


def test_each_checkout_has_a_run_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = folders.place_for(tmp_path / "a"), folders.place_for(tmp_path / "b")
    try:
        assert first.base != second.base
        assert first.base == folders.place_for(tmp_path / "a").base
        expected = 0o711 if os.geteuid() == 0 else 0o700
        assert stat.S_IMODE(first.base.stat().st_mode) == expected
        assert (first.account is None) == (os.geteuid() != 0)
    finally:
        first.base.rmdir()
        second.base.rmdir()


def test_a_run_folder_that_somebody_else_put_there_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert not folders._made_by_root(tmp_path / "link")


def test_only_a_process_of_the_marked_folder_is_stopped() -> None:
    program = "import time; print('up', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", program, "the-marked-folder"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        assert "the-marked-folder" in (command_line_of(process.pid) or "")
        assert stop_left_behind([process.pid], "another-folder") == []
        assert process.poll() is None
        assert stop_left_behind([process.pid], "the-marked-folder") == [process.pid]
        assert process.wait(5) != 0
        assert stop_left_behind([process.pid], "the-marked-folder") == []
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["load_demonstration"], True),
        (["shell", "-c", "1"], True),
        (["makemigrations", "--check"], False),
        (["migrate"], False),
        (["--help"], False),
        ([], False),
    ],
)
def test_tables_are_made_for_commands_that_need_them(arguments: list[str], expected: bool) -> None:
    assert migrations.needs_tables(arguments) is expected


def test_the_digest_of_migrations_moves_with_name_content_and_pins(tmp_path: Path) -> None:
    folder = tmp_path / "areas" / "migrations"
    folder.mkdir(parents=True)
    seen = {migrations.digest_of_migrations(tmp_path)}
    (folder / "0001_a.py").write_text("1", encoding="utf-8")
    seen.add(migrations.digest_of_migrations(tmp_path))
    (folder / "0001_a.py").write_text("2", encoding="utf-8")
    seen.add(migrations.digest_of_migrations(tmp_path))
    (folder / "0001_a.py").rename(folder / "0001_b.py")
    seen.add(migrations.digest_of_migrations(tmp_path))
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("django==6.1.3", encoding="utf-8")
    seen.add(migrations.digest_of_migrations(tmp_path))
    assert len(seen) == 5
    assert migrations.digest_of_migrations(tmp_path) in seen


def test_another_kind_of_database_is_refused_without_saying_its_password() -> None:
    with pytest.raises(LaunchFault, match="PostgreSQL is the only database") as refused:
        roles.connect("mysql://somebody:hidden@host/name")
    assert "hidden" not in str(refused.value)


def test_the_parts_of_an_address_are_quoted() -> None:
    address = roles.database_address(role="a", password="p@/:?#", port=1)
    assert address == "postgres://a:p%40%2F%3A%3F%23@127.0.0.1:1/inspectorate"


def test_the_tail_of_a_log_is_its_last_lines(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert tail_of(log) == "  (no log was written)"
    log.write_text("", encoding="utf-8")
    assert tail_of(log) == "  (the log is empty)"
    log.write_text("\n".join(map(str, range(100))), encoding="utf-8")
    assert tail_of(log, lines=2) == "  98\n  99"


class _Site(BaseHTTPRequestHandler):
    """Two pages, a redirect, and one that is not there."""

    def do_GET(self) -> None:
        status = {"/well": 200, "/onward": 302, "/round": 302}.get(self.path, 404)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/well" if self.path == "/onward" else "/round")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer((ports.LOOPBACK, 0), _Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://{ports.LOOPBACK}:{server.server_port}"
        server.shutdown()
        thread.join()


def test_every_printed_address_is_opened(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    demonstration._check_pages(site, f"HMIE  {site}/well\nSign in ({site}/onward), {site}/well")
    assert capsys.readouterr().err.startswith("2 addresses")


@pytest.mark.parametrize(("page", "status"), [("/gone", 404), ("/round", 302)])
def test_an_address_that_does_not_open_is_named(site: str, page: str, status: int) -> None:
    with pytest.raises(LaunchFault, match=f"{page} answered {status}"):
        demonstration._check_pages(site, f"{site}/well {site}{page}")


def test_a_demonstration_without_an_address_is_not_well(site: str) -> None:
    with pytest.raises(LaunchFault, match="printed no address"):
        demonstration._check_pages(site, "Sign in at http://elsewhere.example/")


def test_a_part_that_stopped_is_named_with_the_end_of_its_log(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    process.wait()
    log = tmp_path / "worker.log"
    log.write_text("the reason", encoding="utf-8")
    parts = demonstration._Parts(tmp_path, {}, running={"worker": (process, log)})
    with pytest.raises(LaunchFault, match=r"The worker stopped \(status 3\)(.|\n)*the reason"):
        parts.see_to_it()


def test_a_command_that_does_not_exist_is_said_so() -> None:
    answer = subprocess.run(
        [sys.executable, "-P", "-m", "inspectorate.launcher", "dance"],
        env={**os.environ, "PYTHONPATH": str(folders.CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert answer.stderr == "Say which command: bench, demo, manage, test.\n"
