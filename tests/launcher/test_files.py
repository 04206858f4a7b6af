"""The shell and the container files: they parse, and they keep the promises of the production shape."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspectorate.launcher.folders import CHECKOUT

SCRIPTS = ["bin/_setup.sh", "bin/demo", "bin/test", "bin/manage", "bin/bench", ".ci/run"]
COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text("utf-8"))
PRODUCT = ("web", "worker", "scheduler", "migrate")


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_parses(script: str) -> None:
    subprocess.run(["bash", "-n", str(CHECKOUT / script)], check=True)


@pytest.mark.parametrize("script", [name for name in SCRIPTS if not name.endswith(".sh")])
def test_a_script_can_be_run(script: str) -> None:
    assert os.access(CHECKOUT / script, os.X_OK)


def test_set_up_without_a_python_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "requirements").mkdir()
    (tmp_path / "tools").mkdir()
    shutil.copy(CHECKOUT / "bin/_setup.sh", tmp_path / "bin")
    shutil.copy(CHECKOUT / ".python-version", tmp_path)
    (tmp_path / "requirements/demo.txt").write_text("", encoding="utf-8")
    for tool in ("dirname", "cat", "cmp", "mkdir", "readlink"):
        (tmp_path / "tools" / tool).symlink_to(shutil.which(tool) or "")
    bash = shutil.which("bash") or ""
    answer = subprocess.run(
        [bash, "-c", "source bin/_setup.sh; prepare demo; echo went on"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path / "tools"), "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "Python 3.12 or newer" in answer.stderr
    assert "went on" not in answer.stdout


def test_every_part_of_the_production_shape_is_there() -> None:
    assert set(COMPOSE["services"]) == {*PRODUCT, "database", "broker"}


@pytest.mark.parametrize("name", PRODUCT)
def test_the_product_runs_with_no_more_rights_than_it_needs(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    holds_owner = "DATABASE_OWNER_URL" in service["environment"]
    assert holds_owner is (name == "migrate")
    assert "inspectorate_app:" in service["environment"]["DATABASE_URL"]


@pytest.mark.parametrize("name", ["worker", "scheduler", "database", "broker"])
def test_a_service_says_when_it_is_well(name: str) -> None:
    assert COMPOSE["services"][name]["healthcheck"]["test"]


def test_the_web_says_when_it_is_well_and_is_no_root() -> None:
    text = (CHECKOUT / "Dockerfile").read_text("utf-8")
    assert "healthcheck" not in COMPOSE["services"]["web"]
    assert "HEALTHCHECK" in text
    assert re.search(r"^USER inspectorate$", text, re.M)
    assert "--require-hashes" in text


def test_only_the_web_is_reached_from_outside_and_from_this_machine_only() -> None:
    published = {n: s["ports"] for n, s in COMPOSE["services"].items() if "ports" in s}
    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_no_secret_is_written_down() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET", name) and not name.startswith("EMAIL"):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name
            for password in re.findall(r"://\w*:([^@]+)@", str(value)):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", password), name


def test_the_example_names_every_value_and_fills_in_no_secret() -> None:
    text = (CHECKOUT / ".env.example").read_text("utf-8")
    example = dict(line.split("=", 1) for line in text.splitlines() if re.match(r"\w+=", line))
    used = set(re.findall(r"\$\{(\w+)", (CHECKOUT / "docker-compose.yml").read_text("utf-8")))
    assert used - {"INSPECTORATE_VERSION"} == set(example)
    assert all(not value for name, value in example.items() if re.search("PASSWORD|SECRET", name))


def test_what_the_container_files_name_is_in_the_repository() -> None:
    sources = re.findall(
        r"^COPY (?!--from)(\S+)", (CHECKOUT / "Dockerfile").read_text("utf-8"), re.M
    )
    volumes = COMPOSE["services"]["database"]["volumes"]
    sources += [volume.split(":")[0] for volume in volumes if volume.startswith("./")]
    assert len(sources) > 5
    assert [source for source in sources if not (CHECKOUT / source).exists()] == []
    kept = (CHECKOUT / ".dockerignore").read_text("utf-8")
    for source in re.findall(
        r"^COPY (?!--from)(\S+)", (CHECKOUT / "Dockerfile").read_text("utf-8"), re.M
    ):
        assert f"!{source}" in kept.splitlines()
