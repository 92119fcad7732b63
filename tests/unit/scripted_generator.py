"""A generator around a language model that writes given lines, for tests."""

from __future__ import annotations

import itertools

from models.generator import Generator, TitleRequest
from models.generator.bank import Bank, Entry
from models.llm import Completion
from models.types import Scores

LINES = (
    "地铁上戴降噪耳机，我坐过了三站",
    "降噪耳机一戴，全世界都开了静音",
    "通勤路上的噪音，终于有人治了",
    "室友打呼那晚，我下单了降噪耳机",
    "降噪耳机降噪耳机降噪耳机",
    "工位旁边装修，我靠它活到了下班",
    "降噪耳机续航99小时是真的吗",
    "老板喊我三遍，通勤时养成的习惯",
    "戴上降噪耳机听见自己的",
)


class Scripted:
    """A language model that writes the given lines in turn, whatever the prompt."""

    name = "scripted"
    adapter = "test"

    def __init__(self, lines=LINES):
        self.lines = itertools.cycle(lines)
        self.prompts = []

    def complete(self, prompts, sampling, *, grammar=None, cancel=None):
        self.prompts += prompts
        return [Completion(text=next(self.lines), tokens=9, finish="stop") for _ in prompts]


class ByLength:
    """Scorers that like long titles."""

    def scores(self, titles, keywords=None):
        return [Scores(fluency=0.5, style=0.5, quality=min(1, len(t) / 40), sense=0.5, source="test") for t in titles]


BANK = Bank(
    (
        Entry("数码", ("真无线耳机", "运动"), "我的真无线耳机比我先跑完五公里"),
        Entry("数码", ("真无线耳机", "运动"), "谁家真无线耳机会自己找主人"),
        Entry("食品", ("火锅底料",), "火锅底料一开，室友全醒了"),
    )
)


def generator(lines=LINES, **options):
    return Generator(Scripted(lines), BANK, **{"scorers": ByLength(), **options})


def request(**fields):
    return TitleRequest(**{"keywords": ("降噪耳机", "通勤"), **fields})
