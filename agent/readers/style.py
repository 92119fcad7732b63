"""Manner of the titles: tone, audience, hook, and the kind of change asked for."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from typing import Literal

from agent.readers.message import Message
from models.generator.narrators import NARRATED, SELF

_TONES = ["搞笑", "幽默", "好笑", "逗比", "逗", "沙雕", "无厘头", "活泼", "俏皮", "调皮", "温柔", "温暖", "温情", "治愈", "高级", "高冷", "冷静", "克制", "稳重", "稳当", "稳妥", "沉稳", "正经", "正式", "严肃", "专业", "权威", "干练", "热血", "燃", "中二", "文艺", "诗意", "扎心", "走心", "真诚", "真实", "毒舌", "犀利", "自嘲", "自黑", "可爱", "软萌", "萌", "霸气", "接地气", "口语", "口语化", "大白话", "唠嗑", "阴阳怪气", "凡尔赛", "丧", "佛系", "悬疑", "神秘", "煽情", "感人", "怀旧", "复古", "简洁", "直白", "直接", "朴实", "年轻", "潮", "酷", "拽", "甜", "清新", "清爽", "轻松", "随意", "随便", "松弛", "皮", "有梗", "鬼畜", "反差萌", "励志", "紧张", "惊悚", "浪漫", "暧昧", "讽刺", "吐槽", "夸张", "热闹", "喜庆", "亲切", "客气", "硬核", "朋友圈", "文绉绉", "官方", "抽象", "发疯", "玩梗", "有趣", "生动", "老实", "认真"]  # fmt: skip
_TONE = "|".join(sorted(_TONES, key=len, reverse=True))
_EN_TONES = (
    r"funny|funnier|humorous|cheeky|cheekier|playful|witty|wittier|casual|cute|cuter|warm|warmer|serious|formal|calm|calmer|savage|sarcastic|relatable|chill|dramatic|edgy|edgier|"
    r"sincere|emotional|nerdy|cool|cooler|sassy|sassier|wholesome|sentimental|professional|friendly|friendlier|punchy|punchier|dry|deadpan|quirky|bold|bolder|hype|cozy|gentle|gentler"
)
_DEGREE = r"(?:再|更|稍微|稍|偏|走|要|整|写得|写的|弄得|搞得|来点|来得|多点|带点|有点|得)"
_TONE_PATTERNS = (
    re.compile(r"(?:语气|口气|口吻|调性|调调|文风|风格|语调|画风|感觉)(?:上|要|得|就|走|往|尽量|再|想要?|改成?|换成?|换|偏|整体|:|是)*\s?((?:别|不要)(?:那么|太|这么)[^\s,。;!?]{1,6}|(?!还是|也|都|不|太|有|是|怎|如)[^\s,。;:!?0-9]{1,8}?)(?:一点点?|一?些|点儿?|的|风|路线|就行|为主|吧|啊)*(?=$|[,。;!?\s])"),
    re.compile(rf"(?:别|不要)(?:那么|太|这么)(?:{_TONE}|硬|官方|正式|端着|油|油腻|装|矫情|土|死板|生硬|书面)"),
    re.compile(r"像[^\s,。;!?、]{2,12}?(?:一样|似的|那样|说话|聊天|唠嗑|发语音|吐槽|安利|讲故事)"),
    re.compile(rf"(?:{_TONE})(?:风|感|向|系|味|的感觉|的调调|范儿)"),
    re.compile(rf"{_DEGREE}?(?:{_TONE})(?=一点|点|一?些|的|地|啊|吧|$|[,。;!?\s]|[写来整出](?:[\d一二两三四五六七八九十几]|就|吧|$)|(?:就|才)?行|为主)"),
    re.compile(rf"{_DEGREE}(?:{_TONE})"),
    re.compile(rf"\b(?:more\s|less\s|a bit\s|slightly\s)?(?:{_EN_TONES})\b", re.I | re.A),
    re.compile(r"(?:more|less|再|更|偏)\s?(?:热血|可爱|中二|燃|搞笑|文艺|温柔)"),
)  # fmt: skip
_FEELING = re.compile(
    r"(?:想要|要|来点|要有|整点)(?:那种|一种|种|点)?([^\s,。;!?0-9]{2,12}?)(?:的)?(?:劲儿?|感觉|感|味儿?|氛围|调调)(?=$|[,。;!?\s]|吧|的)"
)
_NEGATION = re.compile(
    r"(?:(?:别|不要|不用|不|少)(?:太|那么|再|这么|搞|要)?|(?:少|减)一?[点些]|去掉|拿掉)(?:那股子?|那种)?$"
)
_PEOPLE = r"党|族|人群|用户|玩家|家长|妈妈|爸爸|宝妈|宝爸|学生|女生|男生|新手|小白|上班族|打工人|年轻人|老人|青年|爱好者|人|的|粉|车主|情侣|主|员|家庭|师|友|生"
_KIN = "大叔|大爷|大妈|大姐|阿姨|长辈|父母|爸妈|奶爸|小伙|姑娘|姐妹|兄弟"  # 带爸妈 are people who do so
_READERS = (
    "新手|小白|学生|女生|男生|家长|妈妈|爸爸|宝妈|宝爸|上班族|打工人|年轻人|老人|情侣"  # without a word before them
)
_AUDIENCE = (
    re.compile(r"(?:^|[,。;\s])(?:主要)?(?:要|给|打|冲|抓|瞄准|吸引|锁定)(?:的是)?([^\s,。;]{1,6}?(?:党|族|人群|女孩|男孩|宝妈|宝爸|新手|小白|上班族|打工人|学生))(?=$|[,。;\s])"),
    re.compile(r"(?:目标(?:用户|人群|受众)?|受众|人群(?:包|定向)?|针对的?|面向|面对|瞄准|主打人群|target(?:就)?|(?:读者|用户群?)(?=是|就是|:|为))(?:就是|改成|换成|是|为|改为|定为|:|改|到|锁定|放在|给|的是|呢|定)*\s?([^\s,。;!?]{2,14}?)(?:本人|看的|的(?=$|[,。;!?\s])|为主|群体|吧|就行|了|这帮人|这群人|这类人)*(?=$|[,。;!?\s]|写|来|的标题)"),
    re.compile(rf"(?:写|做|发|专门|都是|主要)?给(?!我|你|他|她|它|出|个|整|来|点|到|每|这|那|老板|客户|最|第(?!一次)|前|刚[才刚]|予|写|一|几|\d)((?:{_READERS})|[^\s,。;!?0-9]{{1,12}}?(?:{_PEOPLE}|{_KIN}))(?:看|用|的(?!标)|写|们|$|[,。;!?\s])"),
    re.compile(r"给(?:我们?|咱们?)?((?:爸妈|爸|妈|父母|爷爷|奶奶|外公|外婆|老师|老板)[那这]一?(?:辈|代|个年纪|个岁数|个年龄)的?人?)(?:看|写|的|们|$)"),
    re.compile(r"\bfor\s((?:first-time |busy |young |new |tired |college |office |lazy |hardcore |night |single )*(?:moms?|dads?|mothers|parents|students?|beginners|gamers|players|office workers|workers|girls|guys|men|women|seniors|kids|teens|owners|developers|designers|commuters|travelers|readers|creators|pet owners|cat owners|dog owners|newbies|freshmen|couples))", re.I | re.A),
    re.compile(r"(?:^|[.,]\s?)(beginners|students|newbies|office workers|first-time \w+)(?=[.,]|$)", re.I | re.A),
)  # fmt: skip
_DOING = re.compile(r"带|陪|养|有|没|想|不|怕|爱|喜欢|刚|正在|准备|天天|经常|总|第一次|头一回")
_CHANGED = re.compile(r"(?:改|换)(?:成|为|给|写给)")
_HOOKS = [
    "悬念",
    "反差",
    "反转",
    "疑问",
    "反问",
    "提问",
    "设问",
    "对比",
    "痛点",
    "好奇",
    "共鸣",
    "剧情",
    "故事",
    "情节",
    "排比",
    "押韵",
    "谐音",
    "谐音梗",
    "倒叙",
    "场景",
    "对话",
    "情绪",
    "冲突",
    "盘点",
    "测评",
    "挑战",
    "热点",
    "玩梗",
    "蹭热点",
    "标题党",
]
_HOOK = re.compile(
    rf"(?:用|走|来|加|加个|带|带点|有|搞|要|以|做|靠|玩|设|埋|埋个|制造|留|留个|整|写成|改成|换成|换|多|多点|来点)(?:一个|个|一点|点|一些|些)?((?:{'|'.join(_HOOKS)})(?:梗|句式?|开头|感|式|型|钩子|体)?)(?!词)"
    rf"|((?:{'|'.join(_HOOKS)})(?:句式?|开头|型|式|钩子|体|结尾))"
)
FIGURES = "数字"
"""The hook of a title that must hold a figure."""
_FIGURES = re.compile(
    r"(?:有|带|加|放|写|用|塞|come with|include|add|with)(?:上|点|个|些|几个|进去?|一个|一些|一点|具体|真实|准确|明确|的|\s|some|a|an|the)*"
    r"(?:数字(?!人|化|货币|人民币|游戏|电影|藏品|媒体)|数据(?!线|库|分析|化)|\b(?:figures?|numbers?|digits?|stats)\b)"
    r"(?!的?(?:那|这|吗|没|不|别|去|删|都?[删去拿改]))",
    re.I | re.A,
)
_REFUSED = re.compile(
    r"(?:别|(?<!要)不|不要|不用|去掉|少|没|\b(?:no|without|don'?t|never))(?:太|再|用|搞|要|需要|有|必|能|\s)*$", re.I
)
_EN_HOOK = re.compile(
    r"\b(suspense|cliffhanger|question|contrast|plot twist|twist|rhetorical question|pun|curiosity|pain point|storytelling)s?\b",
    re.I | re.A,
)
_TOLD_BY = re.compile(
    r"(?:从|用|以|站在|按|换成?|改成?|换个?)(?P<who>[^\s,。;!?、\d]{1,8}?)的?(?P<how>(?:第一)?视角|第一人称|角度|身份)"
)
_AS_WHO = re.compile(r"^(?:从|用|以|站在|按|成|个|一个|一只|一位)+")
_NOBODY = re.compile(r"不同|别|另|新|其他|其它|这|那|什么|哪|多个|各种|同一|专业")
_OTHERS = (
    "猫|狗|喵|汪|宠物|主子|毛孩子|铲屎官|老板|老公|老婆|爸|妈|娃|宝宝|孩子|闺蜜|室友|同事|甲方|外星人|鸟|兔子|仓鼠"
)
_ITSELF = "产品|商品|自己|它|本品|东西|物品"
_PERSONIFIED = re.compile(r"拟人(?:化|手法|的?口吻)?|(?:产品|商品)自述")
_MEME_FEEL = re.compile(r"(?:meme|梗)感|(?:带|加|玩|用|有|来|蹭|塞|融|结合|加入|整|套)(?:点|个|些|上|一个|一下|入|进)?(?:网络|最新|新|热|老|流行|当下|B站|b站)*(?:热)?(?:梗|meme)|(?:with|use|add)\s(?:an?\s|some\s)?memes?", re.I | re.A)  # fmt: skip
_NO_MEMES = re.compile(
    r"(?:别|不要|不用|不想要?|不许|甭|去掉|拿掉|没必要)(?:再|玩|用|带|加|蹭|写|有|套|塞|搞|硬)*(?:什么|任何|网络|热|老)*(?:梗|meme)(?!概|图|塞)"
    r"|(?:梗|memes?)(?:就|都|也)?(?:别|不要|不用|去掉|拿掉|免了|算了)|\b(?:no|without|drop the) memes?\b",
    re.I | re.A,
)
# “收着点”, “往回收一收” is said of the manner: nothing is to be saved.
_TONED_DOWN = re.compile(r"往?回收(?!站|机|利用|价|旧|电|废)|收(?:着|住)(?:一?[点些])|收(?:敛|一收|回来|回去)")
ChangeKind = Literal["shorter", "longer", "livelier", "softer", "other"]
_KINDS: tuple[tuple[ChangeKind, re.Pattern[str]], ...] = (
    ("shorter", re.compile(r"(?<!太)短(?:一|些|点|了|$)|(?:再|更|改|缩|砍|压|剪|弄)短|精简|缩(?:短|一|减|到|成)|压缩|压(?:一压|到|短)|太长|长了|还是(?:有点|偏|很)?长|偏长|还长|有点长|啰嗦|简短|砍(?:到|成|掉|一)|删减|简洁|\bshort(?:er|en)?\b|\btrim\b|\btighter\b|\bcut (?:it )?down\b|\bconcise\b", re.I | re.A)),
    ("longer", re.compile(r"(?:再|更|加|改|拉|写|弄)长|长(?:一?点|一些|些)|扩(?:写|充|展|一)|太短|短了|还是(?:有点|偏)?短|偏短|丰富(?:点|一)|展开|详细(?:点|一)|\blonger\b|\bexpand\b|\belaborate\b", re.I | re.A)),
    ("livelier", re.compile(r"活泼|俏皮|好玩|有趣|搞笑|逗|幽默|沙雕|热血|燃|带劲|有劲|炸|抓人|吸引|夸张|皮(?:一|点)|刺激|有梗|生动|活(?:一点|点)|网感|猛(?:一|点)|大胆|狠(?:一|点)|funn|playful|cheek|livel|punch|witt|edg|bold|spic|catch|sass", re.I | re.A)),
    ("softer", re.compile(r"温柔|柔和|稳重|稳当|温和|正经|正式|克制|(?:回|往回)收|收(?:着|敛|一收|一点|回来|回去)|(?:太|有点|有些|略)(?:夸张|浮夸|过)(?:了|$|[,。!])|低调|委婉|(?:别|不要|没)(?:那么|太|这么)(?:硬|冲|狠|夸张|浮夸|油|闹|跳|激进|炸|标题党|咋呼)|软(?:一|点)|平和|安静|治愈|专业|高级|calm|soft|gentl|serious|formal|subtle|tone (?:it )?down", re.I | re.A)),
)  # fmt: skip


# “挺逗” and “太正经” judge what was shown; what they wish for is not said.
_PRAISE = re.compile(r"(?:挺|很|真|蛮|好|太|过于|过分|\btoo |\bvery |\bso )$", re.I)
_NO_MANNER = re.compile(r"[接来写出给存挑仨俩]|\d|[一两三几][个条句]|条|不变|一样|照旧|保持|相同|差不多")


def is_manner(phrase: str) -> bool:
    """Whether `phrase` tells how titles should sound (俏皮些, 走心, 更抓人) rather than what they should say."""
    bare = re.sub(r"^(?:再|更|稍微?|偏|有|要|写得|得|一点|点)+|(?:一点点?|一?些|点儿?|的|地|感|风|了|吧)+$", "", phrase)
    return bare in (*_TONES, *_HOOKS, FIGURES) or any(len(tone) > 1 and tone in phrase for tone in _TONES)


def read_tone(message: Message) -> str | None:
    """The manner wanted, in the user's words, at most two phrases."""
    found: list[str] = []
    for pattern in _TONE_PATTERNS:
        for match in pattern.finditer(message.plain):
            phrase = re.sub(
                r"^(?:要|得|再|稍微?|走(?!心)|整)|的$",
                "",
                (match[1] if pattern.groups and match[1] else match[0]).strip(),
            )
            before = message.plain[: match.start()]
            negated = _NEGATION.search(before) or _PRAISE.search(before)
            if (
                phrase
                and not negated
                and not _NO_MANNER.search(phrase)
                and not any(phrase in other or other in phrase for other in found)
            ):
                found.append(phrase)
    feeling = _FEELING.search(message.text)
    if not found and feeling and not re.search(r"[口风美原香酸甜辣]味", feeling[0]):
        found.append(message.unmask(feeling[1]).strip().removesuffix("的"))
    return "，".join(found[:2]) or None


def read_audience(message: Message) -> str | None:
    """Whom the titles address."""
    for pattern in _AUDIENCE:
        found = list(pattern.finditer(message.text))
        for match in found[-1:] if _CHANGED.search(message.plain) else found[:1]:
            phrase = message.unmask(match[1]).strip()
            if phrase and not re.search(r"条|标题|字$|^\d+$|^(?:再|来|我|看|谁|什么|哪)", phrase):
                return re.sub(r"(?:看|用|的)$", "", phrase)
    return None


def as_people(audience: str | None) -> str | None:
    """Whom titles address, as a word for people: 带爸妈 of “给带爸妈的” becomes 带爸妈的人."""
    if not audience or not _DOING.match(audience) or re.search(rf"(?:{_PEOPLE})$", audience):
        return audience
    return f"{audience}的人"


def drops_memes(message: Message) -> bool:
    """Whether titles shall go without memes from now on."""
    return bool(_NO_MEMES.search(message.plain))


def read_narrator(message: Message) -> str | None:
    """Who is to tell the titles, as a hook: 猫的视角; 产品的视角 where the thing itself does."""
    for match in _TOLD_BY.finditer(message.plain):
        who = _AS_WHO.sub("", match["who"]).removesuffix("的")
        if _REFUSED.search(message.plain[: match.start()]) or not who or _NOBODY.search(who):
            continue
        people = re.search(rf"(?:{_PEOPLE}|{_OTHERS}|{_ITSELF})$", who)
        if (len(who) > 4 and not people) or who.startswith(("送", "给", "为")):
            continue  # what happens, which nobody tells
        if match["how"] == "角度" and not re.search(rf"(?:{_PEOPLE}|{_OTHERS})$", who):
            continue  # 从省钱的角度 names a point
        return f"{SELF if re.search(rf'(?:{_ITSELF})$', who) else who}的{NARRATED}"
    return f"{SELF}的{NARRATED}" if _PERSONIFIED.search(message.plain) else None


def read_hook(message: Message) -> str | None:
    """The device that opens the title; 梗 when any meme is wanted."""
    if narrator := read_narrator(message):
        return narrator
    for hit in _HOOK.finditer(message.plain):
        if not _REFUSED.search(message.plain[: hit.start()]):
            return hit[1] or hit[2]
    for hit in _FIGURES.finditer(message.plain):
        if not _REFUSED.search(message.plain[: hit.start()]):
            return FIGURES
    if _MEME_FEEL.search(message.plain) and not drops_memes(message):
        return "梗"
    match = _EN_HOOK.search(message.plain)
    return match[1].lower() if match else None


def tones_down(text: str) -> bool:
    """Whether titles are to say less than they do: “收着点”, “有点过了，收回来”."""
    return bool(_TONED_DOWN.search(text))


def read_change_kind(message: Message) -> ChangeKind | None:
    """The direction of a rewrite."""
    text = message.plain
    for kind, pattern in _KINDS:
        judged = kind in ("livelier", "softer")
        if any(not (judged and _PRAISE.search(text[: hit.start()])) for hit in pattern.finditer(text)):
            return kind
    return None
