"""Words every title must hold, may not hold, or need no longer hold."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from dataclasses import dataclass, field

from agent.brief import Brief
from agent.readers.complaints import complaints
from agent.readers.concepts import banned_strings
from agent.readers.demands import asks_why, complains_at, contradicted_words, demanded_words
from agent.readers.exclusions import NO_WORD
from agent.readers.marks import named_marks
from agent.readers.meme_choice import named_memes
from agent.readers.message import QUOTE, Message
from agent.readers.numerals import NUMBER
from agent.readers.operands import BARE, QUOTED, operand_words, trim
from agent.readers.quoted import quoted_wishes
from agent.readers.style import is_manner
from agent.readers.values import value_of
from agent.readers.vocabulary import DISMISS, EACH, FEW, FORBID, FORBID_MIDST, FORBID_SURE, HOLD, HOLD_SURE, MUST, WEARY
from models.catalog import Product
from models.text import contains

MAX_WORD = 14
_NUMBER_OF = rf"(?:{FEW}+[条个]|俩|仨)"
_BARES = rf"{BARE}(?:\s?[、/]\s?{BARE})*"
_NO_POINT = "".join(
    rf"(?<!{put})" for put in ("主打", "突出", "强调", "主推", "卖点是", "亮点是", "核心是")
)  # 主打不用早起
_AVOID = (
    re.compile(rf"(?:^|[\s,。;!?])(?:标题|文案|平台|我们|公司|品牌)?(?:的)?(?:禁用词?汇?|禁词|禁忌词?|屏蔽词|黑名单|避雷词?|雷区|忌讳|违禁词|(?:不能|不要|别|不许|不可)(?:出现|用|写|碰)的(?:词语?|字眼?|东西|话)?)(?:是|有|包括|如下)?\s?[:：]?\s?((?:{QUOTE}|{BARE})(?:\s?[、/和,]?\s?{QUOTE})*(?:\s?[、/]\s?{BARE})*)"),
    re.compile(rf"(?<![能会要]){FORBID}{FORBID_MIDST}*{HOLD}?(?:任何|什么|上|了|到|这?个词|的?字眼|进去)?\s?:?({QUOTED})"),
    re.compile(rf"(?<![能会要]){_NO_POINT}{FORBID_SURE}(?:给我|再|真|总|老|要|让)*(?:{HOLD_SURE}(?<!不用)|用(?!管|写|带|提|说|加|太|那么|这么|非|每|限|卡|考虑|担心|急|再|了|改|换|动|在意|纠结|客气|谢|押韵|全))(?:任何|上|到|了)?(?:\s(?![那这我你就再给第把]))?({_BARES})"),
    re.compile(rf"(?:^|[\s,。;]|都|结尾|末尾|开头|里面?|全部?|统统|一律|统一)(?:禁|忌|不要|避开|拒绝|避免|禁止|不想要|不想看到?)\s?(?!太|那么|这么|再|像|动|改|超|跟|和|写|以|每|给|来|管|限|急)({_BARES})"),
    re.compile(rf"\b(?:no|without|avoid|don'?t (?:use|mention|say|include|write)|never (?:use|say|mention)|skip|not? mention(?:ing)?(?: of)?|drop|ban|exclude)\s(?:the\s)?(?:word\s|words\s|any\s)?({QUOTED}|[^\s,.;!?a-z]{{1,10}}|emojis?|prices?|pricing|numbers?|exclamation (?:marks?|points?)|digits?|discounts?)", re.I | re.A),
)  # fmt: skip
# Between a quoted word and what is said about it: no other word, and no turn of thought.
_GAP = rf"(?:(?!但|不过|可是|[俩两]字|字不)[^,。;!?{QUOTE[1:-1]}])"
_AVOID_AFTER = (
    re.compile(rf"除了?({QUOTED}|{BARE}?)(?:[俩两二三]?个?字)?(?:以外|之外)?,?(?:别的|其[他它]|剩下)?(?:的|词)?(?:都|随便|全)(?:行|可以|能|好|写|成|没问题)"),
    re.compile(rf"谁(?:再|要是|敢)?(?:写|用|提|说)({QUOTED}|{BARE})(?:我|谁|就)"),
    re.compile(rf"({QUOTED})[^。;!?{QUOTE[1:-1]}]{{0,10}}?,?(?:避开|绕开|跳过|躲开|别碰|不要碰|禁了|别再写|别写|别用)(?=$|[,。;!?\s了吧])"),
    re.compile(rf"(?:^|[\s,。;])({BARE}?)(?:一律|统统|通通|一[个丢点]都|全部?|都)(?:不要|甭要|别有|莫要|不想要|别放|禁止|不许|免了|禁用)(?=$|[,。;!?\s])"),
    re.compile(rf"({QUOTED})[^,。;!?{QUOTE[1:-1]}]{{0,6}}?(?:都|就|也|统统|一律|通通)?(?:免了|就免|省了|少来|就算了|别来|拉黑|打住)(?=$|[,。;!?\s吧啊哈])"),
    re.compile(rf"({QUOTED})(?:也|都|同样|还是)(?:不行|不可以|不能用?|不要|别用?|不许|免了)(?=$|[,。;!])"),
    re.compile(rf"({QUOTED})[^,。;!?]{{0,5}}{WEARY}[^。;]{{0,8}}(?:去掉|删|别|换|不要|不用|拿掉)"),
    re.compile(rf"({QUOTED}){_GAP}{{0,6}}[,\s]?{_GAP}{{0,8}}{FORBID}(?:再|要|能)?(?:出现|写|提|用|带|碰|要|放|加)(?:了|啦|它|进去|在[^,。;!?]{{0,5}}|啊|呀|哈|的话[^,。;!?]{{0,6}})*(?=$|[,。;!?\s])"),
    re.compile(rf"(?:^|[\s,。;])({BARE}?)(?:[俩两二三仨]?个?字|这?个?词)(?:你|也|都|就|一律|统统)*(?:不许|别|不要|不能|不得|不准|禁止)(?:再)?(?:出现|写|提|用|有|带)"),
    re.compile(rf"(?:^|[\s,。;])({BARE}?)(?:你|也|都|就|一律|统统|这次|先)*(?:别|不要|不许|不能|不用|甭|不准)(?:再)?(?:写|提|带|出现|说|放|用|加|露)(?:了|啦|上|进去)?(?=$|[,。;!?\s])"),
)  # fmt: skip
# “那还是别提”: of the word asked for last.
_RATHER_NOT = re.compile(
    r"^(?:那|那就|那么|算了|嗯+|哦|额|好吧|行吧|,|\s)*(?:还是|干脆|就|先)+(?:别|不|甭|不要|别再)(?:再)?(?:提|写|带|加|说|放)(?:它|这个|这点|那个|上|进去)?(?:了|吧|啦|呗|好了)*[。!~\s]*$"
)
# “啊对我记混了，那个是另一款”: what was asked for last is taken back.
_MIXED_UP = re.compile(rf"(?:记|搞|弄|看)(?:混|错|岔|反)了(?![^。;!?]*{QUOTE})")
_INCLUDE = (
    re.compile(rf"(?:{MUST}|{EACH}){{0,3}}(?:带上?|带有?|含有?|包含|出现|有|写上?|写进?|写到|提到?|加上?|加进|加个|补上?|添上?|放上?|放进|塞进?|用上|体现|强调|include|use)(?:个|一下|了|关键词|这?个词|到)?\s?:?({QUOTED})", re.I | re.A),
    re.compile(r"([\u4e00-\u9fff]{1,8})\s(?:has|have|must|needs?|should)\s(?:to\s)?(?:be|appear|stay)\b", re.I | re.A),
    re.compile(rf"({QUOTED})\s(?:in|into|on|to)\s(?:one|each|every|all|them|there|the|number|#|no)", re.I | re.A),
    re.compile(rf"(?:include|including|mention(?:ing)?|contains?|containing|must have|has to have|have to have|needs?|with|work in|put in|add|say|featuring)\s(?:the\s(?:words?|phrase)\s)?({QUOTED}|[^\sA-Za-z,.;!?0-9][^\s,.;!?]{{0,10}})", re.I | re.A),
)  # fmt: skip
_INCLUDE_AFTER = (
    re.compile(r"(?<![没不])(?:要有|得有|带上|加上|要出现|得出现|放上|提到)(?:个|点)?([山猫狗酒茶花火鱼肉面汤妈爸娃钱冰糖奶辣甜月光])(?=$|[,。;!?\s]|这?个?字|吧|呗|的(?=$|[,。;!?\s]))"),
    re.compile(r"(?:加|补|带|塞|添)(?:上|进|入)?(?:一?个|一?点|一?些)?([\u4e00-\u9fff]{2,9})的(?:意思|信息|说法|字样)(?=$|[,。;!?\s进就吧呗])"),
    re.compile(rf"(?:^|[\s,。;])(?:那|就|要不|再)*(?:换|改|试试?|换成|改成|改用|换用)({QUOTED})(?:试试|看看|吧|呢|行不)*(?=$|[,。;!?])"),
    re.compile(rf"(?:每一?[条个句]|开头|结尾|末尾|统一|都|必须|一律|前面|后面|标题)+(?:都|统一|一律|要|得)*(?:用|以|是|叫|放)({QUOTED})(?!换|替|改)"),
    re.compile(rf"把?({QUOTED})(?:给我|这个|这句|这点|那个|这俩|每一?条|全部|都|也|要|必须|一定|得|也得|都得|统统|全都|放|它)*(?:写进|写上|写到|带上|加上|加进|放进|放上|塞进|塞上|要在|得在|要有|得有|必须在|不能少|不能丢|留着|保留|别丢|要出现|都写|写进去|出现|要带|必带|必写|必须有|都要写|写[一两几])"),
    re.compile(rf"(?:都|全|尽量)?(?:往|朝|围着|围绕|冲着|扣着|扣住|紧扣)({QUOTED})(?:字|这个词|俩字|二字)?(?:这边)?(?:上|去|来)?(?:靠|写|做|走|展开)"),
)  # fmt: skip
_DROP = (
    re.compile(rf"(?P<q>{QUOTED})[^,。;!?]{{0,4}}?(?P<soft>可以拿掉|可以去掉|可以不[带写要加]|不强求|不是必须|可有可无|可写可不写|不用每条(?:都有|都写|都带)?|随意|不带也行|不写也行|不用非)"),
    re.compile(rf"(?P<q>{QUOTED})[^,。;!?]{{0,4}}?(?:拿掉|去掉|删掉|删了|去了|删去|换个词|换个说法|换一个|不要了|不用了|不用带|不用写|不要(?![出写提带用再有超说加太像跟管])|取消|换掉|别要|给删|抹掉)"),
    re.compile(rf"(?P<q>{QUOTED})(?:这个?词|[俩两三四]个?字)?(?:也|就)?(?:太|有点|有些|不够|不太|别扭|怪|读着|听着)[^。;!?]{{0,8}}?[,\s](?:换|改)(?:个|一个|成)?[^,。;!?]{{0,4}}(?:词|说法|字)"),
    re.compile(rf"(?:去掉|去除|删掉|删除|拿掉|抹掉|放弃|取消|不再要|不带|drop|remove|lose|cut)(?:里面的|里的|那个|这个|the\s|the word\s)?\s?(?P<q>{QUOTED})", re.I | re.A),
    re.compile(rf"(?:去掉|删掉|删除|拿掉|抹掉|放弃)(?:里面的|里的|那个|这个)?(?!字数|长度)(?P<q>{BARE})"),
    re.compile(rf"(?:^|[\s,。;])(?P<q>{BARE}?)(?P<soft>可以拿掉|可以去掉|可以不[带写要加]|不用每条(?:都有|都写|都带|都提)?了?|不用了|不需要了|不强求|不是必须|可写可不写)"),
    re.compile(rf"(?:(?:^|[\s,。;])(?:把)?|[都的]把)(?P<q>{BARE}?)(?:统统|都|全部?|给我|一律|也|先)*(?:{DISMISS}|去了|拿走|弄掉|抠掉|清掉|不要了|不用写了?|不用带了?)(?:吧|呗|啊|哈|算了)?(?=$|[,。;!?\s])"),
)  # fmt: skip
_ALLOW = (
    re.compile(rf"(?<![不别没])(?:允许|准许|可以|能|放开|解禁)(?:再)?(?:出现|写|用|带|提|有)({QUOTED}|{BARE})"),
    re.compile(rf"({QUOTED})[^,。;!?]{{0,6}}?(?:可以用|能用|可以写|可以出现|可以提|可以带|解禁|放开|不禁|不用避|不避|随便用|又行|能写)"),
    re.compile(rf"(?:^|[\s,。;])({BARE}?)(?:现在|又|也)?(?:可以用了|可以写了|能写了|能用了|可以提了|可以出现了|解禁|不用避开了|没事了|不禁了)"),
)  # fmt: skip
_ANY = re.compile(
    rf"(?P<a>{QUOTED})\s?(?:里|中)?\s?(?:至少|起码|最少|随便|任意|任选|选|挑|有|带|写|出现|用|二选|三选)+[上出现带写用一个]*[一1]个?(?:就行|即可)?"
    rf"|(?:至少|起码|最少|任意|随便|任选)(?:要?)(?:带|有|含|写|出现|包含|提到?|用)(?:上)?(?:一个|其一|其中一个|其中之一|1个)?:?\s?(?P<b>{QUOTED})"
    rf"|(?:带|有|含|写|出现|提到?|用)(?:上)?(?:个)?(?P<c>{QUOTE}(?:\s?(?:、|,)\s?{QUOTE})*\s?(?:或者?|/|or)\s?{QUOTE})(?:都行|都可以|就行)?"
    rf"|(?:at least one of|either)\s(?P<d>{QUOTED})", re.I | re.A
)  # fmt: skip
_ANY_BARE = re.compile(
    r"(?:要么|或者|或)[带写有提]上?([^\s,。;!?、]{1,6}?),?(?:要么|或者|或)[带写有提]上?([^\s,。;!?、]{1,6})(?=$|[,。;!?\s])|(?:要有|带上?|写上?|提到?|出现|包含)([^\s,。;!?、]{1,6})或者?([^\s,。;!?、]{1,6}?)(?:都行|都可以|其中一个|就行|一个)?(?=$|[,。;!?\s])"
)
# How or for whom a title is written: 给妈妈, 成疑问句, 短点.
_NO_CHOICE = re.compile(r"^[给成得点些个]|[点些看句]$")
_POINTS = re.compile(
    r"(?:就|主要|重点|只)?(?:打|主打|讲|突出|写)(?:这|那)?(?:[两二俩三四]|几)(?:个)?点[,:]\s?([^。;!?]+)"
)
_GROUPS = "妈妈|爸爸|宝妈|宝爸|女生|男生|女性|男性|学生|年轻人|上班族|老人|小孩|孩子|情侣|单身|奶奶|爷爷|主妇"
_PRESUMED = re.compile(
    rf"(?:预设|默认|假定|好像|仿佛|搞得|弄得|感觉)(?:了)?(?:是)?(?:只有|只能|就是|都是|全是)({_GROUPS})"
)
_THIS_BATCH = re.compile(
    rf"{_NUMBER_OF}(?:说|讲|写|提|聊|关于|带)(?:到|一下)?({QUOTE}|{BARE}?)的(?=$|[,。;!?\s]|就|吧|标题)"
)
_POINT = re.compile(
    rf"(?:^|[\s,。;])([^\s,。;]{{2,8}}?)(?:这个?(?:点|卖点|特点)|这块)(?:单独|单拎|单拉|专门|再?(?:写|来|出|做|整)(?:个|上)?{_NUMBER_OF})"
)
_FEATURE = re.compile(r"(?:这个|的)?(?:功能|这块|方面|这一?点|卖点|特点)$")
_FOR_ONE = re.compile(r"(?:也|都|再)?(?:写|来|出|要|放|给|整)?(?:进|到|个)?[一1](?:条|个(?!字))")
_LISTED_ANY = re.compile(
    r"(?:^|[:,。;!?\s])([^:。;!?,\s]{1,12}(?:[、/][^:。;!?,、/\s]{1,12})+)[,\s]*(?:每一?[条个])?(?:里面?)?(?:至少|起码|最少|随便|任选|任意)(?:要|得)?(?:带|有|写|含|用|选|出现|提)?(?:上|到)?[一1]个"
)
_EACH_ONE = re.compile(
    r"(?:^|[。;!?\s])([^。;!?,\s]{2,30}?(?:、[^。;!?,、\s]{1,12})+)[,\s]*(?:这|那)?(?:[几两二三四五六]个?)?(?:个)?(?:卖点|点|方面|词)?(?:各|分别|每个点?|一人)(?:写|来|出|整|给|做)?(?:我)?[一1][条个]"
)
_ONLY = re.compile(rf"(?:光|只|(?<!简)单|专门|单独|纯)(?:写|讲|说|提|打|聊)\s?({QUOTE}|{BARE})")
_NOT_WORDS = re.compile(
    r"^(?:都|全|统统|通通|一律|也|就|还|再|那|先|管|吧|那就|那还是?|还是|所以|最好|千万|以后|太|那么|这么|超|像|动|改|重复|跟|和|一样|错|多|少|长|短|了|的|得|我|你|他|它|标题|文案|广告|什么|啥|的话(?![题剧梅筒术费]).*|一?[条个点]|出|进|到|这|那|些|点|字|数|词|得太|完|好|感|味|成|在|去|第.条?|每条|别的|其他.{0,2}|里面?|上面?|商量|客气)$"
    r"|^(?:[的得地](?:像|跟|太|那么|这么|过于?|有点)|老是|总是|一直|动不动|在.{0,5}里?$|之前|前面|上面|刚才|原来|先前|以前|其余|其他|剩下|错|没有|不错|太|那么|这么|像|跟|和前|和上|得太|得那么|成|得|\d+条|[一二两三四五六七八九十]+[条个]|第|每)|(?:标题|文案)$|[条款]$|那几|[那这]条|这几|几条|不错|进赛马|赛马|素材库|存库"
)  # fmt: skip

# “2和5留着”: numbers of titles.
_NUMBERS = re.compile(rf"第?{NUMBER}(?:\s?[、,和跟与及]\s?第?{NUMBER})+[条个号]?")
_ANY_FIGURE = re.compile(r"(?:some|any|an?|the|more)? ?(?:numbers?|figures?|digits?|stats)", re.I)


@dataclass
class Words:
    """What the message says about single words, in the order said."""

    include: list[str] = field(default_factory=list)
    include_any: list[str] = field(default_factory=list)
    avoid: list[str] = field(default_factory=list)
    drop: list[str] = field(default_factory=list)
    allow: list[str] = field(default_factory=list)
    singles: int = 0
    complaints: tuple[str, ...] = ()
    spans: list[tuple[int, int]] = field(default_factory=list)


def read_words(message: Message, brief: Brief, product: Product | None, brand: str | None = None) -> Words:
    """Read in order of certainty; a stretch of text that one reading used is closed to the next."""
    known = (*(product.facts if product else ()), *((product.name,) if product else ()))
    spans = complaints(message, known)
    words = Words(spans=spans, complaints=tuple(message.text[start:end] for start, end in spans))
    for marks, wanted, span in named_marks(message):
        (words.include if wanted else words.avoid).extend(marks)
        words.spans.append(span)
    _read_any(message, words)
    before = list(words.spans)
    _take(message, words, _ALLOW, words.allow, known)
    words.allow[:] = [word for word in words.allow if any(contains(word, old) for old in brief.avoid)]
    if not words.allow:
        words.spans[:] = before
    _read_drops(message, words, brief, known)
    _take(message, words, _AVOID, words.avoid, known)
    _take(message, words, _AVOID_AFTER, words.avoid, known)
    if _RATHER_NOT.search(message.plain) and not (words.drop or words.avoid or words.include):
        words.drop += (brief.include_any or brief.must_include)[-1:]
        words.avoid += words.drop
    elif _MIXED_UP.search(message.text) and not words.drop:
        words.drop += brief.must_include[-1:]
    if not asks_why(message):
        _take(message, words, _INCLUDE_AFTER, words.include, known)
        _take(message, words, _INCLUDE, words.include, known)
    _read_demands(message, words, brief, product, brand)
    _read_only(message, words, brief, known)
    if not asks_why(message):
        for quoted, wanted in quoted_wishes(message, list(words.spans), words.avoid):
            (words.include if wanted else words.avoid).extend(quoted)
    words.avoid += [match[1] for match in _PRESUMED.finditer(message.text)]
    words.avoid[:] = [message.as_typed(word) for word in words.avoid]
    words.avoid[:] = dict.fromkeys(text for word in words.avoid for text in _banned(word, product, brand))
    words.drop[:] = dict.fromkeys(words.drop)
    memes, places = named_memes(message)
    words.spans += places
    words.include[:] = [
        word
        for word in dict.fromkeys(words.include)
        if word not in (*words.drop, *memes)
        and not (_ANY_FIGURE.fullmatch(word) or (word not in message.quotes and _NUMBERS.fullmatch(word)))
    ]
    # Asked for in so many words: what seemed to forbid it spoke of something else.
    words.avoid[:] = [word for word in words.avoid if word not in words.include]
    for word in contradicted_words(message):
        words.include[:] = dict.fromkeys((*words.include, word))
        words.avoid.append(word)
    return words


def _read_demands(message: Message, words: Words, brief: Brief, product: Product | None, brand: str | None) -> None:
    """Words that every title must hold; of several that one title each must hold, at least one."""
    said = (*brief.must_include, brief.topic or "")
    found = [one for one in demanded_words(message, product, said, brand) if _is_free(words, one[1])]
    single = [word for word, (_start, end) in found if _FOR_ONE.match(message.text[end:])]
    words.singles = len(single)
    for word, span in found:
        (words.include_any if len(single) > 1 and word in single else words.include).append(word)
        words.spans.append(span)


def _take(
    message: Message, words: Words, patterns: tuple[re.Pattern[str], ...], into: list[str], known: tuple[str, ...]
) -> None:
    for pattern in patterns:
        for match in pattern.finditer(message.text):
            start, end = match.start(1), match.start(1) + len(match[1].rstrip())
            if _is_free(words, (start, end)) and not complains_at(message.text, match.start(1)):
                found = _words_of(message, match[1], known)
                into += found
                if found:
                    words.spans.append(match.span())


def _is_free(words: Words, span: tuple[int, int]) -> bool:
    return not any(start < span[1] and span[0] < end for start, end in words.spans)


def _words_of(message: Message, phrase: str, known: tuple[str, ...]) -> list[str]:
    quoted = bool(message.quoted_in(phrase))
    longest = MAX_WORD + 4 if quoted else MAX_WORD
    words = [word for word in operand_words(message, phrase, known) if 0 < len(word) <= longest]
    return [word for word in words if quoted or not _NOT_WORDS.search(word)]


def _read_any(message: Message, words: Words) -> None:
    for match in _ANY.finditer(message.text):
        group = next(name for name in "abcd" if match[name])
        quoted = message.quoted_in(match[group])
        if len(quoted) > 1:
            words.include_any += quoted
            words.spans.append(match.span())
    for match in _ANY_BARE.finditer(message.text):
        if _is_free(words, match.span()):
            parts = [message.unmask(trim(part)) for part in match.groups() if part]
            if not any(_is_no_choice(part) for part in parts):
                words.include_any += parts
                words.spans.append(match.span())
    if listed := _LISTED_ANY.search(message.text):
        words.include_any += [part for part in re.split("[、/]", message.unmask(listed[1])) if part]
        words.spans.append(listed.span())
    if each := _EACH_ONE.search(message.text):
        words.include_any += [part for part in re.split("、", message.unmask(each[1])) if part]
        words.spans.append(each.span())
    if points := _POINTS.search(message.text):
        parts = [part.strip("和跟与 ") for part in re.split(r"[,、]|和", points[1])]
        words.include_any += [word for part in parts if 0 < len(part) <= 8 for word in _core(part)]


def _is_no_choice(part: str) -> bool:
    """“写短点或者活泼点” and “写给妈妈或者奶奶” choose a manner or a reader, not a word."""
    return bool(_NO_CHOICE.search(part) or NO_WORD.search(part) or _NOT_WORDS.search(part)) or is_manner(part)


def count_of_each(message: Message) -> int | None:
    """“甲、乙、丙各写一条” orders three."""
    match = _EACH_ONE.search(message.text)
    return match[1].count("、") + 1 if match else None


def _banned(word: str, product: Product | None, brand: str | None) -> tuple[str, ...]:
    """What avoiding `word` rules out; a kind of fact (秒数, 重量) rules out its value too."""
    strings = banned_strings(word, product)
    value = value_of(word, product, (), brand) if strings == (word,) and not word.isascii() else None
    return (*strings, value) if value else strings


def _core(part: str) -> tuple[str, ...]:
    """“10点熄灯” may be said as 熄灯: offer the phrase and its part without the number."""
    bare = re.sub(r"^\d+\s?(?:点|个|分钟|小时|块|元|天)", "", part)
    return (part, bare) if bare and bare != part else (part,)


def _read_drops(message: Message, words: Words, brief: Brief, known: tuple[str, ...]) -> None:
    """A word dropped for good is avoided too; one that merely may be left out is not."""
    for pattern in _DROP:
        for match in pattern.finditer(message.text):
            if not _is_free(words, match.span("q")):
                continue
            found = _words_of(message, match["q"], known)
            words.drop += found
            if not match.groupdict().get("soft"):
                words.avoid += [word for word in found if not any(contains(word, old) for old in brief.avoid)]
            if found:
                words.spans.append(match.span())


def _read_only(message: Message, words: Words, brief: Brief, known: tuple[str, ...]) -> None:
    """“只写熄灯”: that one, and none of the alternatives it was offered with. “加一条说4月22日的”: for this batch."""
    for match in (*_THIS_BATCH.finditer(message.text), *_POINT.finditer(message.text)):
        named = _words_of(message, match[1], known)
        if (
            any(re.search(r"\d", word) or any(contains(fact, word) for fact in known) for word in named)
            and not words.include_any
        ):
            words.include_any += named
            words.spans.append(match.span())
    for match in _ONLY.finditer(message.text):
        wanted = [_FEATURE.sub("", word) or word for word in _words_of(message, match[1], known)]
        anchored = message.quoted_in(match[1]) or words.include_any or brief.include_any
        grounded = [word for word in wanted if any(contains(text, word) for text in known)]
        if wanted and (anchored or grounded):
            words.include_any[:] = wanted
            words.spans.append(match.span())
            alternatives = [
                word
                for word in brief.include_any
                if not any(contains(word, one) or contains(one, word) for one in wanted)
            ]
            words.avoid += alternatives
