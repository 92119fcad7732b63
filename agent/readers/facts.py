"""Facts a message asks about, or wants in a title without saying what they are."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.readers.message import Message

_PUT = r"(?:塞|写|放|加|带|标|打|提|put|mention|include|add|state|say|work)"
_NOUN = r"([^\s,。;!?、0-9]{1,10}?(?:数据|数量|数字|参数|评分|得分|销量|排名|成绩|认证|证书|奖项|获奖|荣誉|好评率|用户数|人数|折扣|优惠|满减|赠品|功率|容量|尺寸|含量|成分表|检测报告|保修期?|质保|材质|产地|配料|电压|噪音|分贝|浓度|密度|克数|重量|直径|厚度|承重|时长|度数|有效率|成功率|通过率|转化率|续费率|复购率|等级|指数|时速|速度|长度|宽度|高度|续航|张数|页数|节数|片数|人数|名额|有效期|保质期|距离))"
_WISHES = (
    re.compile(rf"(?:把|将)?{_NOUN}(?:也|都|给我|帮我)?{_PUT}", re.I | re.A),
    re.compile(rf"{_PUT}(?:上|个|一下|进去?)?(?:具体)?(?:的)?{_NOUN}(?=$|[,。;!?\s]|进去|上去)", re.I | re.A),
    re.compile(r"(?:mention|include|add|put in|say|state|highlight)\s(?:the|our|its)\s(discount|price|warranty|rating|weight|size|battery life|capacity|ranking|sales|awards?|certification|reviews?|score|ingredients|calories)\b", re.I | re.A),
    re.compile(r"(?:^|[,。;!?\s])(?:那|还有|对了|那么)*([^\s,。;!?0-9]{2,8}?)(?:呢|有吗|有没有|怎么没有?)[,?。!\s]*(?:也|就|再)?(?:来|写|出|加|补|给|整)(?:个|上|我|一下)?(?:[一两几\d]?[条个句])?(?:带上|写上|加上|写进去?|放上|提一?下|带|标上)"),
    re.compile(r"(?:what(?:'s| is)|and|how about|what about)\s(?:the|our|its)\s([a-z][a-z ]{2,24}?)(?:\sin\s\w+|\sof\s[^?]+)?\?[^?]*\b(?:put|mention|include|add|work|use)\b", re.I | re.A),
    re.compile(r"([^\s,。;!?、]{1,10}?)(?:好像)?出来了[^。!?]{0,12}(?:查|看)(?:一下|下|查)"),
)  # fmt: skip
_ASK = re.compile(
    r"([^\s,。;!?、]{0,10}?)(?:是|有|要|能|得|大概|到底|具体)*(?:多少[^\s,。;!?]{0,4}|几(?:个|分|度|层|瓦|克|毫克|斤|种|天|年|年级|米|寸|公里|小时|分钟|折|块|元|档|色|款|颗|片|包|集|节|人)|多(?:大|重|高|长|久|快|宽|厚|深|远)|啥价|什么价|怎么卖|怎么收费|啥材质|什么材质|什么材料)|(how (?:many|much|long|big|heavy|tall|fast|far)[^?.,]{0,40})",
    re.I | re.A,
)
# “加个数字” wants any figure, not one of something.
_ANY_FIGURE = re.compile(r"^(?:标?题|里面?|每条|都|带上|加上|写上|放上|[个点些一几具体真实准确])*的?(?:数字|数据)$")
_STRIP = re.compile(
    r"^(?:那|把|将|我们?|你们?|这个?|它|再|请|麻烦|帮我|的|另外|还有|对了|然后|就|顺便|咱们?)+|(?:的|是|有|要|给|也|都|来着)+$"
)


_IF_SO = re.compile(
    r"(?:^|[,。;!\s])(?:它|这个?|那|我们的?|能不能|是不是|有没有|能|可以|是|有|会|支持)*(?P<what>[^\s,。;!?0-9]{2,8}?)(?:吗|么|不|嘛)[?,。\s]+(?:如果|要是|假如)?(?:(?P=what)|能|可以|是|有|会|行|对)(?:的话)?[,\s]?(?:就|则|那就|那)?(?:再|给我)?(?:加|写|来|补|出|带|放)"
)


def read_conditional_wish(message: Message) -> str | None:
    """“防水吗？防水就加一条”: a fact that titles shall state if it is one."""
    match = _IF_SO.search(message.plain)
    return match["what"] if match else None


# “给喂食器想几个标题” asks for titles and no fact.
_ORDERS_TITLES = re.compile(r"[想写来出起拟整弄]几[条个](?:好|新|短|广告)?(?:标题|标提|文案|题目)")


def read_fact_wishes(message: Message) -> tuple[str, ...]:
    """Facts the message wants in a title: their names, not their values."""
    asked = read_conditional_wish(message)
    found: list[str] = [asked] if asked else []
    for pattern in _WISHES:
        for match in pattern.finditer(message.plain):
            phrase = _STRIP.sub("", match[1]).strip()
            if (
                phrase
                and not re.search(r"字数|标题|分数|几条|每条|[这那]几个", phrase)
                and not _ANY_FIGURE.match(phrase)
            ):
                found.append(phrase)
    if not found and re.search(_PUT, message.plain, re.I | re.A) and (asked := read_fact_question(message)):
        found.append(asked)
    return tuple(dict.fromkeys(found))


def read_fact_question(message: Message) -> str | None:
    """What a question of quantity asks about, in the user's words."""
    for match in _ASK.finditer(message.plain):
        phrase = (match[2] or match[0]).strip() if match[2] else _STRIP.sub("", match[1] or "") or match[0]
        of_titles = re.search(r"几[条个]?标题|多少条|几条|字数|多长|多少字", match[0])
        if phrase and not of_titles and not _ORDERS_TITLES.search(message.plain[match.start() : match.end() + 6]):
            return phrase.strip()
    return None
