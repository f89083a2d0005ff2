"""Tests of the list of what the bot is installed with."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.test_dockerfile import clean_environment
from tests.test_requirements import pins
from tests.tree import PROJECT


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("make"), reason="there is no make")
def test_the_sbom_names_what_is_pinned(tmp_path: Path) -> None:
    """`make sbom` writes CycloneDX with each package of requirements.txt at its version, and the licence of each."""
    subprocess.run(
        ["make", "sbom", f"SBOM={tmp_path}", f"VENV={tmp_path / 'venv'}"],
        cwd=PROJECT, check=True, timeout=900, env=clean_environment(),
    )  # fmt: skip
    written = json.loads((tmp_path / "briefing-bot.cdx.json").read_text("utf-8"))
    listed = {re.sub(r"[-_.]+", "-", one["name"]).lower(): one["version"] for one in written["components"]}
    pinned = pins("requirements.txt")
    licences = (tmp_path / "licences.md").read_text("utf-8")

    assert written["bomFormat"] == "CycloneDX"
    assert written["metadata"]["component"]["name"] == "briefing-bot"
    assert len(listed) > 60
    assert {name: version for name, version in listed.items() if name in pinned and version not in pinned[name]} == {}
    assert {"starlette", "sqlalchemy", "python-telegram-bot", "mcp", "fastapi"} <= set(listed)
    assert "UNKNOWN" not in licences
