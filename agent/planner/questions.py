"""Whether a message asks for a fact about the product, and nothing else."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.plan import Intent
from agent.planner.reading import Reading

QUESTION = re.compile(
    r"[?]|([\u4e00-\u9fff])不\1|有没有|是不是|能不能|支不支持|可不可以|会不会|吗$|么$|呢$|多少|几(?!条)|什么|啥|为何|怎么|咋|哪|how|what|which",
    re.I | re.A,
)
_SPECIFICATION = re.compile(
    r"\b(?:speed|weight|size|battery|price|noise|capacity|warranty|material|colou?rs?|dimensions?|power|range|length|width|height|ingredients|calories|volume|features?|specs?|selling points?)\b",
    re.I | re.A,
)
ABOUT_FACTS = (Intent.ENTITY, Intent.GENERATE, Intent.REFINE, Intent.CLARIFY)
OTHER_MATTER = 2.2
_HOW_MUCH = re.compile(
    r"^(?!再|来|多|给|要|写|换|算|明|今|后天|昨)[^,。;?\s]{1,8}(?:几|多少|多大|多高|多长|多重|多久|多宽|多厚|多快|多远)[^条标句字分点号,。;]{0,4}[?啊呀呢的]*$"
)
_EITHER = re.compile(r"是[^,。;!?是]{1,8}还是[^,。;!?好]{1,8}[?吗呢啊来着]*$")
_ABOUT_GOODS = re.compile(
    r"\bwhat(?:'s| is| are)? (?:it |they )?(?:included|inside|made of|in (?:it|the)|comes? (?:with|in))|\bwhat(?:'s| is) it made of|^(?:\w+,? )?(?:does|is|can|has) (?:it|the (?!second|first|last|title))\b.*\?|\b(?:do|does) (?:we|they) (?:have|offer|include|come)",
    re.I | re.A,
)
_COMMON = (
    "适合",
    "可以",
    "需要",
    "一个",
    "支持",
    "使用",
    "我们",
    "不用",
    "随时",
    "每天",
    "全部",
    "大概",
    "时间",
    "自己",
    "一次",
    "免费",
    "就能",
    "不能",
)
TALKS_OF_ADS = re.compile(r"标题|标提|文案|每一?条|titles?\b|headlines?", re.I | re.A)
# “能不能皮一点？” asks for a manner, not for a fact.
WISHES_DEGREE = re.compile(
    r"(?:能不能|可不可以|可否|能否|能|可以|要不|不够)[^,。;!?]{0,8}?(?:一点点?|一些|点儿?|些)(?:点)?(?:吗|不|嘛|么|呢|呀|啊)*(?=$|[,。;!?\s])"
)


def asks_a_fact(reading: Reading) -> bool:
    """A question about the product that asks for nothing else."""
    text, cues = reading.message.plain, reading.cues
    about = reading.product.word or shares_a_fact(reading) or names_head(reading) or _SPECIFICATION.search(text)
    other = max((weight for intent, weight in cues.items() if intent not in ABOUT_FACTS), default=0.0)
    asks = (
        bool(QUESTION.search(text))
        and bool(about or _HOW_MUCH.search(text) or _EITHER.search(text) or _ABOUT_GOODS.search(text))
        and not reading.ref
        and not reading.message.quotes
    )
    asks = asks and not WISHES_DEGREE.search(text)
    orders = bool(about) and bool(TALKS_OF_ADS.search(text) or cues.get(Intent.GENERATE))
    asks = asks and not (reading.fact_wishes or orders or cues.get(Intent.REFUSE))
    return asks and other < OTHER_MATTER and not asks_for_titles(reading)


def asks_for_titles(reading: Reading) -> bool:
    words, lengths = reading.words, reading.lengths
    return bool(
        reading.count or lengths.low or lengths.high or lengths.clear
        or words.include or words.include_any or words.avoid or words.drop or words.allow or reading.replace
    )  # fmt: skip


def names_head(reading: Reading) -> bool:
    """Whether a clause begins with the last character of the product's name or kind (券是…, 那课…)."""
    product = reading.standing
    if product is None:
        return False
    heads = {text.strip()[-1] for text in (product.name, product.category or "") if text.strip()}
    return any(
        re.match(
            rf"(?:那|这|咱|咱们|我们|一|那个|这个)?(?:{re.escape(head)})(?:是|要|能|有|多|几|可|会|得|里|怎|咋)", clause
        )
        for head in heads
        for clause in reading.message.clauses
    )


def shares_a_fact(reading: Reading) -> bool:
    """Whether the message shares two characters (or a latin word) with what the account says of its product."""
    product, plain = reading.standing, reading.message.plain.lower()
    if product is None:
        return False
    told = " ".join([*product.sources, product.category or ""]).lower()
    for word in _COMMON:
        plain = plain.replace(word, " ")
    pairs = (plain[start : start + 2] for start in range(len(plain) - 1))
    return any(re.fullmatch(r"[\u4e00-\u9fff]{2}", pair) and pair in told for pair in pairs)
