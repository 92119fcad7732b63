"""The MCP server, spoken to by a real MCP client: in the process, over both handshakes, and over stdio."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import anyio
import mcp_types as types
import pytest
from jsonschema import Draft202012Validator
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from agent.assembly import Assistant, Settings
from tools.store import NotFound
from ui.mcp import ToolServer

EIGHT = {
    "lookup_entities", "search_memes", "generate_titles", "score_titles",
    "check_compliance", "associate_titles", "race_titles", "save_titles",
}  # fmt: skip
COMMAND = """
import sys
sys.path.insert(0, "tests/contract")
from scripted import ScriptedModel
from agent import assembly
assembly.load_language_model = lambda _spec, progress=None: (print("loading"), ScriptedModel())[1]
from ui.cli import main
sys.argv = ["miaoti", "mcp", "-a", "adv02"]
main()
"""
"""`miaoti mcp` with a model that needs no preparing, and that prints while it loads, as models do."""
Talk = Callable[[Client], Coroutine[Any, Any, Any]]


@pytest.fixture
def assistant(scripted_assistant: tuple[Assistant, Settings]) -> Assistant:
    return scripted_assistant[0]


def talk(assistant: Assistant, doing: Talk, *, mode: str = "auto", approve: bool | None = None) -> Any:
    """Connect a client and let it talk; with `approve` it can ask its user, who says that."""
    asked: list[str] = []

    async def ask(_context: Any, params: Any) -> types.ElicitResult:
        asked.append(params.message)
        return types.ElicitResult(action="accept", content={"approve": bool(approve)})

    async def run() -> Any:
        more: dict[str, Any] = {} if approve is None else {"elicitation_callback": ask}
        async with Client(ToolServer(assistant, "adv01").build(), mode=mode, **more) as client:
            return await doing(client)

    found = anyio.run(run)
    assert bool(asked) == (approve is not None)
    return found


async def written(client: Client, n: int = 3) -> list[dict[str, Any]]:
    made = await client.call_tool("generate_titles", {"n": n, "keywords": ["塔防"], "max_chars": 20})
    titles: list[dict[str, Any]] = made.structured_content["titles"]
    assert len(titles) == n
    assert all(one["text"] in made.content[0].text and one["id"] in made.content[0].text for one in titles)
    return titles


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_eight_tools_are_listed_with_the_schemas_of_their_arguments(assistant: Assistant, mode: str) -> None:
    listed = talk(assistant, lambda client: client.list_tools(), mode=mode).tools
    assert {tool.name for tool in listed} == EIGHT
    for tool in listed:
        Draft202012Validator.check_schema(tool.input_schema)
        assert tool.description and tool.input_schema["type"] == "object"
    by_name = {tool.name: tool for tool in listed}
    assert by_name["generate_titles"].input_schema["properties"]["n"]["maximum"] == 50
    assert not by_name["save_titles"].annotations.read_only_hint


def test_every_tool_answers_in_text_and_in_structure(assistant: Assistant) -> None:
    async def doing(client: Client) -> None:
        titles = await written(client)
        ids = [one["id"] for one in titles]
        for name, args in (
            ("lookup_entities", {"query": "有哪些商品"}),
            ("search_memes", {"query": "塔防", "k": 2}),
            ("score_titles", {"title_ids": ids}),
            ("check_compliance", {"texts": ["全网第一的塔防"]}),
            ("associate_titles", {"text": "周末"}),
            ("race_titles", {"title_ids": ids, "pick": 2}),
            ("save_titles", {"title_ids": ids[:1]}),
        ):
            answer = await client.call_tool(name, args)
            assert not answer.is_error, (name, answer.content)
            assert answer.structured_content["summary"] in answer.content[0].text
            pending = name in ("race_titles", "save_titles")
            assert answer.structured_content["status"] == ("pending" if pending else "done")
        checked = await client.call_tool("check_compliance", {"texts": ["全网第一的塔防"]})
        assert checked.structured_content["data"]["rows"][0]["verdict"] == "violation"

    talk(assistant, doing)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize("approve", [True, False])
def test_saving_asks_the_person_and_does_what_they_say(assistant: Assistant, mode: str, approve: bool) -> None:
    async def doing(client: Client) -> tuple[str, dict[str, Any]]:
        (title,) = await written(client, 1)
        answer = await client.call_tool("save_titles", {"title_ids": [title["id"]]})
        return title["id"], answer.structured_content

    title_id, answer = talk(assistant, doing, mode=mode, approve=approve)
    assert answer["status"] == ("approved" if approve else "declined")
    assert (title_id in {one.id for one in assistant.library("adv01")}) == approve


def test_what_cannot_be_done_is_said_to_the_model(assistant: Assistant) -> None:
    stranger = assistant.run_tool("generate_titles", {"n": 1}, "adv02").result.titles[0]

    async def doing(client: Client) -> None:
        for name, args, told in (
            ("generate_titles", {"n": 0}, "n"),
            ("check_compliance", {}, "texts"),
            ("race_titles", {"title_ids": [stranger.id]}, "标题"),
            ("generate_titles", {"base_ids": [stranger.id]}, "标题"),
            ("save_titles", {"title_ids": [stranger.id]}, stranger.id),
            ("save_titles", {"title_ids": [{"id": 1}]}, "title_ids"),
            ("save_titles", {"title_ids": "abc"}, "title_ids"),
            ("no_such_tool", {}, "no_such_tool"),
        ):
            answer = await client.call_tool(name, args)
            assert answer.is_error and told in answer.content[0].text, (name, answer)

    talk(assistant, doing)


def test_an_unknown_account_is_refused(assistant: Assistant) -> None:
    with pytest.raises(NotFound):
        ToolServer(assistant, "nobody")


def test_the_command_speaks_the_protocol_over_stdio(tmp_path: Path) -> None:
    environment = {**os.environ, "MIAOTI_HOME": str(tmp_path), "OMP_NUM_THREADS": "1"}
    command = StdioServerParameters(command=sys.executable, args=["-c", COMMAND], env=environment, cwd=str(Path.cwd()))

    async def run() -> None:
        async with Client(command) as client:
            assert {tool.name for tool in (await client.list_tools()).tools} == EIGHT
            (title,) = await written(client, 1)
            assert 0 < len(title["text"]) <= 20

    anyio.run(run)
