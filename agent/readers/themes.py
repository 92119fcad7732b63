"""The theme that a message names as such, an occasion or a setting: 国庆主题, 换成冬天的, 主题换成自驾避堵."""

from __future__ import annotations

import re

from agent.readers.message import Message
from agent.readers.vocabulary import FORBID
from models.generator.words import is_scene

_THING = r"([^\s,。;:!?、\d]{2,10}?)"
_END = r"(?=$|[,。;!?\s]|吧|呗|标题|文案)"
_TURN = r"(?:换成?|改成?|换到|改到|改为|换为|定为|定成|设成?|放)"
_NAMED = (
    re.compile(rf"(?:主题|题材|场景|节日|节点|季节|背景)(?:全|都|就|再)?(?:{_TURN}|是|为|用|走|:|在)+\s?{_THING}(?:的|了|里|上|那种|来写|就[行好])*{_END}"),
    re.compile(rf"(?:^|[\s,。;!?]|{_TURN}|来点|做|写|走|按|加点?|条)(?:个|一个|一?些|成|是)?{_THING}(?:的)?(?:主题|题材|专题|专场|特辑|元素)(?:的)?{_END}"),
    re.compile(rf"(?:换成?|改成?|写成|做成)(?:个|一个)?{_THING}的?(?:场景|画面|情境|情景)(?:的|吧)?{_END}"),
    re.compile(rf"(?:换成?|改成?|写成|做成)(?:个|一个)?([^\s,。;:!?、\d]{{1,8}}(?:旅行|出游|约会|聚会|聚餐|露营))(?:的|吧)*{_END}"),
)  # fmt: skip
_OCCASION = (
    re.compile(rf"(?:{_TURN}|写成?|写|要|来点|按|走|蹭(?:一下|一波|下|个)?|结合|借|贴合|应景|针对|条)(?:个|一个)?\s?{_THING}(?:的|节点|档|热点|期间|那种|场景|时候|来写|版|这波)*{_END}"),
    re.compile(rf"(?:^|[\s,。;!?]){_THING}(?:的|那种|期间的?)?{_END}"),
)  # fmt: skip
# What one character asks for (要有雪) has a place in a sentence as an occasion.
_WEATHER = re.compile(r"(?<![没不])(?:要有|得有|有点|带上?|加上?|写点?|来点)([雪雨海])(?=$|[,。;!?\s]|吧|呗|的)")
_AS_OCCASION = {"雪": "下雪天", "雨": "下雨天", "海": "海边"}
_LATIN = re.compile(r"[A-Za-z]{2,}")
_LEAD = re.compile(rf"^(?:{_TURN}|来点|来|做成?|写成?|走|按|要|就|都|再|那就?|条|个|一个)+")
_NO_THEME = re.compile(r"什么|哪|别的|其他|其它|不同|换个|这个|那个|同一?个?|原来|一个|新的?$|没有")


def read_theme(message: Message) -> tuple[str, bool] | None:
    """The theme, 2 to 10 characters, and whether it is called one, or none.

    What is called no theme must be an occasion or place of the lists, in a Chinese message.
    """
    text = message.text
    if found := _WEATHER.search(text):
        return _AS_OCCASION[found[1]], True
    for patterns, sure in ((_NAMED, True), (_OCCASION, False)):
        if not sure and len(_LATIN.findall(text)) > 1:
            continue
        for pattern in patterns:
            for match in pattern.finditer(text):
                thing = _LEAD.sub("", message.unmask(match[1]))
                named = len(thing) > 1 and (sure or is_scene(thing))
                if named and not _is_refused(text, match) and not _NO_THEME.search(thing):
                    return thing, sure
    return None


def _is_refused(text: str, match: re.Match[str]) -> bool:
    return bool(re.search(rf"{FORBID}[^,。;!?]{{0,4}}$", text[: match.start(1)]) or re.match(FORBID, match[1]))
