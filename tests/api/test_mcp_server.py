"""Tests of the MCP server with the official SDK's own client."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
import uvicorn
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import TextContent
from starlette.types import ASGIApp

from bot.api.access import hash_of
from bot.api.mcp_server import build_mcp_application, build_mcp_server
from bot.api.models import Answered
from bot.cli import main
from bot.config import ApiClient, Scope
from tests.api.asking import CLIENTS, INSIDER, NOW, STAFF, TOKEN, Direct, asking, client, write_facts
from tests.bot_process import PROJECT, free_port

PLACE = "Where was DRILL 2018 held?"
COST = "How much does DRILL cost?"
ANYBODY = ApiClient("here", "")


def assistant(view: Direct, who: ApiClient = ANYBODY) -> Client:
    """Open an assistant's side, in this process."""
    return Client(build_mcp_server(view, lambda: NOW, who, "1"))


async def called(program: Client, tool: str, **arguments: object) -> dict[str, Any]:
    """Call a tool that succeeds; its text is its structured content as JSON."""
    result = await program.call_tool(tool, arguments)
    text = result.content[0]
    assert not result.is_error
    assert isinstance(text, TextContent)
    assert json.loads(text.text) == result.structured_content
    return dict(result.structured_content or {})


async def test_an_assistant_finds_four_tools(view: Direct) -> None:
    """The tools say what they do and return, that they only read, and how an assistant keeps the bot's promise."""
    async with assistant(view) as program:
        tools = {tool.name: tool for tool in (await program.list_tools()).tools}
        instructions = program.instructions or ""

    assert set(tools) == {"ask", "get_fact", "list_topics", "brief"}
    assert all(tool.description and tool.annotations and tool.annotations.read_only_hint for tool in tools.values())
    assert set(tools["ask"].input_schema["properties"]) == {"question"}
    assert (tools["ask"].output_schema or {})["title"] == Answered.__name__
    assert "never pass one off as the answer" in instructions


async def test_the_object_is_that_of_the_http_api(view: Direct) -> None:
    """Asked by MCP or over HTTP, the same question gets the same object, whatever comes of it."""
    async with assistant(view) as program, asking(view) as other:
        for question in (PLACE, "Where was DRILL 2031 held?", "who cooks", COST, " ", "a" * 5000):
            by_http = (await other.post("/ask", json={"question": question})).json()
            assert await called(program, "ask", question=question) == by_http


async def test_facts_topics_and_sheets(view: Direct) -> None:
    """The other tools give a fact, the topics, and a sheet, as the HTTP API does."""
    async with assistant(view) as program, asking(view) as other:
        assert await called(program, "get_fact", fact="drill-cook") == (await other.get("/facts/drill-cook")).json()
        assert await called(program, "list_topics") == (await other.get("/topics")).json()
        sheet = await called(program, "brief", topic="drill", about="2018", language="ru")
        assert sheet == (await other.get("/brief/drill?about=2018&language=ru")).json()


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("get_fact", {"fact": "nobody"}, "the base holds no fact 'nobody'"),
        ("get_fact", {"fact": "budget-sum"}, "the base holds no fact 'budget-sum'"),
        ("get_fact", {"fact": "drill-song"}, "withdrawn on 2019-05-01"),
        ("brief", {"topic": "budget"}, "the base has no topic 'budget'"),
    ],
)
async def test_what_is_not_held_is_said(view: Direct, tool: str, arguments: dict[str, str], said: str) -> None:
    """A name that is not held, withdrawn, or for others alone, is an error with one sentence."""
    async with assistant(view) as program:
        result = await program.call_tool(tool, arguments)

    assert result.is_error
    assert isinstance(result.content[0], TextContent)
    assert said in result.content[0].text


async def test_scope_and_audience(view: Direct) -> None:
    """A program calls what its scopes name, and sees what its chats see."""
    asks_only = client("some", TOKEN, scopes=frozenset({Scope.ASK}), chats=CLIENTS[1].chats)
    async with assistant(view, asks_only) as program:
        answered = await called(program, "ask", question=COST)
        refused = await program.call_tool("list_topics", {})

    assert answered["answers"][0]["fact"] == "budget-sum"
    assert refused.is_error


@contextlib.asynccontextmanager
async def served(application: ASGIApp) -> AsyncIterator[str]:
    """Serve an application at a free port, in this process."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(application, port=port, log_config=None, lifespan="on"))
    with server.capture_signals():
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.wait({task}, timeout=0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        await task


@contextlib.asynccontextmanager
async def with_token(address: str, token: str) -> AsyncIterator[Client]:
    """Open the SDK's client over HTTP with a bearer token."""
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http)) as program,
    ):
        yield program


async def test_over_http_the_token_says_who_asks(view: Direct) -> None:
    """Over HTTP the SDK's client gets what its token may see; without a known token nothing is served."""
    application = build_mcp_application(build_mcp_server(view, lambda: NOW, None, "1"), CLIENTS)
    seen = {}
    async with served(application) as address:
        for token in (TOKEN, INSIDER):
            async with with_token(address, token) as program:
                seen[token] = (await called(program, "ask", question=COST))["decision"]
        async with httpx.AsyncClient(base_url=address) as nobody:
            refused = await nobody.post("/mcp", json={})
            other = await nobody.post("/mcp", json={}, headers={"Authorization": "Bearer bbt_other"})
            alive = await nobody.get("/healthz")

    assert seen == {TOKEN: "none", INSIDER: "answer"}
    assert (refused.status_code, other.status_code, alive.status_code) == (401, 401, 200)


def config_with(folder: Path, facts: Path) -> Path:
    """Write a configuration that lets two programs in."""
    path = folder / "config.yaml"
    path.write_text(
        f"facts: [{facts}]\napi:\n  - {{name: open, token: sha256:{hash_of(TOKEN)}}}\n"
        f"  - {{name: insider, token: sha256:{hash_of(INSIDER)}, chats: [{STAFF}]}}\n"
    )
    return path


@pytest.mark.long
@pytest.mark.process
async def test_over_standard_input_and_output(tmp_path: Path) -> None:
    """An assistant starts the command, asks, and after a correction of the file gets the new answer."""
    facts = write_facts(tmp_path / "facts")
    arguments = ["-m", "bot", "mcp", "--client", "insider", "--config", str(config_with(tmp_path, facts))]
    environment = {"PYTHONPATH": str(PROJECT), "PATH": os.environ["PATH"]}
    started = StdioServerParameters(command=sys.executable, args=arguments, env=environment)
    async with Client(stdio_client(started)) as program, asyncio.timeout(60):
        cost = await called(program, "ask", question=COST)
        before = await called(program, "ask", question=PLACE)
        path = facts / "drill.yaml"
        path.write_text(path.read_text("utf-8").replace("In Otar.", "In Gvardeysky."), "utf-8")
        after = before
        while after == before:
            after = await called(program, "ask", question=PLACE)

    assert cost["answers"][0]["answer"] == "Seven million."
    assert (before["answers"][0]["answer"], after["answers"][0]["answer"]) == ("In Otar.", "In Gvardeysky.")


@pytest.mark.long
@pytest.mark.process
async def test_over_http_from_the_command(tmp_path: Path) -> None:
    """`mcp --http` serves the SDK's client at its port, and ends with 0 on SIGTERM."""
    port = free_port()
    arguments = ["-m", "bot", "mcp", "--http", "--config", str(config_with(tmp_path, write_facts(tmp_path / "facts")))]
    environment = {
        "PYTHONPATH": str(PROJECT), "PATH": os.environ["PATH"], "PORT": str(port), "LISTEN_ADDRESS": "127.0.0.1",
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    async with asyncio.timeout(60):
        while b"serving MCP" not in await process.stderr.readline():
            assert process.returncode is None
        async with with_token(f"http://127.0.0.1:{port}", TOKEN) as program:
            found = await called(program, "ask", question=PLACE)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    assert found["answers"][0]["answer"] == "In Otar."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--http"], "no program may ask yet"), (["--client", "nobody"], "names no program 'nobody'; there are: none")],
)
def test_what_cannot_be_served(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a program to serve, or with one that is not named, the command says so and exits with 2."""
    facts = write_facts(tmp_path / "facts")

    assert main(["mcp", *arguments, "--facts", str(facts)]) == 2
    assert said in capsys.readouterr().err
