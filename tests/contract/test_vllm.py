"""The whole assistant on a real vLLM server: the one at MIAOTI_VLLM_URL, started by `make vllm`."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from agent.assembly import Settings, build_assistant
from agent.plan import PlannerContext
from agent.planner.language import LanguageReader
from agent.planner.tuned import parse
from agent.roles import JUDGE, READER, WRITER, adapters, open_reader
from agent.turn import Turn
from models.catalog import Advertiser, Product
from models.generator.prompt import build_prompt
from models.generator.sense import SenseJudge, judge_spec
from models.llm import Completion, EndpointDenied, ModelSpec, Sampling, load_language_model, served_names
from models.llm.openai import OpenAIEndpoint
from prompts import load_prompt

URL, KEY = os.environ.get("MIAOTI_VLLM_URL"), os.environ.get("MIAOTI_VLLM_KEY")
pytestmark = pytest.mark.skipif(not URL, reason="MIAOTI_VLLM_URL names no server; start one with make vllm")
TALK = ("来3条标题，20字以内", "第2条再短点", "浮砂纪行主线要玩多久", "今天股市怎么样")
ACCOUNT = Advertiser(id="a", name="茶铺", products=(Product(name="冷泡乌龙茶包"),))
APART = 1.5  # log odds: the file in this process is quantised, the served weights are not
INTENTS = ["generate", "refine", "entity", "refuse"]


def spec(adapter: str | None = None, key: str | None = KEY) -> ModelSpec:
    return ModelSpec(kind="openai", url=URL, api_key=key, served_adapter=adapter)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The model or adapter of every call for completions, in order."""
    names: list[str] = []
    complete = OpenAIEndpoint.complete

    def noted(self: OpenAIEndpoint, *args: Any, **more: Any) -> list[Completion]:
        names.append(self.name)
        return complete(self, *args, **more)

    monkeypatch.setattr(OpenAIEndpoint, "complete", noted)
    return names


def hold(home: Path, **more: str) -> list[Turn]:
    assistant = build_assistant(Settings(home=home, llm="openai", llm_url=URL, llm_key=KEY, turn_seconds=60, **more))
    try:
        thread = assistant.open("adv01")
        return [thread.send(text) for text in TALK]
    finally:
        assistant.close()


def test_every_adapter_is_served_beside_the_model() -> None:
    names = served_names(spec())
    assert set(adapters()) < set(names) and names[0] not in adapters()


@pytest.mark.parametrize("key", [None, "guessed"])
def test_without_the_key_nothing_is_told(key: str | None) -> None:
    with pytest.raises(EndpointDenied, match="MIAOTI_LLM_KEY"):
        load_language_model(spec(key=key))


def test_an_adapter_changes_what_is_written() -> None:
    prompt, greedy = build_prompt(("降噪耳机", "通勤")), Sampling(max_tokens=24, temperature=0.0)
    texts = []
    for name in (None, WRITER):
        model = load_language_model(spec(name))
        texts.append(model.complete([prompt], greedy)[0].text)
        model.close()
    assert texts[0] != texts[1] and 4 <= len(texts[1]) <= 40


def test_the_reader_keeps_to_its_grammar() -> None:
    model = load_language_model(spec(READER))
    prompt = "产品:茶包\n资料:\n列表:0 上轮:无 赛马:否\n消息:来5条茶包的标题，18字以内\n解读:"
    sampling = Sampling(max_tokens=96, temperature=0.0, stop=("\n",))
    (said,) = model.complete([prompt], sampling, grammar=load_prompt("planner/line.gbnf"))
    model.close()
    reading = parse(said.text)
    assert (reading.intent, reading.count, reading.max) == ("generate", 5, 18)


def test_the_judge_judges_as_in_process(tmp_path: Path) -> None:
    titles = ["戴上耳机，地铁里只剩我的歌", "通勤路上，降噪耳机替我关掉了早高峰", "耳机把降噪吃成了昨天的地铁"]
    odds = []
    for where in (spec(JUDGE), judge_spec(tmp_path)):
        judge = SenseJudge(load_language_model(where))
        odds.append(judge.log_odds(titles, ("降噪耳机", "通勤")))
        judge.close()
    assert odds[0] == pytest.approx(odds[1], abs=APART)


def test_one_conversation(tmp_path: Path, asked: list[str]) -> None:
    turns = hold(tmp_path)
    assert [str(turn.intent) for turn in turns] == INTENTS
    assert set(asked) == set(adapters()), "writer, reader and judge all ran on the server, and nothing else"
    first, second, *_ = turns
    assert len(first.titles) == 3 and all(len(title.text) <= 20 for title in first.titles)
    assert len(second.titles[0].text) < len(first.titles[1].text)


def test_a_served_chat_model_reads_every_message(tmp_path: Path, asked: list[str]) -> None:
    """The route of MIAOTI_PLANNER=model; a model of this size reads badly, so nothing is said of what it read."""
    base = served_names(spec())[0]
    settings = Settings(home=tmp_path, llm="openai", llm_url=URL, llm_key=KEY, llm_model=base, planner="model")
    with ExitStack() as stack:
        reader = open_reader(settings, stack)
        assert isinstance(reader, LanguageReader)
        said = reader.read(TALK[0], PlannerContext(advertiser=ACCOUNT))
    assert said is not None and said.certainty is not None, "one whole object under the grammar"
    asked.clear()
    turns = hold(tmp_path, llm_model=base, planner="model")
    assert len(turns[0].titles) == 3
    assert set(asked) == {base} and len(asked) > len(TALK)
