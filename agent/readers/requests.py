"""Arguments of the other intents: what a race takes, what is to be continued, looked up, checked or scored."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.readers.message import QUOTE, Message
from agent.readers.numerals import ENGLISH, NUMBER, to_number

_PICK = re.compile(
    rf"(?:挑|选|留|筛|拣|定|推|推荐|上(?!一[版批轮组回])|取)(?:出来?|下|个|我|上|走|好|定)*(?:其中|里面)?(?:最好的|最强的|最佳的|最能打的|合适的|好的)?\s?({NUMBER})\s?(?:条|个|款|版|句)"
    rf"|(?:挑|选|留|筛|定)(?:出|我)?([俩仨])|[\d一二三四五六七八九十]+进([\d一二三四五六])(?![\d一-龥])|(?<![第、,和跟与\d一二三四五六七八九十])({NUMBER})\s?(?:条|个|款|版)(?:标题|全部?|都|一起)*(?:上线|进赛马|定稿|定了|开跑|去跑|拿去投|放进赛马|投放|去测|上赛马)"
    rf"|\b(?:pick|choose|select|launch|race|keep|take)\s(?:the\s)?(?:best|top|strongest)?\s?({ENGLISH})\b",
    re.I | re.A,
)
# “挑一个合适的给我写3条”: what is chosen is something to write about.
_TO_WRITE = re.compile(
    rf"(?:挑|选|找|拣)[^,。;!?]{{0,8}}(?:的|个|点|句|梗)[^,。;!?]{{0,4}},?(?:写|来|出|整|做|起|弄)\s?{NUMBER}\s?(?:条|个|句|款|版)"
)
_KEEP = re.compile(rf"(?:留|剩)(?:下|个)?\s?{NUMBER}\s?(?:条|个|句|款)")
_START = re.compile(
    r"上线|开跑|开赛|(?<![\u4e00-\u9fff])就?投(?=第|这|那|它|\d)|(?:拿|送|放)去赛|去赛一|进赛马|进(?:去|来)?跑|放(?:进|到|去)?.{0,3}赛马|上赛马|赛马(?:里)?(?:跑|走起|开|安排)|开(?:个|一?下|一场)?赛马|跑(?:起来|着|一下|个)|现在就开|马上开|直接(?:开|上|投)|投(?:出去|放(?!.{0,4}(?:怎么|咋|结果|情况|进度|数据))|了吧)|发布|go live|\blaunch\b|start (?:the |a )?(?:race|test)|run (?:them|it|the (?:race|test))|put (?:them|it).{0,12}race",
    re.I | re.A,
)
_LIVE = re.compile(r"赛马|上线|开跑|开赛|投[放出流]|测试|测一测|跑[一起量]|\brace\b|launch|go live|\btest", re.I | re.A)
_STATUS = re.compile(
    r"进度|(?:跑|测|赛|投)得?(?:怎么样|如何|咋样|怎样|啥样)|谁(?:跑(?!步)|赢|领先|在前|第一(?![眼次个步天时口秒]))|(?:现在|目前|眼下|如今|当前|这会儿?)(?:是|有)?(?:啥|什么|怎么|咋|谁|哪).{0,6}(?:情况|样|前|领先|状态)|多久能看出|点(?:得|击)(?:最)?(?:多|高)|排第[一1]的?(?:是|$)|哪[条个](?:现在)?(?:领先|在前|跑得)|(?:赛马|测试|投放|比赛)(?:的)?(?:结果|数据|进展|情况|状态|怎么样|如何|咋样|到哪)|(?:点击率|ctr|曝光|点击|数据)(?:怎么样|如何|多少|咋样|呢|有了|出来)|谁赢|跑多久|结果.{0,4}(?:什么时候|啥时候|何时|多久|几时)|(?:什么时候|啥时候|多久).{0,4}结果|结果(?:出来|如何|怎么样|咋样|呢)|who'?s (?:winning|ahead|leading)|how(?:'s| is| are).{0,12}(?:race|doing|going|test|it)|race status|\b(?:test|race) (?:going|so far|now)|how(?:'s| is) it going|any results",
    re.I | re.A,
)
# What comes of a race, and a question that ends after it: “跑出结果没”, “赢家定了没”, “跑到哪了”, “谁暂时第一”.
# What else a product can have (销量冠军, 数据, 动静) counts only beside a word for the race.
_END = r"[?]?(?=$|[,。;!?~\s])"
_ASKED = rf"(?:了?没有?|了?[吗嘛]|有没有|怎么?样|咋样|如何|呢|到哪儿?|多少)[了啊呀]?{_END}"
_OUTCOME = re.compile(
    rf"(?:结果|名堂|胜负|高下|眉目|分晓|赢家|头名|进展|进度|(?:赛马|测试|比赛)的?[^,。;!]{{0,4}}?(?:动静|冠军|数据|成绩|排名|结论|曝光|点击))(?:现在|目前|到底|已经|都|有|是|看|出来?|出炉|定|分|揭晓|顺利|够|了)*{_ASKED}"
    rf"|(?:有没有|有无|出没出)(?:结果|眉目|胜负|赢家)"
    rf"|[跑测赛比分](?:出|完)(?:来|个|点|结果|高下|胜负|名堂|眉目|赢家|输赢|结论)*(?:{_ASKED}|(?:啥|什么)(?:来|结果|名堂)?了?{_END})"
    rf"|[跑测赛]到(?:哪[儿里步]?|什么程度|哪一步)[了啦]?{_END}"
    r"|(?:查|看|问|瞄)(?:一?下|一眼|看|查)?(?:现在|目前|这边|那边|赛马|测试|比赛|的)*(?:结果|进展|进度|战况|数据|跑到)(?=$|[,。;!?~\s吧呗啊哈]|怎|咋|如何|没|哪)"
    r"|(?:谁|哪[条个句]).{0,4}(?:第一(?![眼次个步天时口秒])|领先|领跑|在前|占优|赢|胜出)|(?:送测|送去[测跑赛投]|在跑(?!步)|在测|上了?赛马).{0,8}(?:情况|怎么?样|咋样|如何|了没)"
    r"|\b(?:any|a) winner|\b(?:race|test)\b.{0,12}\b(?:done|over|finished|yet)\b",
    re.I | re.A,
)
_QUERY_HEAD = re.compile(
    r"^.{0,24}?(?:接(?:一下|着|下去|龙|个下半句|上)?|续(?:写)?(?:一下)?|补全(?:一下)?|补完|联想(?:一下)?|往下(?:写|接|编)|下半句|过一遍|看看|查一下|检查一下|审一下|打(?:个)?分|评(?:个)?分|评一下|能不能写|能不能用|能写吗|违规吗|finish|complete|continue|check|score|rate)(?:这句|这个|这条|标题|一下|下|this|title)*\s?:\s*"
)
# “能写静音吗”, “能不能写一价全包”: a claim that is asked about, not how or how many titles are to be written.
_CLAIM = re.compile(
    r"(?:^|[,。;!?\s]|那|还有?|我们?|标题|里|上)(?:能不能|可不可以|可以|能)(?:直接|这么|这样)?[写说提标打](?:成|上|是|为)?"
    r"(?!得|短|长|点|少|多|几|个|第|\d|[一二两三四五六七八九十][条个句]|的|在|到|什么|啥|吗|[这那])"
    rf"({QUOTE}|[\u4e00-\u9fffA-Za-z0-9%]{{2,10}}?)(?:这种|这样|这些)?(?:的?话|字|词)?(?:吗|么|嘛|不|呢|啊|(?=$|[,。;!?\s]))"
)
_STARTS = re.compile(
    rf"以\s?({QUOTE}|[^\s,。;]{{2,20}}?)\s?(?:开头|打头|起头|开始)|开头是\s?({QUOTE}|[^\n。;]{{2,20}})|({QUOTE}|[^\s,。;]{{2,20}}?)(?:开头|打头|起头)的"
)
_LIKE = re.compile(
    rf"(?:类[似式]|像|跟|和|similar to|like)\s?({QUOTE}|[^\s,。;]{{3,30}}?)(?:这种|那种|这样|那样|差不多|类似|相似|一样|的|$)"
)
_SIMILAR = re.compile(
    r"类[似式]|相似|同款|同类|差不多|近似|撞车|雷同|像.{1,30}(?:这样|那样|这种|那种)的|库里|历史|老标题|以前投|过去投|之前投|搜|参考|现成|similar|\blike\b",
    re.I | re.A,
)


# What is taken back in the last words of a message: “…？算了不用，谢谢”. “算了，写3条” takes nothing back.
_WITHDRAWN = re.compile(
    r"(?:^|[,。;!?…~\s])(?:哎|诶|唉|欸|啊|嗯|哦|呃)*,?(?:(?:还是)?算了[,\s]?(?:吧|不用了?|没事了?)?|(?:先|还是)?(?:不用|不必)(?:查|看|管|弄|问|存|写|改|麻烦)?了?"
    r"|(?:我|先|还是)*不(?:看|问|查|管)了|当我没(?:说|问)(?:过)?|没事了)(?:吧|哈|啦|哦)?"
    r"[,。!~\s]*(?:(?:非常|多)?(?:谢谢|感谢|谢|多谢|谢了|辛苦)(?:你|您|了|啦|啊|哈|哦|喽)*|thanks|thx|拜拜?|再见)[。!~\s]*$",
    re.I | re.A,
)


_UNASKED_DEED = re.compile(r"[存写改]")  # “哪条分高？先不用改，谢谢” still asks
_QUESTION = re.compile(r"(?:\?|[吗嘛呢么没]|来着|多少[^,。]{0,4}|几[^,。]{0,3})$")


def withdraws(message: Message) -> bool:
    """Whether the message takes back its question, or says nothing but no, and thanks: nothing is left to be done."""
    match = _WITHDRAWN.search(message.plain)
    if match is None or message.quotes:
        return False
    before = message.plain[: match.start()].strip()
    asked = _QUESTION.search(before) or match[0].startswith("?")
    return not before or bool(asked and not _UNASKED_DEED.search(match[0]))


# Nothing but that what was shown last be changed: “改它”, “把这条改改”. A bare “重写” asks for new ones.
_CHANGES = re.compile(
    r"^(?=.*(?:它|[这那][条个句]))(?:那|就|行|好|嗯|哦|帮我?|给我|请|麻烦|你|来|再|,)*(?:把|将)?(?:它们?|这[条个句]|那[条个句])?(?:给我|重新|再)*"
    r"(?:改一?[改下]|改(?=它|这|那|掉|了)|重写|改写|优化|润色|修一修)(?:一?下|掉|了)?(?:它们?|这[条个句]|那[条个句])?(?:吧|呗|吗|呀|啊|哈|谢谢|[?!。~,\s])*$"
)


# “撤回，还是刚才那版”, and nothing else.
_LAST_VERSION = (
    r"(?:(?:刚才|刚刚|之前|先前|上一?|前一?|原来|原先|原|改之?前|没改之?前|改动前)(?:的|那|这)*"
    rf"(?:一?(?:版本?|批|稿|轮|次)|(?:{NUMBER}|几)[条个]|的?样子?)?)"
)
_FIRST_VERSION = rf"(?:(?:一开始|最初|最早|最开始|最先|第一次(?:给我?|写|出)|第一)(?:的|那|这|给我的?)*(?:一?(?:版本?|批|稿|轮)|(?:{NUMBER}|几)[条个]))"
_BACK = re.compile(
    r"^(?:我|更|还是|喜欢|再?看看|退回去?|算了|不好|不行|那|就|还是|哎|唉|嗯|呃|不改了|不换了|不要改了|这版不要|帮我?|给我|请|,|\s|"
    rf"撤回(?:刚才的?)?(?:修改|改动)?|撤销(?:刚才的?)?(?:修改|改动)?|回退|(?:回到|退回到?|恢复成?|恢复到|改回|换回|用回|要|用|还是|喜欢)(?:{_FIRST_VERSION}|{_LAST_VERSION})"
    r"|改回(?:去|来)|undo(?: that| it)?|go back(?: to the (?:last|previous) (?:one|version|list))?|revert(?: that| it)?)+(?:吧|呗|了|好|啊|哈|[。!~.\s])*$",
    re.I,
)
_SURELY_BACK = re.compile(
    rf"撤回|撤销|回退|退回|恢复|改回|换回|用回|回到|还是(?:用|要|喜欢)?(?:{_FIRST_VERSION}|{_LAST_VERSION})|undo|go back|revert",
    re.I,
)


def goes_back(message: Message) -> bool:
    """Whether all the message asks is to have the titles as they were before the last change."""
    return bool(_BACK.match(message.plain) and _SURELY_BACK.search(message.plain))


def goes_to_the_first(message: Message) -> bool:
    """Whether the titles wanted back are those that were shown first."""
    return bool(re.search(_FIRST_VERSION, message.plain))


def changes_the_last(message: Message) -> bool:
    """Whether all the message asks is that what was shown last be rewritten."""
    return bool(_CHANGES.match(message.plain))


_BANNED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?:不要|别|不许|不准|不能|勿)[^,，。;；!！?？]*")
_OTHERS = re.compile(
    r"重写|重来|重新(?:写|来|想)|换(?:一|几|个|掉|别)|再(?:写|来|想)|改(?:一|得|成)|(?:太|好|很|有点|都|比较)(?:普通|平|一般|土|无聊|没意思|水)"
    r"|rewrite|redo|boring|again",
    re.I,
)


def wants_others(message: str) -> bool:
    """Whether titles are found wanting as a whole: “都好普通，重写嘛”. What a ban names says nothing of them."""
    return bool(_OTHERS.search(_BANNED.sub("", message)))


# A quoted beginning and a verb of going on from it: “接着“…”写3条”, ““…”后面咋写”, “用“…”起头”.
_N = rf"(?:{NUMBER}\s?(?:条|个|句|种|款)?)"
_CONTINUES = re.compile(
    rf"^(?:帮我?|给我?|请|麻烦|来|你|那)*(?:(?:接着?|顺着|续(?:着|写|上)?|承接?|沿着|从)(?:这句|这个|上面)?:?\s?{QUOTE}(?:这句|这半句|开始|这里|那里)?,?(?:往后|往下|后面|接着|继续|再|给我|帮我)*(?:写|接|续|编|来|整|出|补|想)?(?:下去|完)?\s?{_N}?(?:后半句|下半句|接法|标题|后续)?"
    rf"|(?:用|以|拿)\s?{QUOTE}\s?(?:当|作为?|做|来)?(?:开头|起头|打头|开场|起个?头)(?:来?写|续|接|编|出|,|给我|帮我|来|写|的|标题)*{_N}?(?:标题)?"
    rf"|{QUOTE}\s?(?:这半?句)?,?(?:后面|后半句?|下半句?|往下|往后)(?:怎么|咋|该|帮我|给我|再)*(?:写|接|续|编|补)(?:完|下去)?,?{_N}?"
    rf"|{QUOTE}\s?,?(?:接|续)(?:着|上|下去)?(?:给我|写)*,?{_N}?)(?:吧|呗|呀|啊|哈|看看|谢谢|[?!。~\s])*$"
)
# All the message does is hand in a text to be looked over.
_CHECKS = re.compile(
    rf"^(?:帮忙?|替|给|请|麻烦|来|你|我|咱|先|再|把|这句|这条|这个|标题)*(?:过(?:一?遍|一?下|一?眼|下眼)|把(?:把|一?下|个)?关|审(?:一?审|一?下|核)|查(?:一?查|一?下)|体检(?:一?下)?|看看有没有(?:雷|问题|风险|违规))(?:吧|哈|呗|这句|这条|标题|一下)*[:,]?\s?{QUOTE}[。!?~\s]*$"
)


def continues_given_text(message: Message) -> bool:
    """Whether all that is asked for is to go on from a quoted beginning."""
    return bool(_CONTINUES.match(message.text))


def checks_given_text(message: Message) -> bool:
    """Whether a quoted text is handed in to be checked: “帮过一遍：“…””."""
    return bool(_CHECKS.match(message.text))


def chooses_a_subject(message: Message) -> bool:
    """Whether what is picked is something to write about, not finals."""
    return bool(_TO_WRITE.search(message.text))


def keeps_so_many(message: Message) -> bool:
    """Whether the number of titles to keep is set (“留5条就够”) without a word of putting them live."""
    return bool(_KEEP.search(message.text)) and not wants_start(message)


def goes_live(message: str) -> bool:
    """Whether titles are to be put before viewers."""
    return bool(_LIVE.search(message))


def read_pick(message: Message) -> int | None:
    """How many finals to take, 1 to 50."""
    if chooses_a_subject(message):
        return None
    for match in _PICK.finditer(message.text):
        number = to_number(next(part for part in match.groups() if part))
        if number and number <= 50:
            return number
    return None


def wants_start(message: Message) -> bool:
    """“上线”, “开跑”: whether titles shall go live now."""
    return bool(_START.search(message.plain))


def asks_status(message: Message) -> bool:
    """“跑得怎么样了”, “谁领先”: whether the message asks how a race stands."""
    return bool(_STATUS.search(message.plain) or _OUTCOME.search(message.plain))


def wants_similar(message: Message) -> bool:
    """“类似的”, “以前投过的”: whether titles like one are looked for, not continuations."""
    return bool(_SIMILAR.search(message.plain))


def read_opening(message: Message) -> str | None:
    """The text to continue or to find the like of: the longest quote, or what a cue introduces."""
    if message.quotes:
        return max(message.quotes, key=len)
    for pattern in (_STARTS, _LIKE):
        if match := pattern.search(message.text):
            found = message.unmask(next(part for part in match.groups() if part)).strip()
            if len(found) >= 3 and found not in ("这条", "这个", "刚才那条", "上面"):
                return found
    return read_text_given(message)


def read_asked_claim(message: Message) -> str | None:
    """The claim of which the message asks whether a title may make it."""
    match = _CLAIM.search(message.text)
    return message.unmask(match[1]).strip("“”") if match else None


def read_text_given(message: Message) -> str | None:
    """A title or sentence in the message itself: after a colon, or the longest quote."""
    if message.quotes:
        return max(message.quotes, key=len)
    if match := _QUERY_HEAD.search(message.text):
        return message.text[match.end() :].strip() or None
    if ":" in message.text and (tail := message.text.split(":", 1)[1].strip()) and len(tail) >= 4:
        return tail
    return None
