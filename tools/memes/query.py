"""What a request for memes is about, without the words that only ask."""

from __future__ import annotations

import re

from tools.indexes.analysis import characters

_ASKING = re.compile(
    r"是什么意思|是什么梗|什么意思|啥意思|是啥|怎么用|有没有|有什么|有啥|有哪些|帮我|帮忙|麻烦|给我|来几个|来点|来些|来个|找几个|找点|找找|找个|搜一下|搜几个|搜点|搜搜|推荐|"
    r"先看梗|不写标题|适合|合适的?|能用的?|可以用的?|关于|相关的?|那种|这种|的梗|热梗|玩梗|老梗|新梗|梗没|什么梗|梗图|梗|"
    r"got any|any memes?|memes?|about|for|i can use|ads?\b|please|一下|几个|呢|吗|嘛|吧|啊|呀",
    re.IGNORECASE,
)
_TERM_IN_QUOTES = re.compile(r"[“「『\"]([^”」』\"]{1,12})[”」』\"]")


def topic(query: str) -> str:
    """“帮我搜点适合「开店」的梗” -> “开店”. The whole query when nothing would be left."""
    bare = " ".join(_ASKING.sub(" ", query).split())
    return bare if characters(bare) else query


def quoted(query: str) -> list[str]:
    """Words in quotation marks, which a meme's own name may be among."""
    return _TERM_IN_QUOTES.findall(query)
