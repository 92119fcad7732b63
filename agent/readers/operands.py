"""The words an instruction is about: quoted ones, or a short bare phrase, cleaned of what merely points at it."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.readers.message import QUOTE, Message

QUOTED = rf"(?:{QUOTE}(?:\s?(?:这?[一俩两二三四五六仨]?个?(?:字眼?|词儿?|关键词|说法|词语|字样)))?\s?(?:[、,和跟与或及/&+]|以及|或者|还有|and|or)?\s?)+"
BARE = r"[^\s,。;:!?~…()、\ue000-\ue0ff]{1,14}"
_TRIM_END = re.compile(
    r"(?:还是|(?<=[A-Za-z])都|(?:这|那)(?:种|类|些|个|样)(?:的|词|话|说法|字眼|字|东西)*|之类(?:的|词|话)*|什么的|等等|[俩两二三仨]个?字|这?个?字眼|的词儿?|的?字样|的话|的?字眼|等|就行|就好|就可以|即可|行吗|好吗|可以吗|哈|啊|呀|哦|噢|嘛|吧|呗|啦|了|嗷|喔|呢|的)$"
)
_TRIM_START = re.compile(
    r"^(?:[那这]个(?=.)|其中|但是?(?!书)|不过|另外|而且|然后|上|出现|一下|到|点儿?|个|一?些|有|着|the\s|any\s|a\s|an\s|word\s|什么|任何|再|“|关键词|[:：])",
    re.I | re.A,
)
_CHAR_END = re.compile(r"(?<=[^数文汉名打])字$")
_SPLIT = re.compile(r"[、/&+]|和|跟|与|以及|或者?|还有|\sand\s|\sor\s")


# In speech without pauses the next thought begins where a particle or one of these stands: 不要杯架了撤回.
_RUN_ON = re.compile(
    r"(?<=.)(?:了(?=[^\s])|给我|给俺|帮我|撤回|算了|然后|吧(?=.)|就(?:行|好|可以)|那(?=写|用|说|换|怎|咋|该|能|我|还)|的话(?![题剧梅筒术费])(?=.))"
)
_POINTING = re.compile(r"(?:[那这]个?(?:改|写|刚|新|旧)|[你我您咱](?![家们妈爸]))")


def bare_words(phrase: str, *, split: bool = True, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    """`phrase` without what surrounds the word; 甲和乙 are two words unless the pair is in `known` (facts, names)."""
    cleaned = phrase if any(phrase in text for text in known) else _RUN_ON.split(phrase)[0]
    cleaned = trim(cleaned)
    if not cleaned or _POINTING.match(cleaned):
        return ()
    if not split or any(cleaned in text for text in known):
        return (cleaned,)
    parts = _SPLIT.split(cleaned)
    return tuple(map(trim, parts)) if min(map(len, parts)) > 1 else (cleaned,)


def trim(phrase: str) -> str:
    """Drop pointing words and particles at both ends until nothing changes."""
    previous = ""
    phrase = phrase.strip(" 　\"'“”「」:：-—(（)）") if not phrase.startswith("-") else phrase.strip()
    while phrase != previous:
        previous = phrase
        phrase = _TRIM_END.sub("", phrase).strip()
        phrase = _TRIM_START.sub("", phrase).strip() if len(phrase) > 1 else phrase
    return _CHAR_END.sub("", phrase) if len(phrase) == 2 else phrase


def operand_words(message: Message, phrase: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Quoted words of `phrase` when there are any, else its bare words."""
    quoted = message.quoted_in(phrase)
    return quoted if quoted else bare_words(phrase, known=known)
