"""How a simulated advertiser words things, and the slips of its fingers."""

from __future__ import annotations

import random
from typing import Protocol

PHRASES: dict[str, tuple[str, ...]] = {
    "ask": (
        "{product}，来{count}条标题",
        "给{product}写{count}个标题呗",
        "{product} {count}条",
        "帮忙出{count}条{product}的标题，谢谢",
    ),
    "ask_length": ("，{limit}字以内", "，别超过{limit}个字", " {limit}字封顶", "，控制在{limit}字内"),
    "length": ("都压到{limit}字以内吧", "还是太长，最多{limit}个字", "改成{limit}字内的"),
    "include": ("每条都要带“{word}”", "忘说了，“{word}”必须出现", "都加上“{word}”"),
    "avoid": ("不要出现“{word}”", "“{word}”这个词别用，换一批", "改一下，禁用“{word}”"),
    "drop_length": ("字数不限了，重新来{count}条", "长度放开，再写{count}条"),
    "shorter": ("第{number}条再短点", "第{number}个缩短一些", "第{number}条精简一下"),
    "livelier": ("第{number}条活泼点", "把第{number}条写俏皮些"),
    "more": ("再来{count}条", "再给{count}条不一样的", "多写{count}条"),
    "redo": ("都不行，重写{count}条", "换一批，还是{count}条"),
    "fact": ("{product}卖多少钱来着", "{product}的价格你那边有吗"),
    "finals": ("挑{count}条最好的定稿", "选出{count}条最能打的"),
    "save": ("存到素材库", "就这些，入库", "都保存一下"),
    "off_topic": ("今天上海下雨吗", "帮我写段python爬虫", "你支持哪个政党"),
    "complain": ("我刚说的你没照做：{wish}", "不对啊，{wish}，再看看"),
    "thanks": ("好的谢谢", "辛苦啦，先这样", "OK，下次再聊"),
}

_SLIPS = {"标题": "标提", "再来": "在来", "以内": "已内", "不要": "不药", "短点": "短典"}


class Voice(Protocol):
    """Words one act with its values; `slip` is the chance of a typing slip."""

    def __call__(self, act: str, rng: random.Random, slip: float = 0.0, **values: object) -> str: ...


def say(act: str, rng: random.Random, slip: float = 0.0, **values: object) -> str:
    """One wording of `act`; with chance `slip` the punctuation goes or a word is mistyped."""
    text = rng.choice(PHRASES[act]).format(**values)
    if rng.random() < slip:
        text = text.replace("，", " ") if rng.random() < 0.5 else _mistyped(text, rng)
    return text


def _mistyped(text: str, rng: random.Random) -> str:
    hits = [word for word in _SLIPS if word in text]
    if not hits:
        return text
    word = rng.choice(hits)
    return text.replace(word, _SLIPS[word], 1)
