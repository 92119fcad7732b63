"""State of the graph: plain and small. Titles live in the store; here are only their ids.

`memory` is what the conversation remembers and is written once, by the last node of a turn; `work` is the
scratch of one turn. A turn that dies half way therefore changes nothing that the next turn reads.
"""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages


class Memory(TypedDict, total=False):
    """What persists over turns. `brief` and `shown` are dumps of `Brief` and of `ShownList`s.

    `associated` is the text last continued, so that “多来几个” knows what to go on from; `refused` are the illegal
    claims asked for last, so that “为什么不能写” knows what is meant. `of_one` are words asked for in one title only.
    `own` is the id of the title that the user handed in last, `judged` its text while nothing but a verdict followed.
    """

    brief: dict[str, Any]
    shown: list[dict[str, Any]]
    memes: list[str]
    last_intent: str | None
    associated: str | None
    refused: list[str]
    of_one: list[str]
    own: str | None
    judged: str | None
    user_texts: list[str]


class Work(TypedDict, total=False):
    """One turn: the plan, how far it got (`stage`), the next call (`step`), and what the calls gave.

    `accepted` are ids of titles that passed the critique, `weak` of those that did but that the scorers doubt;
    `opinions` has the ids of titles that the message likes and dislikes. `groups` are the Briefs of groups of titles
    ordered, `group` the place of the one being written, `bounds` how many titles were accepted before each began.
    `own` is the id of a title handed in with the message.
    """

    index: int
    message: str
    language: str
    plan: dict[str, Any]
    brief: dict[str, Any]
    groups: list[dict[str, Any]]
    group: int | None
    bounds: list[int]
    own: str | None
    claims: list[str]
    opinions: dict[str, list[str]]
    conflict: str | None
    question: str | None
    stage: int
    step: dict[str, Any] | None
    round: int
    results: dict[str, Any]
    calls: list[dict[str, Any]]
    accepted: list[str]
    weak: list[str]
    wanted: int
    failures: list[str]
    notes: list[str]
    stopped: bool
    timings: dict[str, float]
    reply: str


class State(TypedDict, total=False):
    """The graph's state; `messages` are those of one turn."""

    messages: Annotated[list[AnyMessage], add_messages]
    memory: Memory
    work: Work
