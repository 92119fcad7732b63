"""Runs tools by name: validates arguments, measures time, and turns every failure into a sentence."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from agent.turn import ToolCall
from agent.turn_view import Step
from tools.base import Tool, ToolContext, ToolError, ToolResult

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ToolRun:
    """A finished call; `failure` is a Chinese sentence when it did not work, `crashed` says that it is our fault."""

    call: ToolCall
    result: ToolResult
    failure: str | None = None
    crashed: bool = False


class Toolbox:
    """The eight tools under their contract names."""

    def __init__(self, tools: Iterable[Tool[Any]]) -> None:
        self._tools = {tool.name: tool for tool in tools}

    @property
    def names(self) -> tuple[str, ...]:
        """In the order they were given."""
        return tuple(self._tools)

    def describe(self, name: str) -> tuple[str, type[BaseModel]]:
        """A tool's description and the model of its arguments."""
        tool = self._tools[name]
        return tool.description, tool.args

    def run(self, step: Step, context: ToolContext) -> ToolRun:
        """Run one call. Never raises: what went wrong is in `failure`, and logged when it is our fault."""
        tool = self._tools[step.tool]
        started, crashed = time.perf_counter(), False
        try:
            result, failure = tool.run(tool.args.model_validate(step.args), context), None
        except ToolError as error:
            result, failure = ToolResult(str(error)), str(error)
        except ValidationError as error:
            fields = "、".join(str(item["loc"][0]) for item in error.errors() if item["loc"])
            result, failure = ToolResult(f"参数不对：{fields}"), f"参数不对（{fields}），换个说法再试。"
        except Exception as error:
            _log.exception("tool %s failed", step.tool)
            crashed = True
            result = ToolResult(f"出错：{type(error).__name__}")
            failure = f"「{tool.description}」这一步没做成（{type(error).__name__}），可以再试一次。"
        call = ToolCall(
            name=step.tool,
            args=step.args,
            status="failed" if failure else ("pending" if "action_id" in result.data else "done"),
            summary=result.summary,
            seconds=round(time.perf_counter() - started, 4),
            tokens=result.data.get("tokens", 0),
        )
        return ToolRun(call, result, failure, crashed)
