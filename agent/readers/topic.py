"""What the titles should be about, in the user's words: what is left once every instruction is taken away."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.readers.exclusions import NO_SUBJECT, OF_THE_TRADE
from agent.readers.message import QUOTE, Message
from agent.readers.numerals import ENGLISH, NUMBER
from agent.readers.operands import trim

MAX_TOPIC = 18
LONG_MESSAGE = 90
_KEY = re.compile(
    r"(?:突出|主打|主推|(?:主要)?(?:想|要)打|强调|重点写|重点是|着重|侧重|核心是|卖点是|卖点写|亮点是|(?:关键词|keywords?)(?:是|用|:|为)?|围绕|从)\s?:?(?!的)([^\s,。;!?]{1,20}?)(?:这个?(?:点|卖点|特点)|切入|的(?:点|特点|卖点|角度)|出发|展开|就行|就好|为主|即可)?(?=$|[,。;!?\s]|(?<=角度)[来写出])"
    r"|(?:^|[\s,。;!?])(?:把|就|最好|主要是?)*([^\s,。;!?、]{2,8}?)(?:的|这个?|那个?|点|卖点|特点)*(?:要|得|一定要|必须|务必)突出(?:一下|出来|点)?(?=$|[,。;!?\s])"
    rf"|(?:按照?|以|拿|用)({QUOTE})(?:来写|来|为主题|为主|做主题|当主题|切入|展开|这个点)"
    r"|(?:highlight(?:ing)?|focus(?:ing)? on|emphasi[sz]e|stress|keywords?:?)\s(?:the\s|its\s)?([^,.;!?]{2,30})",
    re.I | re.A,
)
_IS_NONE = re.compile(
    rf"{OF_THE_TRADE.pattern}|^(?:每一?[条个句]|全部?|重点|主题|这[点个]|那[点个])(?:都|也)?$|(?:视角|角度|口吻)(?:来?写|出发)?$"
)
_LISTED = re.compile(
    r"(?:关键词|keywords?)(?:是|用|为)?\s?:?\s?([^\s,。;!?、]{1,10}(?:、[^\s,。;!?、]{1,10}){2,})(?=$|[,。;!?\s])",
    re.I | re.A,
)
MOST_LISTED = 8
_ABOUT = re.compile(
    r"(?:关于|讲讲?|说说?|聊聊?|写写|写的是|主题是?|话题是?|角度是?|场景是?)\s?:?([^\s,。;!?]{2,18}?)(?:的(?:标题|题|场景|角度|内容|梗)|的|吧|就行)?(?=$|[,。;!?\s])"
    r"|([^\s,。;!?]{2,18}?)(?:的点|这个点|那种场面|这个角度|这个场景|的场景|那种|(?<![像似的])这种|这种感觉|的故事|为主题|这个方向|的梗)(?=$|[,。;!?\s]|单独|来|写|,)"
    r"|(?:往|朝|向)([\u4e00-\u9fff]{2,6}?)(?:那边|这边|那块|这块|方向|上面?)?(?:去|来)?(?:靠|走|偏|带|写)(?=$|[一吧点些,。;!?\s])"
    r"|(?<![别不勿少])(?<!不要)(?:自嘲|自黑|吐槽|调侃)(?:一下|下)?(?![风式型感点些一下的语调口就也吧为和跟类系向版味那、])([^\s,。;!?、]{2,8})(?=$|[,。;!?\s])"
    r"|\babout\s(?:the\s)?([^,.;!?]{2,40})",
    re.I | re.A,
)
_NOISE = re.compile(
    rf"{NUMBER}(?:字)?\s*(?:-|到|至|~)\s*{NUMBER}\s*(?:个?字符?(?:之间)?|之间)|{NUMBER}\s?个?(?:条|款|版|组|则|份|句|个)?(?:左右)?(?:广告|新|中文|短|好)*(?:标题|标提|文案|titles?|options?|ideas?|headlines?)?(?:吧|呗|就行|就好)?(?=$|[,。;!?\s]|给|要|都|的|,)|{ENGLISH}\s(?:\w+\s){{0,2}}(?:titles?|options?|ideas?|headlines?|more|ways)"
    rf"|(?:不超过?|不许超|别超过?|最多|至少|控制在|不能超过?|上限|压到|≤|<=)?\s?{NUMBER}\s?个?(?:字符?|chars?|characters?)(?:以内|以里|之内|内|封顶|以下|以上|左右|拉倒|max|or less)?"
    r"|(?:max|under|at most|within)\b|a组|b组|走信息流|信息流|字数(?:不限|不管了?|随意|不卡)|重来|重写|(?:全部)?推翻|全毙了|推倒",
    re.I | re.A,
)
_FILLER = re.compile(
    r"^(?:人群包?(?:是)?|受众是?|目标(?:用户|人群)?是?|小助手|你好|您好|嗨|哈喽|hi|hello|ok|okay|好的?|行吧?|行|成|嗯+|那|那么|那就|然后|再|还|也|又|请|麻烦|帮忙?|帮我|给我们?|替我|我(?:们)?(?:想|要|这边|家)?要?|想要?|来|写|出|整|搞|弄|生成|起|取|做|凑|铺|憋|几条|几个|点儿?|些|一下|个|就|先|正事|标题|文案|广告|素材|的|给|为|用|按|(?:我)?跟你讲|我跟你说|要推的是|改推|换推|切到|换到|换成|改成|switch到|姐妹|老师|编辑|亲|哥|please|give me|write|need|i want|make|some|can you|could you|fine|chinese|for|the|a|an|一个|一些|this|of)+",
    re.I | re.A,
)
_TAIL = re.compile(
    r"(?:的?标题|的?文案|的?标提|的?titles?|的?广告|的?素材|来|写|吧|呗|呀|啊|哈|哦|嘛|谢谢|谢啦|就行|那种|的那种|(?<![实好耐适常专家商通])用的?|的|了|啦|几条|~|～|一下)+$",
    re.I | re.A,
)
_EMPTY = re.compile(
    r"^(?:按?这味儿|按?这个味儿?|finish.*|它|他|她|这|那|什么|啥|一样|同样|同上|不错|可以|继续|更多|一般般?|都不行|都不太行|换个.{0,4}|不好|不行|重新|重新写?|随便|发挥|自由发挥|别的别动|谢+|谢谢|辛苦|忘了说|对了|另外|先这样|别太长|别太短|要快|急|在线等|加油|那些|其他|其它|我|你|你懂|喜欢|不喜欢|还是|内容|方向|新|再来|换|一批|像ai写的|哎呀.*|(?:写)?错了.*|是要|还是要|不吉利|.?吉利|改(?:成)?.*能投|单独|光写|只写|更多一点|more|same thing|same|but|and|in it|no|yes|thanks?|beginners)$",
    re.I | re.A,
)
_SIGNS = re.compile(r"[\U0001f000-\U0001faff\u2600-\u27bf\u2190-\u21ff\u2b00-\u2bff\u200d\ufe0f]+")
_MAX_LEFTOVER = 12


def read_keywords(message: Message) -> tuple[str, ...]:
    """Selling points to put forward (突出续航), each at most 10 characters, at most three; of a list of keywords eight."""
    if listed := _LISTED.search(message.text):
        words = [trim(part) for part in message.unmask(listed[1]).split("、")]
        return tuple(dict.fromkeys(word for word in words if len(word) > 1))[:MOST_LISTED]
    found: list[str] = []
    for match in _KEY.finditer(message.text):
        phrase = message.unmask(next((part for part in match.groups() if part), ""))
        found += [trim(part) for part in re.split(r"[、,和跟与/&]|\sand\s|以及", phrase)]
    return tuple(word for word in dict.fromkeys(found) if 1 < len(word) <= 10 and not _IS_NONE.search(word))[:3]


def read_topic(
    message: Message, used: list[tuple[int, int]], names: tuple[str, ...], style: tuple[str, ...]
) -> str | None:
    """The angle, 2 to 18 characters, or none. `used` are stretches that other readers understood."""
    text = message.text
    for match in _ABOUT.finditer(text if len(text) <= LONG_MESSAGE else ""):
        if not any(start < match.end() and match.start() < end for start, end in used):
            phrase = _clean(message.unmask(next(part for part in match.groups() if part)), names, style)
            if phrase and not NO_SUBJECT.search(phrase):
                return phrase
    if len(text) > LONG_MESSAGE:
        return None
    for start, end in sorted(used, reverse=True):
        text = text[:start] + "," + text[end:]
    text = _KEY.sub(",", _LISTED.sub(",", text))
    rest = Message(raw=message.raw, text=re.sub(rf"[:：]|{QUOTE}", ",", _NOISE.sub(",", text)), quotes=())
    return next((phrase for clause in rest.clauses if (phrase := _subject(clause, names, style))), None)


def names_topic(message: Message, topic: str) -> bool:
    """Whether the message calls it a point or direction to write about, so that it is nothing else."""
    return any(topic in match[0] for match in _ABOUT.finditer(message.plain))


def _subject(clause: str, names: tuple[str, ...], style: tuple[str, ...]) -> str | None:
    """What a clause is about when nothing but a subject is left in it."""
    phrase = _clean(clause, names, style)
    fits = phrase is not None and len(phrase) <= _MAX_LEFTOVER and not phrase.isascii()
    if phrase is None or (len(phrase) == 2 and not (clause.startswith(phrase) or clause.endswith(phrase))):
        return None
    return phrase if fits and not NO_SUBJECT.search(phrase) else None


def _clean(clause: str, names: tuple[str, ...], style: tuple[str, ...]) -> str | None:
    phrase = _SIGNS.sub("", clause)
    for word in style:
        phrase = phrase.replace(word, "")
    bare = re.sub("|".join(re.escape(name) for name in names if name) or r"(?!)", "", phrase, flags=re.I | re.A)
    phrase = phrase if _is_sentence(bare) else bare
    previous = None
    while phrase != previous:
        previous = phrase
        phrase = _FILLER.sub("", phrase).strip(" ,:、-—")
        phrase = _TAIL.sub("", phrase).strip(" ,:、-—")
    if (
        not 2 <= len(phrase) <= MAX_TOPIC
        or _EMPTY.match(phrase)
        or OF_THE_TRADE.match(phrase)
        or not re.search(r"[\u4e00-\u9fff]{2}|[A-Za-z]{4}", phrase)
    ):
        return None
    return phrase


def _is_sentence(bare: str) -> bool:
    """Whether the clause still says something once the product's name is taken out."""
    return len(_TAIL.sub("", _FILLER.sub("", bare))) >= 4
