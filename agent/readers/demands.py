"""Unquoted words that titles must hold, clause by clause: 带法官, 每条要有草莓, A4要写, 就写可拼接, 日期保留."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.readers.exclusions import NO_WORD
from agent.readers.message import Message
from agent.readers.operands import bare_words, trim
from agent.readers.style import is_manner
from agent.readers.values import answer_of, names_a_fact, value_of
from agent.readers.vocabulary import DIGIT, MUST, PARTICLE, PUT
from models.catalog import Product
from models.text import contains

_CLAUSE = re.compile(r"[^,。;!?\n~…、:]+")
_SPACED = re.compile(r"\S+(?:(?<=[A-Za-z0-9])\s+(?=[A-Za-z0-9])\S+)*")
_N = rf"{DIGIT}{{1,3}}"
_TITLES = (
    rf"(?:每一?[条个句](?:标题)?|标题|第{_N}[条个句](?:标题)?|{_N}[条个句]|一[条个]|最后一?[条个]|开头|结尾|末尾|正文)"
)
_PLACE = rf"(?:{_TITLES}(?:里面?|里头|中|上)?(?:都|全)?)"
_LEAD = rf"(?:(?:嗯|哦|对了|好(?:的|吧|嘞)?|行吧?|那个|那就|那|就|只|再|还|还要|另外|然后|并且|而且|同时|请|给我|给它|把它|顺便|顺带|也|都|全部?|统一|换成|改成|改|没有?[^,]{{0,4}}就|要是|如果|假如|能不能|可不可以|能否|想要?|希望|能|可以|算了|行|里面?|里头|其中|{_PLACE}|{MUST}|麻烦|你|each|every(?:\s?one)?|all)\s?)"
_SURE = r"(?:带上|带有|包含|含有|写明|写上|写进去?|写到|提到|提一下|提一?嘴|提一?句|说一?句|点一?下|提及|加上|加入|加进去?|补上|补一?[句个]|放上|放进去?|塞上|塞进去?|用上|附上|附带|标注|体现出?|保留|留住|注明|标明|标上)(?:个|一下)?"
# To lose a word; not the beginning of a longer one (不少于, 落俗, 丢三落四).
_LOSE = r"(?:漏(?!水|电|油|气|洞|风|接)|少(?!于|过|儿|年|女|数|见)|落(?!入|后|俗|地|款|伍|到|进)|忘(?!记了?$)记?+|丢(?!失|人|三|脸|分)|缺(?!点|乏|货|席|德))"
_WEAK = r"(?:带|有|写|加|提|含|出现|用)"
_NOT_TO_LOSE = re.compile(
    rf"^{_LEAD}{{0,3}}(?:别|不要|不能|不许|千万别)(?:给我|再|把|要)*{_LOSE}(?:了|掉|下)?(?:写|带|加|提)?(?:上|到)?(?:每一?条|标题里?)?(?P<word>[^了掉下].+)$"
)
_MUST_SHOW = re.compile(
    rf"^{_LEAD}{{0,3}}(?:每一?[条个句](?:标题)?|标题)(?:里面?|里头|中)?(?:{MUST}|都|能|就)+(?:见到|看得?[到见]|瞧见)(?P<word>.+)$"
)
_SURELY_BEFORE = re.compile(rf"^{_LEAD}{{0,4}}{_SURE}(?P<word>.+)$")
_PUT_BEFORE = re.compile(rf"^{_LEAD}{{0,4}}{PUT}(?:个|一下)?(?P<word>.+)$")
_WEAKLY_BEFORE = re.compile(rf"^{_LEAD}{{1,4}}{_WEAK}(?P<word>.+)$")
_BARELY_BEFORE = re.compile(r"^(?:带|含|加|写)(?P<word>(?!长|急|班|油|深|强|速|粗|倍|购|点|个).+)$")
_SURE_BEFORE = (_MUST_SHOW, _SURELY_BEFORE, _PUT_BEFORE)
_LOOSE_BEFORE = (_WEAKLY_BEFORE, _BARELY_BEFORE)  # verbs that much else can follow
_INTO = rf"(?:上|进|进去|进来|到|到里面|在|着|里|去|出来|一下)?(?:{_PLACE}|里面?|里头)?(?:里面?|中|都)?(?:吧|呗|啊|哈|哦|了)?"
# 把X写进去, anywhere in a clause, unless it goes to the library or a race.
_HANDLED = re.compile(
    rf"(?:把|将)(?P<word>[^,。;把将]{{1,10}}?)(?:也|都|给我|给俺|给它|一起|统统|全|再|能){{0,3}}{PUT}(?![^,。;]{{0,4}}(?:库|赛马|收藏|素材|测))"
)
_AFTER = (
    re.compile(rf"^(?:把|将)?(?P<word>.+?)(?:也|都|给我|可以|还是|这次|也可以|再|统统|全都?){{0,3}}{MUST}(?:{PUT}|(?:写|带|出现|提|放|加|有|在|保留|留|体现|露出?){_INTO})$"),
    re.compile(rf"^{_LEAD}{{0,3}}?(?:把|将)(?P<word>.+?)(?:也|都|给我|一起){{0,3}}(?:写|带|放|加|塞|体现|标){_INTO}$"),
    re.compile(rf"^(?P<word>.+?)(?:也|都|给我|可以|还是|一起){{0,3}}(?:写进去?|写上|放进去?|放上|带上|加上|加进去?|塞进去?|(?:写|加)(?!(?![一1][条个句]){_N}[条个句]$)|放|带|塞){_PLACE}(?:吧|呗|啊|哈|哦|了)?$"),
    re.compile(rf"^(?:把|将)?(?P<word>.+?)(?:也|都|还是|这[俩两]?个?词?|给我|给俺|给它|再|一起|统统){{0,3}}(?:保留|留着|别丢|不能少|不能丢|不可少|别漏|不要漏|别忘|照写|写上|写进去|放进去|加进去|塞进去|带进去|写明|带上|加上|放上|必带|必写|必有|{PUT}(?:{_PLACE}|里头?|里面)?)(?:着|了|哈|{PARTICLE}|才行|就得了)?$"),
)  # fmt: skip
_AS_FOR = re.compile(
    rf"(?:^|[,。;!?\s])(?:那|还有|对了|那么)*(?P<word>[^\s,。;!?]{{2,8}}?)呢[,?。!\s]*(?:也|就|再)?(?:来|写|出|加|补|给|整)(?:我|个)?(?:{_N}[条个句])?(?:带上|写上|加上|写进去?|放上|提一?下|带)"
)
# “价格降到299了，写进标题”: the amount just told.
_PUT_IN = re.compile(
    rf"(?:^|(?<=[,。;!?\n]))([^,。;!?\n]{{0,30}}?\d[^,。;!?\n]{{0,20}})[,\s](?:把它|这个|这点|也|都|就|给我|要)*(?:写|放|加|带|塞)(?:进|到|上)(?:去|{_PLACE}|里面?)?(?=$|[,。;!?\s])"
)
_AMOUNT = re.compile(
    r"\d+(?:\.\d+)?(?:元|块|折|%|个月|小时|分钟|天|年|月|人|种|款|公里|[A-Za-z]{1,3})?(?![条个句字\d])"
)
_LACKING = re.compile(
    r"(?:少了|缺了?|漏了|没写|没提|没带|没有)(?P<word>[^\s,。;!?]{2,8}?)[,\s](?:给我|都|帮我|也|要)?(?:补|加|写|带)(?:上|进去?|一下)"
)
_MISSING = re.compile(
    r"(?:^|[,。;!?\s])(?P<word>[^\s,。;!?]{2,8}?)(?:啷个|咋|怎么|为啥|居然|竟然|这[个点块])?(?:都|也|还|一个|一条|压根|又)*(?:没|冇|忘了?|漏了?)(?:写|提|带|见|出现|有|加)?[^\s,。;!?]{0,3}[,!。\s]+(?:给我|都|帮我|也|要|再)*(?:补|加|写|带|添|放|安)(?:上|进去?|一下|起)"
)
# “我要的是每条都提到直播”: after a word for all titles the verb is sure wherever it stands.
_FOR_EACH = re.compile(
    rf"(?:每一?[条个句]|全部|统统|条条)(?:标题)?(?:里面?|里头)?(?:都|得|要|必须|能|给我)*{PUT}(?P<word>[^\s,。;!?]{{2,8}})"
)
# A word of the account before “写上”, whatever follows.
_GROUNDED = re.compile(
    rf"(?:^|[,。;!?\s]|每一?条|都)(?P<word>[^\s,。;!?把将]{{2,10}}?)(?:也|都|给我|给俺|再|得|要)*{PUT}"
)
_WHY = re.compile(r"为啥|为什么|为何|怎么(?:老|总|又|还|都|全)|干嘛|凭啥")
_ASKED_AND_WANTED = re.compile(
    r"([^,。;!?\s]{0,8}(?:几|多少)[^,。;!?\s]{1,6})[,?。!\s]+(?:把它|这个|也|就|都|给我)?(?:写|放|加|带)(?:进|到|上)"
)
_SELF_CONTRADICTING = re.compile(
    r"^(?P<word>.+?)(?:既|又|也)?(?:要|得|必须)?(?:写|提|带|出现|有)(?:,|但|又|也|却|同时|还|而且)*(?:不要|不许|不能|不得|别|不)(?:写|提|带|出现|有)$"
)
_SELF_CONTRADICTING_FIRST = re.compile(
    r"^(?:那|就|要|得|既|又|也|每一?条|都|必须)*(?:写|提|带|出现|有|含)(?P<word>.+?),?(?:又|但|也|还|却|同时|可|而且)+(?:要|得|都|必须)?(?:不|别|不要|不能|不许|不得)(?:写|提|带|出现|有|含)(?:(?P=word)|它|这个词?|这词)?$"
)
_NEGATION = re.compile(r"(?:别|不|没|勿|禁|少|甭|莫|免)(?:要|再|许|能|准|得|用|必|可以?)?$|^(?:别|不|没|勿|禁|甭|莫)")
_TAIL = re.compile(
    rf"(?:就(?:更|最)?(?:好|完美|可以|行|棒)(?:了|啦)?|进去|进来|上去|在里面?|里面|就行|就好|即可|就可以|就成|这个?(?:词|点|卖点|事儿?|信息)|[俩两二三四]个?字|字样|的(?:字样|标题|信息)|每一?条(?:里)?|一下|～|的|呢|{PARTICLE})+$"
)
_STATED = re.compile(r"^[\u4e00-\u9fff]{1,5}?(\d+(?:\.\d+)?(?:个月|小时|分钟|公里|[A-Za-z%℃]{1,4}|[\u4e00-\u9fff])?)$")
_STATED_FIRST = re.compile(
    r"^(\d+(?:\.\d+)?(?:个月|小时|分钟|公里|元|块|天|年|折|人|km|cm|g|kg|ml))[\u4e00-\u9fff]{2,}$"
)
# Longer stretches without a pause are no instruction about one word.
_MAX_CLAUSE = 40
_MAX_SURE, _MAX_LOOSE, _MAX_KNOWN = 8, 4, 14


def demanded_words(
    message: Message, product: Product | None, said: Sequence[str] = (), brand: str | None = None
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Words and where each was read. A fact asked for by its kind is given by its value, and left out when unknown."""
    known = (*(product.facts if product else ()), *((product.name, product.price or "") if product else ()))
    for match in (
        *_AS_FOR.finditer(message.text),
        *_FOR_EACH.finditer(message.text),
        *_LACKING.finditer(message.text),
        *_MISSING.finditer(message.text),
    ):
        for word in _words(match["word"], known, True):
            for final in _final(word, product, (message.raw, *said), known, brand):
                yield message.as_typed(final), match.span("word")
    for match in _PUT_IN.finditer(message.text):
        if amount := _AMOUNT.search(match[1]):
            yield amount[0], (match.start(1) + amount.start(), match.start(1) + amount.end())
    for match in _GROUNDED.finditer(message.text):
        if any(contains(text, match["word"]) for text in known) and not _NEGATION.search(match["word"]):
            yield message.as_typed(match["word"]), match.span("word")
    if asked := _ASKED_AND_WANTED.search(message.text):
        for value in answer_of(asked[1], product):
            yield value, asked.span(1)
    for text, start in _clauses(message.text):
        if _WHY.search(text):
            continue
        for phrase, loose in _phrases(text):
            span = (start + text.find(phrase), start + text.find(phrase) + len(phrase))
            found = list(_words(phrase, known, loose))
            for word in found:
                for final in _final(word, product, (message.raw, *said), known, brand):
                    yield message.as_typed(final), span
            if found:
                break


def complains_at(text: str, position: int) -> bool:
    """Whether the clause up to `position` asks why: “为啥不让写最好” forbids nothing."""
    return bool(_WHY.search(_CLAUSE.findall(text[:position])[-1])) if _CLAUSE.search(text[:position]) else False


def asks_why(message: Message) -> bool:
    """“为啥你老写光” complains of a word; it asks for none."""
    return bool(_WHY.search(message.plain))


def contradicted_words(message: Message) -> Iterator[str]:
    """Words that one clause both asks for and forbids (“薰衣草写又不写”)."""
    for text, _start in _clauses(re.sub(r",(?=又|但|却|也?不)", "", message.alike)):
        match = _SELF_CONTRADICTING_FIRST.match(text) or _SELF_CONTRADICTING.match(text)
        if len(text) <= _MAX_CLAUSE and match:
            word = message.unmask(trim(match["word"])).strip()
            if 0 < len(word) <= _MAX_SURE and not NO_WORD.search(word):
                yield word


def _clauses(text: str) -> Iterator[tuple[str, int]]:
    for clause in _CLAUSE.finditer(text):
        for part in _SPACED.finditer(clause[0]):
            yield part[0], clause.start() + part.start()


def _phrases(text: str) -> Iterator[tuple[str, bool]]:
    """Candidates of one clause, the surest first; loose ones follow a verb that much else can follow."""
    if (match := _HANDLED.search(text)) and not _NEGATION.search(match["word"]):
        yield match["word"], False
    if len(text) > _MAX_CLAUSE:
        return
    for pattern in _AFTER:
        if (match := pattern.match(text)) and not _NEGATION.search(match["word"]):
            yield match["word"], False
    if match := _NOT_TO_LOSE.match(text):
        yield match["word"], False
    for pattern in (*_SURE_BEFORE, *_LOOSE_BEFORE):
        if (match := pattern.match(text)) and not _denies(text[: match.start("word")]):
            yield match["word"], pattern in _LOOSE_BEFORE


def _denies(lead: str) -> bool:
    """Whether what stands before the word forbids it; “没有就写” does not."""
    return bool(_NEGATION.search(re.sub(r"^.*没有?[^,]{0,4}就", "", lead).rstrip("写提带出现有")))


def _words(phrase: str, known: tuple[str, ...], loose: bool) -> Iterator[str]:
    cleaned = re.sub(r"^(?:个|上|到|关键词|一句|一下|那个|这个|了|着)+", "", _TAIL.sub("", phrase.strip()))
    for word in bare_words(cleaned, known=known):
        grounded = any(contains(text, word) for text in known)
        solid = grounded or bool(re.search(r"[A-Za-z0-9]", word))
        if len(word) < 2 and loose:
            continue
        limit = _MAX_KNOWN if solid else _MAX_LOOSE if loose else _MAX_SURE
        if not 0 < len(word) <= limit or re.search("[\ue000-\ue0ff]", word):
            continue
        if grounded or names_a_fact(word) or not (NO_WORD.search(word) or is_manner(word)):
            yield word


def _final(
    word: str, product: Product | None, said: Sequence[str], known: tuple[str, ...], brand: str | None
) -> Iterator[str]:
    value = value_of(word, product, said, brand)
    if value is not None:
        yield value
        if word != value and any(contains(text, word) for text in known):
            yield word
    elif names_a_fact(word) and not any(contains(text, word) for text in known):
        return
    else:
        stated = _STATED.match(word) or _STATED_FIRST.match(word)
        yield stated[1] if stated else word
