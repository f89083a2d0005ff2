"""Tests of the Dockerfile: what a linter asks of one, and in the long run its steps in a clean folder."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bot_process import OURS, free_port
from tests.deploy.dockerfile import Instruction, instructions, reaches_the_builder
from tests.fake_telegram import FakeTelegram
from tests.tree import PROJECT

ALL = list(instructions())
QUESTION = "where was KAZIND 2018 held?"


def named(name: str) -> list[Instruction]:
    """List the instructions of a name."""
    return [one for one in ALL if one.name == name]


def test_stages() -> None:
    """What builds stays out of what runs: two named stages of one base image, of a version and never `latest`."""
    bases = [one.text.split() for one in named("FROM")]
    image = next(one for one in ALL if one.name == "ARG").text.partition("=")[2]

    assert [base[2] for base in bases] == ["build", "runtime"]
    assert {base[0] for base in bases} == {"${PYTHON_IMAGE}"}
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", image)


def test_it_runs_as_nobody_of_note() -> None:
    """The last user is neither root nor by name, so that an orchestrator can see it; no secret is baked in."""
    assert named("USER")[-1].text == "10001:10001"
    assert not re.search(r"(?i)token|password|secret", " ".join(one.text for one in (*named("ENV"), *named("ARG"))))


def test_what_is_installed_is_pinned() -> None:
    """Every install checks hashes and keeps no cache; nothing is fetched in another way."""
    runs = " ".join(one.text for one in named("RUN"))

    assert runs.count("pip install") == 1
    assert "--require-hashes -r requirements-image.txt" in runs
    assert "--no-cache-dir" in runs
    assert not re.search(r"\b(curl|wget|apt-get|sudo|git)\b", runs)
    assert not named("ADD")


def test_paths_are_plain() -> None:
    """Working folders are absolute, and every command is a list, so that signals reach the bot and no shell."""
    assert all(one.text.startswith("/") for one in named("WORKDIR"))
    for one in (*named("ENTRYPOINT"), *named("CMD")):
        assert one.text.startswith("[")
    assert re.search(r"CMD \[", named("HEALTHCHECK")[0].text)


def test_only_what_is_copied_reaches_the_builder() -> None:
    """Each source is there and let through by .dockerignore, which lets nothing else through."""
    copied = [word for one in named("COPY") if "--from" not in one.text for word in one.words[:-1]]

    assert all((PROJECT / source).exists() for source in copied)
    assert sorted(copied) == sorted(reaches_the_builder())


@pytest.mark.skipif(not shutil.which("hadolint"), reason="there is no hadolint")
def test_hadolint_finds_nothing() -> None:
    """The linter of Dockerfiles has nothing to say."""
    found = subprocess.run(["hadolint", "Dockerfile"], cwd=PROJECT, capture_output=True, text=True, timeout=60)

    assert (found.stdout, found.returncode) == ("", 0)


def carry_out(root: Path) -> None:
    """Do what the instructions say, with `root` in place of the image's root; the user is not made."""
    here = root

    def inside(path: str) -> Path:
        return root / path.lstrip("/") if path.startswith("/") else here / path

    for one in ALL:
        if one.name == "WORKDIR":
            here = inside(one.text)
            here.mkdir(parents=True, exist_ok=True)
        elif one.name == "COPY":
            *sources, target = [word for word in one.words if not word.startswith("--")]
            for source in sources:
                is_within = "--from" in one.text
                copy(inside(source) if is_within else PROJECT / source, inside(target), into=target.endswith("/"))
        elif one.name == "RUN":
            command = re.sub(r"^useradd [^&]*&&", "", one.text)
            command = re.sub(r" --(owner|group)=\d+", "", command)
            command = re.sub(r"(?<![\w.])/(opt|app|src)\b", rf"{root}/\1", command)
            subprocess.run(["bash", "-euc", command.replace("python -m venv", f"{sys.executable} -m venv")],
                           cwd=here, check=True, timeout=900, env=clean_environment())  # fmt: skip


def copy(source: Path, target: Path, *, into: bool) -> None:
    """Copy as COPY does: a folder's content, or a file."""
    if source == target:
        return
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True)
    else:
        target = target / source.name if into or target.is_dir() else target
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def clean_environment(**added: str) -> dict[str, str]:
    """Return the environment without what the bot, Python or a test would read."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith((*OURS, "PYTHON", "VIRTUAL"))}
    return {**kept, **added}


@pytest.mark.long
@pytest.mark.process
def test_the_steps_in_a_clean_folder(telegram: FakeTelegram, tmp_path: Path) -> None:
    """Carried out one by one, they give a bot that answers, is found healthy by its check, and ends on SIGTERM."""
    carry_out(tmp_path)
    app, port = tmp_path / "app", str(free_port())
    env = clean_environment(**telegram.bot().environment, PORT=port, LISTEN_ADDRESS="127.0.0.1")
    env |= {"PATH": f"{tmp_path}/opt/venv/bin:{env['PATH']}", "PYTHONDONTWRITEBYTECODE": "1"}
    assert (app / "models" / "all-minilm-l6-v2" / "model.onnx").exists()
    assert list((app / "bot" / "briefing" / "fonts").glob("*.ttf"))
    config = app / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("model: null", "model: models/all-minilm-l6-v2"), "utf-8")
    before = {path for path in app.rglob("*") if "var" not in path.parts[len(app.parts) :]}

    command = [*named("ENTRYPOINT")[0].words, *named("CMD")[0].words]
    with (tmp_path / "log").open("w") as log, subprocess.Popen(command, cwd=app, env=env, stderr=log) as process:
        try:
            until = time.monotonic() + 120
            check = named("HEALTHCHECK")[0].words
            while subprocess.run(check, cwd=app, env=env, capture_output=True, timeout=30).returncode:
                assert process.poll() is None, (tmp_path / "log").read_text()
                assert time.monotonic() < until, (tmp_path / "log").read_text()
                time.sleep(0.5)
            reply = telegram.wait_for_reply(telegram.user().says(QUESTION))
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(40)

    assert (code, reply.parts("bold")) == (0, ["In the Otar military area."])
    # All that it wrote is in its volume, so that its root can be read-only.
    assert {path for path in app.rglob("*") if "var" not in path.parts[len(app.parts) :]} == before
