"""Questions about titles in general, which no title shown answers: how long, how many, what makes one good."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.readers.message import Message
from agent.readers.numerals import NUMBER

_TITLE = r"(?:标题|标提|文案|题目)"
_TOPICS = (
    ("library", r"(?:都|已经|上次|之前|以前)?存(?:过|了|下)?(?:的)?(?:都有|的有|过)?(?:哪些|什么|啥|多少)|存(?:好|上|进去)?了(?:吗|没|么)|(?:素材库|库)里?(?:都)?(?:有|存了)(?:哪些|什么|啥|多少)|(?:刚才|之前|上次|已经|我)?存(?:过|了)?的(?:那些|那几条|标题|都)*(?:给我|拿出来|列出来|发我)?(?:看看|看一?下|列一?下|瞧瞧)|(?:看看|看下|查看|列出)(?:一下)?(?:上次|之前|已经|我)?(?:存|保存|收藏)(?:过|了|下)?的"),
    ("confirm", r"^(?:好的?|行|可以|嗯|那就?)?[,，\s]*(?:确认|确定|同意|批准)(?:保存|存|入库|开赛|吧|了)*[。!\s]*$"),
    ("emoji", r"^(?:第?.{1,3}[条个句])?(?:里|上)?(?:那|再|还|标题)*(?:能不能|可不可以|可以|能|想|要|帮我|给我|给它)?(?:也)?(?:加|放|配|带|来)(?:上|点|个|些|几个|一个|一些)*(?:小)?(?:emoji|表情)(?:符号|包)?(?:进去)?(?:吗|么|不|吧|呗|嘛|[?!。~])*$"),
    ("length", rf"{_TITLE}.{{0,8}}(?:多长|多少(?:个)?字|几个字|长度).{{0,4}}(?:合适|好|为宜|比较|最佳|\?|$)|(?:多长|多少(?:个)?字|几个字)的?(?:{_TITLE})?.{{0,3}}(?:合适|最好|比较好|点击)|how long should (?:a |the )?titles?"),
    ("scores", r"(?:流畅|风格|质量|三项|这些?)分?(?:数)?(?:都|是|又)*(?:怎么|如何|咋)(?:算|打|得|来)(?:的|出来)|(?:流畅|风格|质量)分?(?:是|都是)?(?:什么意思|指什么|代表什么|看什么|啥意思)|(?:多少|几)分(?:才)?算(?:是)?(?:好|合格|及格|高|能用)|how (?:are|do you) (?:the )?scor"),
    ("timing", r"(?:什么时候|啥时候|几点|周几|哪天|什么时间)(?:发|投|上线|发布|推)(?:比较|最|会|更)?(?:好|合适|有效|效果|流量)|when (?:should|to) (?:i |we )?(?:post|publish|launch)"),
    ("number", rf"(?:一次|每次|一般|最好|通常|到底|应该|该)(?:要)?(?:测|投|跑|备|准备|上|放)(?:几|多少)[条个](?!{_TITLE}?给)|(?:测|投|跑|准备)(?:几|多少)[条个](?:{_TITLE})?(?:合适|比较好|最好|够|才够)|how many titles should"),
    ("good", rf"(?:什么|怎么|怎|啥|哪)样?的?{_TITLE}(?:才|会|更|比较|最)*(?:算)?(?:好|有人点|点击(?:率)?高|火|爆|吸引人)|(?:好|爆款){_TITLE}(?:都)?(?:有|是)?(?:什么|啥|哪些)?(?:特点|标准|规律|技巧|套路|诀窍|讲究|共同点|长什么样)|(?:怎么|如何|咋)(?:才能)?(?:写|起|取)(?:出|好)+(?:的|爆款|吸引人的?)?{_TITLE}|(?:起|写|取){_TITLE}(?:有|的)(?:什么|啥|哪些)?(?:技巧|讲究|套路|诀窍|规律)|what makes a good title"),
)  # fmt: skip
_COMPILED = tuple((topic, re.compile(pattern, re.I)) for topic, pattern in _TOPICS)
_OF_ONE = re.compile(rf"第\s?{NUMBER}|[这那](?:一)?[条个句]|哪[条个句]|它")
LONGEST = 40  # characters: a longer message tells more than it asks


def read_know_how(message: Message) -> str | None:
    """What is asked about titles in general, or about what was saved: the name of a topic; none where nothing is."""
    text = message.plain
    found = next((topic for topic, pattern in _COMPILED if pattern.search(text)), None)
    return found if found == "emoji" or not (len(text) > LONGEST or _OF_ONE.search(text)) else None
