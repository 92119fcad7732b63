"""What the readers rule out or settle before the learned intent model is heard.

The model weighs words; these checks are about structure: a message that counts titles is no smalltalk, a quotation
alone is nothing to continue, and “重写” without a title to rewrite orders new ones.
"""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.plan import Intent, PlannerContext
from agent.planner.manner import has_same_feel
from agent.planner.questions import (
    ABOUT_FACTS,
    OTHER_MATTER,
    QUESTION,
    TALKS_OF_ADS,
    WISHES_DEGREE,
    asks_a_fact,
    asks_for_titles,
    shares_a_fact,
)
from agent.planner.reading import Reading
from agent.readers.counts import read_multiple
from agent.readers.requests import keeps_so_many

_SUM = re.compile(r"\d+(?:\.\d+)?\s*[*×xX+÷/-]\s*\d+(?:\.\d+)?(?!\s*(?:条|个|字|号))")
_RECKON = re.compile(r"算|等于|得多少|是多少|=|\bcalculate\b|what'?s\s\d|how much is \d", re.I | re.A)
_OTHER_WORK = re.compile(
    r"(?:写|编|来|出|做|弄|整|拟|起草|代写|改)(?:我)?(?:一)?(?:份|封|篇|首|段|个|张|套)?[^,。;!?标题]{0,6}?(?:协议|合同|论文|邮件|简历|诗|情书|代码|程序|脚本|爬虫|python|java|sql|excel|公式|检讨|周报|日报|月报|年终总结|述职报告|作文|演讲稿|发言稿|祝福语|请假条|辞职信|小说|剧本|歌词|道歉信|读后感|课件|菜谱|食谱|旅游攻略|攻略)(?:书|吧|呗|呀|啊|吗|一下|行吗|可以吗|给我)?(?:[\s,。!?~].*)?$",
    re.I,
)
_REDO = re.compile(
    r"重写(?!得|成|一下第|第|后|前|结尾|开头)|重来|重新(?:写|来|出|想|弄|整|生成)|换(?:一|个)?(?:批|拨|波|组|轮)|(?:换|改)(?:成|到|个|一个|几个)?[^,。;!?]{0,8}(?:的点|角度|方向|场景|思路|卖点|切入点?|路数|话题)|^(?:都)?不(?:好|行|喜欢|满意|对味)[。!~\s]*$|推倒|推翻|全毙|都毙|从头(?:来|写)|都不(?:喜欢|满意|行|想要|要(?=$|[,。!~了])|好(?!意)|太?行|对味?)|(?<!多)(?:一|哪)[条个]都(?:没(?!落|少|丢|漏)|不(?!(?:能|可|得)?(?:少|落|漏|丢|缺|差)|许|准)|看不)|全部?(?:都)?(?:不行|不要(?=$|[,。!了])|重)|没(?:一|有)[条个]?(?:能用|行|看得上)"
    r"|start over|redo (?:them|all)|a new batch|another batch|fresh batch|none of (?:them|these)|don'?t like any",
    re.I | re.A,
)
_FAREWELL = re.compile(
    r"下次(?:再|见|聊)|回头(?:再)?(?:聊|说|见|找)|先这样|就这样(?:吧|了|$)|拜拜|再见|收工|明(?:天|儿)(?:再|见)|改天(?:再|聊)|不想?(?:弄|写|搞|做)了|到此为止|^结束|完事|先(?:下|撤|闪|溜|忙|走)了?(?:$|[,。!~])|晚点再|今天(?:先|就)到|就到(?:这|此)|(?:算了|不用了?|没事了?)[^,]{0,4},?(?:谢|辛苦|拜)|\bbye\b|see (?:you|ya)|talk later|that'?s (?:all|it) for (?:today|now)",
    re.I | re.A,
)
_VARIANTS = re.compile(
    r"变体|(?:再|多)?(?:出|给|来|写|做|整)(?:我|咱)?(?:个|几|[\d一两二三四五])+(?:个|种|款)?(?:不同的?)?(?:版本|版|写法|说法|改法)|variants?|variations?|versions?",
    re.I | re.A,
)
_MORE = re.compile(
    r"再(?:来|写|出|给|整|搞|弄|补|要|凑|想|多|[\d一两俩三四五六七八九十])|多(?:来|写|给)|\bmore\b|another", re.I | re.A
)
_STRONG_REFUSAL = 3.4
_GREETING = re.compile(
    r"^[^,。!?\s]{0,4}(?:你好|您好)[啊呀哈!~。\s]*$|^(?:6{2,}|牛+[逼啊b]?|绝了|好嘞|收到|ok了|nb|yyds|好|好的|行|可以|ok|okay|没问题|懂了|明白了?|了解|知道了|确认)[啊呀哈吧!~。\s]*$",
    re.I | re.A,
)
_NOW = re.compile(
    r"^(?:那|对了)?(?:现在|目前|这会儿?|今天|到现在)?(?:呢|咋样|怎么样|如何|啥情况|什么情况|结果|有结果|出结果|谁赢|数据)*[了没吗呢啊?。!~\s]*$"
)
_REASON = re.compile(r"理由|原因|为什么|为啥|为何|依据|咋打|怎么(?:打|算|来)的|\bwhy\b", re.I | re.A)
_OTHERS = re.compile(
    r"(?:再|换|多)(?:换|来|找|搜|给|推荐|看)?(?:几|一些|点|些|一批|批|别的|其[他它])(?![条句题])|还有(?:别的|其[他它]|吗|没)|(?:no|any) others?\b",
    re.I | re.A,
)
_THAT_THEN = re.compile(r"^(?:那|这)?\s?[\ue000-\ue0ff](?:呢|这个呢)(?=$|[?,。!\s])")
_WHICH_OF = re.compile(r"哪(?:一)?[个条句]|谁更|\bwhich\b", re.I | re.A)
_BY_WHAT_RIGHT = re.compile(r"凭(?:什么|啥).{0,6}(?:觉得|说|选|排|推|给|判)")
_HOW_SCORED = re.compile(r"分.{0,6}(?:怎么|咋|如何|凭什么).{0,3}(?:算|打|来|评|定)")
_ANY_MORE = re.compile(
    r"^(?:还有(?:吗|么|没有?|别的吗)|更多|更好的|再多点|继续|接着来|more|any more)[?。!~吧呢\s]*$", re.I
)
# “多来几个 一共4个”: more endings of the same text, with nothing new said about them.
_MORE_OF_IT = re.compile(
    r"^(?:再|多|还要?)(?:来|给|要|出|接)?(?:我)?(?:几|[\d一两俩三四五六七八九十])?(?:个|条|句|种)?[,，\s]*(?:(?:一共|总共|共|凑够?)[\d一两三四五六七八九十]+[个条句])?[吧呗啊。!~\s]*$"
)
_GOES_ON = re.compile(r"(?:再|多|继续|接着)(?:接|续|补)|换(?:几)?(?:个|种)(?:接法|结尾)")
_NOT_YET = re.compile(
    r"(?:先|暂时)(?:别|不要|不用|不急着?)(?:写|出|给|生成)|(?:不用|别|不要)(?:写|出|给)(?:标题|文案)|no titles|don'?t write|not? (?:titles )?yet",
    re.I | re.A,
)
# “为啥不让写最好”: about the law, whatever title the words could point at.
_WHY_FORBIDDEN = re.compile(
    r"(?:为(?:啥|什么|何)|凭(?:啥|什么)|怎么|咋)(?:就|还|都)?(?:不让|不能|不可以|不许|不准|不给)(?:写|用|说|提|发)|\bwhy (?:can'?t|not|am i not)\b",
    re.I | re.A,
)
# Words of the work itself; a question without any of them, and without a word of the account's, is about something else.
_WORK = re.compile(
    r"角度|方向|版|写|开头|结尾|词|字|话|句|卖点|思路|受众|人群|风格|语气|口气|条|题|改|短|长|梗|分|审|法|规|违|赛|跑|存|库|点击|数据|投|上线|狠|炸|好|行|可以|更|别的|其他|产品|广告|b站|你能|你会|这|那|它|第|\b(?:it|this|that|these|those|one|ones|title|word|line|they|them)\b",
    re.I | re.A,
)
_EMPTY_QUESTION = re.compile(
    r"怎么样|咋样|怎样|如何|什么|啥|多少|怎么|为何|吗|呢|么|啊|呀|吧|了|你|我|的|觉得|[?\s,。!]"
)
_DOUBTFUL = 0.6
_WRITING = (Intent.GENERATE, Intent.REFINE, Intent.ASSOCIATE)
_DEGREE = re.compile(
    r"(?<![来有几差卖特优缺重要亮地钟起早晚])(?<!尽快)(?<!赶快)(?<!^快)(?<!要快)(?:一点|点儿?|一些|些)(?:吧|呗|啊|嘛|哈)?[。!~\s]*$"
)
_CHANGES = re.compile(r"改(?!好|完|过|的)|重写|换(?!季)")
_CALLED_OFF = re.compile(r"算了|不用|不必|没事")
_STRONG_SAVE, _SAVES = 4.0, 3.0
# What the classifier is this sure of, no mere lack of words for it takes away.
_SURE, _HINTED = 0.9, 0.1
_QUESTION_MARK = re.compile(r"[?]|吗|么(?:$|[,。!])|怎么|什么|多少|几[^条个]|哪")
_NEVER, _RARELY = 1e-4, 0.1


def settle(chances: dict[Intent, float], reading: Reading, context: PlannerContext) -> dict[Intent, float]:
    """The chances with what cannot be taken out and what is settled put first; they sum to 1."""
    settled = dict(chances)
    certain = _certain(reading, context)
    if certain is None and _may_be_other_matter(chances, context) and _is_other_matter(reading):
        certain = Intent.REFUSE
    if certain is not None:
        settled[certain] = 1.0 + max(settled.values())
    sure = {intent for intent, chance in chances.items() if chance >= _DOUBTFUL}
    if chances[Intent.REFUSE] >= _SURE and not _wants_an_ad(reading):
        sure.add(Intent.REFUSE)
    else:
        sure.discard(Intent.REFUSE)
    for intent in set(_ruled_out(reading, context)) - {certain} - ({Intent.REFUSE} & sure):
        settled[intent] *= _NEVER
    for intent in set(_unlikely(reading, context)) - {certain} - sure:
        settled[intent] *= _RARELY
    total = sum(settled.values())
    return {intent: value / total for intent, value in settled.items()}


def _certain(reading: Reading, context: PlannerContext) -> Intent | None:
    text = reading.message.plain
    if (_SUM.search(text) and _RECKON.search(text)) or (
        _OTHER_WORK.search(text) and not TALKS_OF_ADS.search(text) and not reading.product.word
    ):
        return Intent.REFUSE
    if _GREETING.search(text) or (
        _FAREWELL.search(text)
        and not asks_for_titles(reading)
        and (reading.cues.get(Intent.SAVE, 0) < _SAVES or _CALLED_OFF.search(text))
    ):
        return Intent.SMALLTALK
    if context.last_intent is Intent.MEME and _OTHERS.search(text) and not reading.words.include:
        return Intent.MEME
    if _WHY_FORBIDDEN.search(text) and not asks_for_titles(reading):
        return Intent.EXPLAIN
    if reading.ref and len(reading.ref.numbers) > 1 and _WHICH_OF.search(text) and not _CHANGES.search(text):
        return Intent.SCORE
    if _HOW_SCORED.search(text) or (reading.ref and _BY_WHAT_RIGHT.search(text)):
        return Intent.EXPLAIN
    if context.last_intent in _WRITING and _ANY_MORE.search(text):
        return Intent.ASSOCIATE if context.last_intent is Intent.ASSOCIATE else Intent.GENERATE
    if context.last_intent is Intent.COMPLIANCE and _THAT_THEN.search(reading.message.text):
        return Intent.COMPLIANCE
    if context.last_intent is Intent.ASSOCIATE and (_GOES_ON.search(text) or _MORE_OF_IT.search(text)):
        return Intent.ASSOCIATE
    if reading.cues.get(Intent.REFUSE, 0) >= _STRONG_REFUSAL and not _is_for_ads(reading):
        return None if reading.cues.get(Intent.GENERATE) or reading.cues.get(Intent.REFINE) else Intent.REFUSE
    if (
        context.racing
        and (reading.status or (_NOW.search(text) and not shares_a_fact(reading)))
        and not asks_for_titles(reading)
        and not reading.ref
    ):
        return Intent.RACE
    if _REASON.search(text) and context.last_intent is Intent.SCORE and not asks_for_titles(reading):
        return Intent.EXPLAIN
    return Intent.ENTITY if asks_a_fact(reading) else _certain_writing(reading, context)


def _certain_writing(reading: Reading, context: PlannerContext) -> Intent | None:
    text, ref = reading.message.plain, reading.ref
    shown = any(one.title_ids for one in context.shown)
    if not shown or reading.pick is not None:
        return None
    one = ref is not None and bool(ref.numbers or ref.by)
    if keeps_so_many(reading.message) and reading.words.include:
        return Intent.REFINE
    if not one and (read_multiple(reading.message, 2) or 0) > 2:
        return Intent.GENERATE
    if one and reading.count and (_VARIANTS.search(text) or (has_same_feel(text))):
        return Intent.REFINE if _VARIANTS.search(text) else Intent.GENERATE
    if _REDO.search(text) and not QUESTION.search(text) and not reading.cues.get(Intent.MEME):
        return Intent.REFINE if one else Intent.GENERATE
    if context.last_intent is not Intent.ASSOCIATE and reading.count and not one and _MORE.search(text):
        named = max(reading.cues.get(intent, 0) for intent in (Intent.MEME, Intent.ASSOCIATE))
        return None if named >= 3 else Intent.GENERATE
    if one and not reading.count and not _points_elsewhere(reading):
        return Intent.REFINE
    return None


def _points_elsewhere(reading: Reading) -> bool:
    """Whether something other than a rewrite is asked of the titles pointed at."""
    if reading.start or reading.status:
        return True
    others = (intent for intent in reading.cues if intent not in ABOUT_FACTS)
    return bool(QUESTION.search(reading.message.plain)) or any(reading.cues[one] >= OTHER_MATTER for one in others)


def _ruled_out(reading: Reading, context: PlannerContext) -> list[Intent]:
    out: list[Intent] = [*_WRITING] if _NOT_YET.search(reading.message.plain) else []
    cues = reading.cues
    if _is_for_ads(reading) and not cues.get(Intent.REFUSE):
        out.append(Intent.REFUSE)
    if reading.words.include and not _QUESTION_MARK.search(reading.message.text):
        out += [Intent.ENTITY, Intent.SCORE, Intent.REFUSE]
    if reading.words.allow:
        out += [Intent.COMPLIANCE, Intent.ENTITY]
    if _CHANGES.search(reading.message.plain) and cues.get(Intent.SAVE, 0) < _STRONG_SAVE:
        out.append(Intent.SAVE)
    if (reading.change or reading.tone) and not cues.get(Intent.SMALLTALK):
        out.append(Intent.SMALLTALK)
    if asks_for_titles(reading):
        out += [Intent.CLARIFY, Intent.SMALLTALK]
    if (
        cues.get(Intent.GENERATE, 0) >= 2
        and cues.get(Intent.ENTITY, 0) < 2.4
        and TALKS_OF_ADS.search(reading.message.plain)
    ):
        out.append(Intent.ENTITY)
    shown = any(one.title_ids for one in context.shown)
    if shown and WISHES_DEGREE.search(reading.message.plain):
        out += [Intent.ENTITY, Intent.COMPLIANCE, Intent.CLARIFY, Intent.SMALLTALK]
    if shown and (_DEGREE.search(reading.message.plain) or (reading.ref and len(reading.message.plain) > 6)):
        out += [Intent.CLARIFY, Intent.SMALLTALK]
    return out


def discounted(chances: dict[Intent, float], reading: Reading, context: PlannerContext) -> dict[Intent, float]:
    """The chances, a tenth for an intent that has words of its own, none of which the message holds."""
    rare = _unlikely(reading, context)
    return {intent: chance * (_RARELY if intent in rare else 1.0) for intent, chance in chances.items()}


def _unlikely(reading: Reading, context: PlannerContext) -> list[Intent]:
    """Intents that have words of their own, none of which the message holds."""
    cues = reading.cues
    asks = bool(QUESTION.search(reading.message.plain))
    expected = {
        Intent.SCORE: asks,
        Intent.COMPLIANCE: asks,
        Intent.EXPLAIN: False,
        Intent.MEME: bool(context.memes_shown),
        Intent.ASSOCIATE: context.last_intent is Intent.ASSOCIATE,
        Intent.RACE: bool(reading.pick or reading.start or reading.status),
    }
    return [intent for intent, hinted in expected.items() if not (hinted or cues.get(intent))]


def _may_be_other_matter(chances: dict[Intent, float], context: PlannerContext) -> bool:
    """Whether the classifier is in doubt and thinks of a refusal; a race under way is what a vague question is about."""
    best = max(chances, key=lambda one: chances[one])
    if context.racing and best is Intent.RACE:
        return False
    return chances[best] < _DOUBTFUL and chances[Intent.REFUSE] >= _HINTED


def _is_other_matter(reading: Reading) -> bool:
    """Whether the message asks something that has neither a word of the work nor one of the account's in it."""
    text = reading.message.plain
    if not QUESTION.search(text) or reading.cues or reading.change or reading.tone or _is_for_ads(reading):
        return False
    return not _WORK.search(text) and len(_EMPTY_QUESTION.sub("", text)) >= 2


def _is_for_ads(reading: Reading) -> bool:
    """Whether the message holds anything that only somebody who works on titles types."""
    return _wants_an_ad(reading) or bool(reading.product.word or reading.status or shares_a_fact(reading))


def _wants_an_ad(reading: Reading) -> bool:
    """Whether something is asked of titles, not only said of a product."""
    return bool(
        asks_for_titles(reading) or reading.ref or reading.fact_wishes or reading.pick
        or reading.memes or TALKS_OF_ADS.search(reading.message.plain)
    )  # fmt: skip
