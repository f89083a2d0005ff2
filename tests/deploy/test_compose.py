"""Tests of compose.yaml: by the schema that Compose publishes, and by what its services are promised to be."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

import jsonschema
import pytest
import yaml

from bot.cli import build_parser
from tests.tree import PROJECT

COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
BOTS = {"polling": "run", "web": "run", "mcp": "mcp"}


def test_it_is_what_compose_takes() -> None:
    """The file holds to the published schema."""
    folder = resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((folder / "compose-spec.json").read_text("utf-8"))

    jsonschema.validate(COMPOSE, schema)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_kept_small(name: str) -> None:
    """No service gains privileges or keeps capabilities that it does not name, and each image has its version."""
    service = SERVICES[name]

    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "build" in service or re.search(r":\d", service["image"])
    assert not service.get("privileged")


@pytest.mark.parametrize("name", BOTS)
def test_the_bot_writes_to_its_volume_alone(name: str) -> None:
    """The root is read-only, the only volume that can be written is its store's, and it has time to end."""
    service = SERVICES[name]
    writable = [volume for volume in service["volumes"] if not volume.endswith(":ro")]

    assert service["read_only"] is True
    assert writable == ["var:/app/var"]
    assert service["stop_grace_period"] == "30s"
    assert build_parser(service["command"]).parse_args(service["command"]).command == BOTS[name]


def test_what_is_named_is_there() -> None:
    """Each volume is declared, each file is there, and no port of the bot or the database is open to the outside."""
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert (PROJECT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert [SERVICES[name]["profiles"] for name in ("polling", "web", "proxy")] == [
        ["polling"],
        ["webhook"],
        ["webhook"],
    ]


def test_a_missing_secret_is_named() -> None:
    """A secret that is not set stops Compose with a sentence; none stands in the file."""
    text = (PROJECT / "compose.yaml").read_text("utf-8")

    for name in ("TELEGRAM_BOT_TOKEN", "POSTGRES_PASSWORD"):
        assert set(re.findall(rf"\$\{{{name}([^a-zA-Z])", text)) == {":"}
        assert re.search(rf"\$\{{{name}:\?set it", text)
