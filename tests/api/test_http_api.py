"""Tests of the HTTP API as another program sees it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.api.access import MOST_BYTES, hash_of
from bot.api.http_api import PREFIX
from bot.api.models import Answered
from bot.api.operations import MOST_WAITING
from bot.cli import main
from bot.config import Config, Scope, Settings
from bot.engine.engine import AnsweringEngine, load_engine
from bot.factbase.audience import Audience
from tests.api.asking import CLIENTS, DRILL, INSIDER, NOW, TOKEN, Direct, asking, client, write_facts
from tests.bot_process import Mode, free_port
from tests.conftest import StartBot
from tests.fake_telegram import FakeTelegram

T = TypeVar("T")

PLACE = "Where was DRILL 2018 held?"
AS_JSON = {"Content-Type": "application/json"}
ANY_PROPERTY = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def test_an_answer_carries_its_source(view: Direct) -> None:
    """A question that the base answers gets the fact, its day and where it was read."""
    async with asking(view) as program:
        response = await program.post("/ask", json={"question": PLACE})

    told = response.json()["answers"][0]
    assert response.status_code == 200
    assert (told["answer"], told["as_of"]) == ("In Otar.", "2019-01-02")
    assert (told["sources"][0]["title"], told["sources"][0]["locator"]) == ("Partners", "¶6")


async def test_the_object_is_that_of_the_command_line(
    view: Direct, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asked by HTTP or with `ask --json`, the same question gets the same object, whatever comes of it."""
    open_part = write_facts(tmp_path / "facts")
    (open_part / "budget.yaml").unlink()
    async with asking(view) as program:
        for question in (
            PLACE,
            "Where was DRILL 2031 held?",
            "who cooks",
            "What is love?",
            "Where was DRILL 2019?",
            " ",
        ):
            main(["ask", "--json", question, "--facts", str(open_part)])
            assert (await program.post("/ask", json={"question": question})).json() == json.loads(
                capsys.readouterr().out
            )


@pytest.mark.parametrize("question", ["Where was DRILL 2031 held?", "How much does a tank cost?", "", "a" * 4097])
async def test_a_near_miss_is_no_answer(view: Direct, question: str) -> None:
    """What the base does not hold, or what cannot be asked, gets no answer, but the reason."""
    async with asking(view) as program:
        found = (await program.post("/ask", json={"question": question})).json()

    assert (found["decision"] == "answer", found["answers"]) == (False, [])
    assert found["reason"]


@ANY_PROPERTY
@given(question=st.text() | st.sampled_from([PLACE, "How much does DRILL cost?"]))
async def test_any_text_gets_an_object_of_the_contract(view: Direct, question: str) -> None:
    """Whatever is asked, the reply has the form that OpenAPI promises, each answer a source, and no limited fact."""
    async with asking(view) as program:
        response = await program.post("/ask", content=json.dumps({"question": question}), headers=AS_JSON)

    if response.status_code == 422:  # half of a surrogate pair is no text
        assert any("\ud800" <= char <= "\udfff" for char in question)
        return
    found = Answered.model_validate(response.json())
    assert all(one.sources for one in found.answers)
    assert "budget" not in response.text
    assert "million" not in response.text


@ANY_PROPERTY
@given(body=st.binary(max_size=200), path=st.sampled_from(["/ask", "/facts", "/brief/drill"]))
async def test_any_bytes_are_refused_in_one_sentence(view: Direct, body: bytes, path: str) -> None:
    """A body that is no question is refused with what is wrong, and never with an error of the server's own."""
    async with asking(view) as program:
        response = await program.post(path, content=body, headers=AS_JSON)

    assert response.status_code in (400, 405, 422)
    assert isinstance(response.json()["detail"], str)


@ANY_PROPERTY
@given(name=st.text(max_size=80))
async def test_any_name_of_a_fact(view: Direct, name: str) -> None:
    """A fact that is not held is not found, whatever its name looks like."""
    async with asking(view) as program:
        response = await program.get(httpx.URL("http://bot.example").copy_with(raw_path=path_of(name)))

    assert response.status_code in (404, 422)


def path_of(name: str) -> bytes:
    """Write the path of a fact as a program would."""
    quoted = "".join(f"%{byte:02x}" for byte in name.encode("utf-8", "surrogatepass"))
    return f"{PREFIX}/facts/x{quoted}".encode()


async def test_facts_and_topics(view: Direct) -> None:
    """The facts that hold are listed, all or those of a topic, and the topics with how many they hold."""
    async with asking(view, token=INSIDER) as program:
        everything, drills, topics = [
            (await program.get(path)).json() for path in ("/facts", "/facts?topic=drill", "/topics")
        ]

    assert [one["fact"] for one in everything["facts"]] == [
        "budget-sum", "drill-2018-place", "drill-2019-place", "drill-cook-2",
    ]  # fmt: skip
    assert {one["topic"] for one in drills["facts"]} == {"drill"}
    assert [(one["topic"], one["facts"]) for one in topics["topics"]] == [("budget", 1), ("drill", 3)]


async def test_one_fact(view: Direct) -> None:
    """A fact is told with its claims; one of the past names its successor; one that was withdrawn is gone."""
    async with asking(view) as program:
        disputed, past, gone, none = [
            await program.get(f"/facts/{name}") for name in ("drill-2019-place", "drill-cook", "drill-song", "nobody")
        ]

    assert [one["answer"] for one in disputed.json()["claims"]] == ["In Pithoragarh.", "In Umroi."]
    assert past.json()["superseded_by"] == "drill-cook-2"
    assert (gone.status_code, gone.json()["detail"]) == (410, "the fact was withdrawn on 2019-05-01")
    assert (none.status_code, none.json()["detail"]) == (404, "the base holds no fact 'nobody'")


async def test_a_sheet(view: Direct) -> None:
    """The sheet of a topic has its facts with numbered sources, and is narrowed to a year."""
    async with asking(view) as program:
        whole, of_2018, nothing = [
            await program.get(f"/brief/{path}") for path in ("drill", "drill?about=2018&language=ru", "bread")
        ]

    questions = [item["question"] for section in whole.json()["sections"] for item in section["items"]]
    assert len(questions) == 3
    assert [one["title"] for one in whole.json()["sources"]] == ["Partners", "Evening news"]
    assert of_2018.json()["language"] == "ru"
    assert [item["question"] for section in of_2018.json()["sections"] for item in section["items"]] == [PLACE]
    assert nothing.status_code == 404


async def test_a_limited_topic_is_for_its_audience_alone(view: Direct) -> None:
    """What is limited to a chat is told to a program of that chat; for any other it is not there in any way."""
    paths = ("/facts", "/topics", "/facts/budget-sum", "/brief/budget")
    async with asking(view) as outside, asking(view, token=INSIDER) as inside:
        hidden = [await outside.get(path) for path in paths]
        shown = [await inside.get(path) for path in paths]
        asked = [
            (await one.post("/ask", json={"question": "How much does DRILL cost?"})).json()["decision"]
            for one in (outside, inside)
        ]

    assert [one.status_code for one in hidden] == [200, 200, 404, 404]
    assert [one.status_code for one in shown] == [200] * 4
    assert not any("budget-sum" in one.text for one in hidden[:2])
    assert asked == ["none", "answer"]


async def test_a_base_that_has_not_changed_is_not_sent_again(view: Direct, tmp_path: Path) -> None:
    """The ETag is the version of what the program sees: with it the reply is empty until the base changes."""
    async with asking(view) as program:
        first = await program.get("/facts")
        again = await program.get("/facts", headers={"If-None-Match": first.headers["ETag"]})
        sheet = await program.get("/brief/drill")
        view.engine = changed(view.engine, tmp_path)
        after = await program.get("/facts", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert f"-{NOW:%Y-%m-%d}" in sheet.headers["ETag"]  # what is overdue depends on the day
    assert (after.status_code, after.headers["ETag"] != first.headers["ETag"]) == (200, True)
    assert (first.json()["version"], "private" in first.headers["Cache-Control"]) == (first.headers["ETag"][3:-1], True)


def changed(engine: AnsweringEngine, folder: Path) -> AnsweringEngine:
    """Open the base after a correction."""
    facts = write_facts(folder / "facts")
    path = facts / "drill.yaml"
    path.write_text(path.read_text("utf-8").replace("In Otar.", "In Gvardeysky."), "utf-8")
    return load_engine(Config(settings=Settings(facts=(facts,))), print)


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic x", "Bearer bbt_other", f"Bearer {hash_of(TOKEN)}"]
)
async def test_no_way_in_without_a_token(view: Direct, header: str | None) -> None:
    """Without a known token nothing is told, and the reply says what is asked for; the hash of one is none."""
    async with asking(view, token=None) as program:
        if header is not None:
            program.headers["Authorization"] = header
        responses = [await program.get("/facts"), await program.post("/ask", json={"question": PLACE})]

    assert [one.status_code for one in responses] == [401, 401]
    assert responses[0].headers["WWW-Authenticate"] == "Bearer"
    assert "Otar" not in responses[1].text


@pytest.mark.parametrize("scope", list(Scope))
async def test_a_scope_opens_its_part_alone(view: Direct, scope: Scope) -> None:
    """A token reaches what its scopes name, and nothing else."""
    clients = (client("some", TOKEN, scopes=frozenset({scope})),)
    async with asking(view, clients) as program:
        statuses = {
            Scope.ASK: (await program.post("/ask", json={"question": PLACE})).status_code,
            Scope.FACTS: (await program.get("/facts")).status_code,
            Scope.BRIEF: (await program.get("/brief/drill")).status_code,
        }

    assert statuses == {one: 200 if one is scope else 403 for one in Scope}


async def test_a_limit_is_kept_for_each_program(view: Direct) -> None:
    """Who asks too often is told when to come again, and nobody else is slowed down by it."""
    clients = (client("fast", TOKEN, per_minute=3), CLIENTS[1])
    async with asking(view, clients) as program:
        statuses = [(await program.get("/topics")).status_code for _ in range(5)]
        last = await program.get("/topics")
        other = await program.get("/topics", headers={"Authorization": f"Bearer {INSIDER}"})

    assert statuses == [200, 200, 200, 429, 429]
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    assert other.status_code == 200


async def test_a_body_without_end_is_cut_off(view: Direct) -> None:
    """A body above the limit is refused, whether its length was told or not."""

    async def endless() -> Any:
        while True:
            yield b"x" * 4096

    async with asking(view) as program:
        told = await program.post("/ask", content=b"x" * (MOST_BYTES + 1))
        untold = await program.post("/ask", content=endless())

    assert (told.status_code, untold.status_code) == (413, 413)


class Slow(Direct):
    """Does not come to an end with a work before it is let."""

    def __init__(self, engine: AnsweringEngine) -> None:
        super().__init__(engine)
        self.gate = asyncio.Event()
        self.at_work = self.most = 0

    async def in_view(self, audience: Audience, work: Callable[[AnsweringEngine], T]) -> T:
        """Wait, then do the work."""
        self.at_work += 1
        self.most = max(self.most, self.at_work)
        await self.gate.wait()
        self.at_work -= 1
        return await super().in_view(audience, work)


async def test_programs_take_turns(engine: AnsweringEngine) -> None:
    """Of many requests at once one works at a time, and those beyond a limit are told to come later."""
    view = Slow(engine)
    clients = (client("many", TOKEN, per_minute=1000),)
    async with asking(view, clients) as program:
        requests = [asyncio.create_task(program.get("/topics")) for _ in range(MOST_WAITING + 8)]
        while sum(one.done() for one in requests) < 8:
            await asyncio.wait(requests, return_when=asyncio.FIRST_COMPLETED, timeout=0.01)
        view.gate.set()
        responses = await asyncio.gather(*requests)

    statuses = [one.status_code for one in responses]
    assert (statuses.count(503), statuses.count(200), view.most) == (8, MOST_WAITING, 1)


async def test_openapi_describes_each_reply(view: Direct) -> None:
    """The description is open to all, and each reply has the form that it gives, also by a validator of JSON Schema."""
    async with asking(view, token=None) as anybody:
        described = (await anybody.get("/openapi.json")).json()
    assert set(described["paths"]) == {"/ask", "/facts", "/facts/{fact}", "/topics", "/brief/{topic}"}
    assert described["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    assert described["servers"] == [{"url": PREFIX}]

    async with asking(view) as program:
        replies = {
            "/ask": await program.post("/ask", json={"question": PLACE}),
            "/facts": await program.get("/facts"),
            "/facts/{fact}": await program.get("/facts/drill-2019-place"),
            "/topics": await program.get("/topics"),
            "/brief/{topic}": await program.get("/brief/drill"),
        }
    for path, reply in replies.items():
        (operation,) = described["paths"][path].values()
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(reply.json(), {**schema, "components": described["components"]})


@pytest.mark.parametrize("mode", ["webhook", "polling"])
def test_on_the_web_process(telegram: FakeTelegram, start_bot: StartBot, mode: Mode) -> None:
    """The running bot answers a program over the network, beside Telegram, with httpx as its client."""
    telegram.bot()
    port = free_port()
    env = {} if mode == "webhook" else {"PORT": str(port)}
    config = f"api: [{{name: news, token: 'sha256:{hash_of(TOKEN)}'}}]\n"
    bot = start_bot(mode=mode, config=config, facts={"drill.yaml": DRILL}, env=env).wait_until_ready()
    address = f"http://127.0.0.1:{bot.port or port}{PREFIX}"
    with httpx.Client(headers={"Authorization": f"Bearer {TOKEN}"}) as program:
        reply = program.post(f"{address}/ask", json={"question": PLACE})
        refused = httpx.get(f"{address}/facts")

    assert (reply.json()["answers"][0]["answer"], refused.status_code) == ("In Otar.", 401)
