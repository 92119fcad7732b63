"""The eight tools as an MCP server: arguments, schemas and results are the tools' own."""

from __future__ import annotations

import json
import threading
from functools import partial
from typing import Any, Literal

import anyio
import mcp_types as types
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import BaseModel

from agent.session import Assistant, Thread
from agent.toolbox import ToolRun
from models.types import Title
from tools.store import NotFound

OWNER = "demo"
"""Whose the conversation is: the page on this machine shows it."""
ONLY_READS = {"lookup_entities", "search_memes", "score_titles", "check_compliance", "associate_titles"}
WORDS = ("keywords", "must_include", "include_any", "texts")
APPROVE: dict[str, Any] = {
    "type": "object",
    "properties": {"approve": {"type": "boolean", "title": "同意", "default": False}},
    "required": ["approve"],
}
_INSTRUCTIONS = (
    "Tools that write, check, score and race Bilibili ad titles in Chinese for one advertiser's account. Ids of titles "
    "come from generate_titles. race_titles and save_titles take effect only once a person approves."
)


class ToolAnswer(BaseModel):
    """What a tool gave. `status` pending means that `action_id` waits for a person's approval."""

    summary: str
    status: Literal["done", "pending", "approved", "declined"]
    titles: list[Title] = []
    data: dict[str, Any] = {}
    action_id: str | None = None


class ToolServer:
    """The tools of one account, called in one conversation of their own, which the first call begins."""

    def __init__(self, assistant: Assistant, advertiser_id: str) -> None:
        self._assistant = assistant
        self._advertiser_id = assistant.advertisers.get(advertiser_id).id
        self._guard = threading.Lock()
        self._begun: Thread | None = None

    def build(self) -> Server[Any]:
        return Server(
            "miaoti", title="妙题", instructions=_INSTRUCTIONS, on_list_tools=self._list, on_call_tool=self._call
        )

    async def _list(self, _context: Any, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[self._describe(name) for name in self._assistant.parts.toolbox.names])

    def _describe(self, name: str) -> types.Tool:
        description, args = self._assistant.parts.toolbox.describe(name)
        return types.Tool(
            name=name,
            description=description,
            input_schema=args.model_json_schema(),
            output_schema=ToolAnswer.model_json_schema(),
            annotations=types.ToolAnnotations(read_only_hint=name in ONLY_READS, open_world_hint=False),
        )

    async def _call(
        self, context: ServerRequestContext[Any], params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        if params.request_state is not None:
            return await self._answered(params)
        if params.name not in self._assistant.parts.toolbox.names:
            return _failed(f"没有工具 {params.name}。")
        try:
            run = await anyio.to_thread.run_sync(partial(self._run, params.name, params.arguments or {}))
        except NotFound as error:
            return _failed(f"找不到标题 {error.row_id}，或不属于这个账号。")
        if run.failure:
            return _failed(run.failure)
        answer = _answer(run)
        if answer.action_id is None or not _can_ask(context):
            return _result(answer)
        question = types.ElicitRequestFormParams(message=f"{answer.summary}。同意吗？", requested_schema=APPROVE)
        if context.protocol_version in MODERN_PROTOCOL_VERSIONS:
            asked: dict[str, types.InputRequest] = {"approval": types.ElicitRequest(params=question)}
            return types.InputRequiredResult(input_requests=asked, request_state=answer.action_id)
        said = await context.session.elicit_form(question.message, APPROVE, context.request_id)
        return _result(await anyio.to_thread.run_sync(self._decide, answer, said))

    async def _answered(self, params: types.CallToolRequestParams) -> types.CallToolResult:
        """The second round of a call that needed approval."""
        said = (params.input_responses or {}).get("approval")
        pending = {action.id: action for action in self._thread().pending()}
        action = pending.get(params.request_state or "")
        if action is None:
            return _failed("这个操作已经处理过了，或者不存在。")
        answer = ToolAnswer(
            summary=action.summary,
            status="pending",
            titles=self._assistant.stores.titles.many(action.title_ids),
            action_id=action.id,
        )
        elicited = said if isinstance(said, types.ElicitResult) else None
        return _result(await anyio.to_thread.run_sync(self._decide, answer, elicited))

    def _run(self, name: str, args: dict[str, Any]) -> ToolRun:
        return self._assistant.run_tool(
            name, args, self._advertiser_id, thread_id=self._thread().id, user_text=_words(args)
        )

    def _decide(self, answer: ToolAnswer, said: types.ElicitResult | None) -> ToolAnswer:
        """Carry out what the person said; without a clear yes or no the action keeps waiting."""
        if said is None or said.action == "cancel":
            return answer
        approve = said.action == "accept" and bool((said.content or {}).get("approve"))
        turn = self._thread().resume(approve, answer.action_id)
        status: Literal["approved", "declined"] = "approved" if approve else "declined"
        return answer.model_copy(update={"summary": turn.reply, "status": status})

    def _thread(self) -> Thread:
        with self._guard:
            if self._begun is None:
                self._begun = self._assistant.open(self._advertiser_id, owner=OWNER)
                self._begun.rename("MCP")
            return self._begun


async def serve_stdio(server: Server[Any]) -> None:
    """Serve until the client closes its end. Whatever else prints to standard output is kept out of the protocol."""
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def _words(args: dict[str, Any]) -> str:
    """The caller's own words, which numbers in a title may come from."""
    lists = [args.get(name) for name in WORDS]
    words = [word for one in lists if isinstance(one, list) for word in one if isinstance(word, str)]
    return "\n".join([*words, *(str(args[name]) for name in ("prefix", "instruction") if args.get(name))])


def _can_ask(context: ServerRequestContext[Any]) -> bool:
    wanted = types.ClientCapabilities(elicitation=types.ElicitationCapability())
    return context.session.check_client_capability(wanted)


def _answer(run: ToolRun) -> ToolAnswer:
    data = dict(run.result.data)
    action_id = data.pop("action_id", None)
    status: Literal["done", "pending"] = "pending" if action_id else "done"
    return ToolAnswer(
        summary=run.result.summary, status=status, titles=list(run.result.titles), data=data, action_id=action_id
    )


def _result(answer: ToolAnswer) -> types.CallToolResult:
    """One line, the titles, then the data: readable for those clients that show text alone."""
    lines = [answer.summary, *(f"{number}. {one.text}（{one.id}）" for number, one in enumerate(answer.titles, 1))]
    if answer.status == "pending":
        lines.append(f"等待确认：{answer.action_id}")
    if answer.data:
        lines.append(json.dumps(answer.data, ensure_ascii=False))
    return types.CallToolResult(
        content=[types.TextContent(text="\n".join(lines))], structured_content=answer.model_dump(mode="json")
    )


def _failed(why: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=why)], is_error=True)
