"""Sentence patterns (句式): titles in which people said something sensible, with slots for the advertiser's own words.

A candidate is a pattern whose slots hold the request's words. It competes with the model's drafts under the same
scores, and says so in its provenance.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from models.generator.bank import Bank
from models.generator.request import TitleRequest
from models.text import contains, fold, title_length
from prompts import load_prompt

PATTERN_FILE = "generator/patterns.tsv"
LONGEST_WORD = 8
_SERVICE = re.compile(r"租赁|上门|清洗|维修|回收|保养|加盟|预约|到店")
LEAST_FRAME = 4  # fixed characters; with fewer, anything would seem to hold the pattern
LEAST_PHRASE = 6  # characters that nobody but the pattern strings together
_MARK = re.compile(r"\W")
_ANY_SLOT = re.compile(r"\{\w+\}")
_CLAUSE_END = re.compile(r"\{\w+\}|\W")
_SLOT = re.compile(r"\{(product|scene|audience|feature)\}")

# What a product's last characters say of it; what they leave open, the categories of like titles decide.
_ENDINGS = (
    ("course", re.compile(r"(?:课|课程|班|训练营|营|教程|网课|题库|专栏)$")),
    ("game", re.compile(r"(?:手游|游戏|端游|页游|网游|单机|RPG|MMO|FPS|塔防|消除|卡牌)$", re.IGNORECASE)),
    (
        "app",
        re.compile(r"(?:App|软件|系统|助手|平台|工具|插件|小程序|SaaS|CRM|ERP|OA|网盘|云盘|输入法)$", re.IGNORECASE),
    ),
    ("vehicle", re.compile(r"(?:SUV|MPV|轿车|电动车|新能源车|二手车|摩托车|房车|跑车|皮卡)$", re.IGNORECASE)),
    ("finance", re.compile(r"(?:保险|险|信用卡|贷款|基金|国债|理财|存款|黄金|证券|股票|债券|年金)$")),
    (
        "service",
        re.compile(
            r"(?:清洗|维修|回收|租赁|家政|搬家|体检|旅拍|签证|跟团游|自助|火锅店|餐厅|酒店|民宿|影楼|门店|加盟)$"
        ),
    ),
    ("content", re.compile(r"(?:小说|漫画|绘本|图书|书|有声书|杂志|播客)$")),
    (
        "food",
        re.compile(r"(?:粉|面|茶|咖啡|奶|酸奶|饼干|坚果|零食|巧克力|牛排|水果|火锅底料|饮料|啤酒|汽水|气泡水|米|酱)$"),
    ),
    (
        "goods",
        re.compile(
            r"(?:机|器|仪|枪|杯|锅|椅|床|灯|包|鞋|衣|裤|裙|帽|车|箱|桌|砂|粮|刷|表|笔|琴|架|垫|毯|屏|键盘|鼠标)$"
        ),
    ),
)
CATEGORIES = {
    "goods": "手机数码 家电 母婴 宠物 电脑硬件 服饰鞋包 家居家装 摄影 运动户外 个护 智能家居 珠宝眼镜 潮玩 "
    "乐器 文创 珠宝 眼镜 家居 露营 文具 办公文具 清洁 收纳 学生用品 礼物 二次元周边 骑行 滑雪 健身减脂 健身 "
    "充电桩 B2B B2B设备",
    "vehicle": "汽车 二手车",
    "food": "食品饮料 酒 食品 农产品生鲜 咖啡茶饮 外卖 零食",
    "beauty": "美妆护肤 美妆",
    "game": "手游 端游",
    "app": "软件工具 办公SaaS 软件 企业服务 音乐影视会员",
    "course": "课程 语言学习 职业技能 直播课 编程课 少儿教育 考研考公 驾校",
    "content": "图书 小说阅读",
    "finance": "保险 信用卡 理财",
    "service": "旅游 旅游酒店 房产租房 口腔 物流搬家 外卖/本地餐饮 医美 体检 本地餐饮 本地生活 票务演出 家政 物流 "
    "房产 商旅 租房",
}
_CLASS_OF = {category: name for name, listed in CATEGORIES.items() for category in listed.split()}

_AUDIENCE = re.compile(
    r"(?:党|族|(?<![万千百几个])人|妈|爸|者|家长|新手|玩家|学生|女生|男生|宝宝|中老年|老年|主播|UP主|用户|群体|老师|员工|青年|朋友|姐妹|白领|小白|星人)$"
)
_SCENE = re.compile(
    r"通勤|上班|下班|加班|露营|旅行|旅游|出差|宿舍|租房|办公|居家|家用|桌面|夜宵|早餐|下午茶|熬夜|早起|开学|军训|考试|备考|期末|"
    r"毕业|面试|求职|搬家|装修|约会|聚会|聚餐|团建|婚礼|过年|春节|年货|中秋|七夕|生日|周末|假期|暑假|寒假|双11|双十一|618|"
    r"春游|秋游|夏日|夏天|冬天|冬季|秋冬|换季|雨天|雨季|地铁|高铁|自驾|长途|户外|徒步|登山|骑行|跑步|健身|瑜伽|游泳|钓鱼|直播|"
    r"拍照|拍摄|剪辑|做饭|厨房|浴室|阳台|卧室|客厅|车载|久坐|午休|睡前|失眠|送礼|追剧|开黑|联机|漫展|网课|自习|育儿|带娃|遛狗|减脂"
)
_FEATURE = re.compile(
    r"^(?:低|无|零|轻|长|高|快|防|静音|降噪|免|可|不|大|小|超|自|智能|便携|全|双|多|真|纯|硬|软|速|恒|耐|省|慢|短|离线|买断|保底|0|\d+(?!万|元|块|折|人)\D)|"
    r"(?:快充|续航|降噪|静音|轻薄|透气|保湿|控油|防水|环保|平价|性价比|颜值|手感|画质|音质|性能|容量|材质|成分|手写|互通|配音|画风|剧情)$"
)


@dataclass(frozen=True)
class Pattern:
    """`text` with slots in braces; `classes` names what kinds of product it suits ("any" for all)."""

    text: str
    classes: frozenset[str]
    hook: str

    @property
    def slots(self) -> tuple[str, ...]:
        """Their names in the order of the text; one may come twice."""
        return tuple(_SLOT.findall(self.text))


@dataclass(frozen=True)
class Filled:
    """A pattern with its slots filled."""

    pattern: Pattern
    text: str


class PatternBank:
    """All patterns, and what is known of which product is of which class."""

    def __init__(self, patterns: Sequence[Pattern], bank: Bank) -> None:
        self._patterns = tuple(patterns)
        frames = [_frame(one.text) for one in patterns]
        self._frames = [frame for frame in frames if len("".join(frame)) >= LEAST_FRAME]
        clauses = (clause for one in patterns for clause in _CLAUSE_END.split(one.text))
        self._phrases = {clause for clause in clauses if len(clause) >= LEAST_PHRASE}
        self._votes = _count_classes(bank)

    def fill(self, request: TitleRequest, limit: int) -> list[Filled]:
        """Up to `limit` filled patterns within the length asked for, each pattern once; those that use more come first.

        A hook that was asked for is kept to; the order is otherwise random, by the request's seed.
        """
        if not request.words or request.base or request.prefix or request.meme:
            return []
        rng = random.Random(request.seed)
        suited = [one for one in self._patterns if one.classes & {"any", self.class_of(request)}]
        if request.hook and (hooked := [one for one in suited if one.hook == request.hook]):
            suited = hooked
        rng.shuffle(suited)
        suited.sort(key=lambda one: ("any" in one.classes, -len(one.slots)))
        words = slot_words(request)
        filled = (one for one in _filled(suited, words, request.max_chars, rng) if _holds(one.text, request))
        return list(islice(filled, limit))

    def echoed(self, text: str) -> bool:
        """Whether the text holds a long clause of a pattern, or all the fixed parts of one in order."""
        plain = _MARK.sub("", text)
        return any(part in plain for part in self._phrases) or any(_in_order(frame, plain) for frame in self._frames)

    def class_of(self, request: TitleRequest) -> str:
        """The class of the request's product, by its ending, else by what titles about the like are filed under."""
        if _SERVICE.search("".join(request.words)):
            return "service"
        for word in request.words:
            if name := _class_by_ending(word):
                return name
        word = fold(_main(request.words))
        votes = self._votes.get(word) or self._votes.get(word[-2:])
        return votes.most_common(1)[0][0] if votes else ""


def _frame(pattern: str) -> tuple[str, ...]:
    """What stands around a pattern's slots, without punctuation."""
    return tuple(part for part in (_MARK.sub("", part) for part in _ANY_SLOT.split(pattern)) if part)


def _in_order(parts: Sequence[str], text: str) -> bool:
    start = 0
    for part in parts:
        if (found := text.find(part, start)) < 0:
            return False
        start = found + len(part)
    return True


def _count_classes(bank: Bank) -> dict[str, Counter[str]]:
    """How often a keyword, and a keyword's last two characters, stand in titles of each class."""
    votes: dict[str, Counter[str]] = {}
    for entry in bank.entries:
        if (name := _CLASS_OF.get(entry.category)) is not None:
            word = fold(entry.keywords[0])
            for key in {word, word[-2:]}:
                votes.setdefault(key, Counter())[name] += 1
    return votes


def _holds(text: str, request: TitleRequest) -> bool:
    wanted = (*request.must_include, *request.wished)
    return all(contains(text, word) for word in wanted) and not any(contains(text, word) for word in request.avoid)


def _class_by_ending(word: str) -> str:
    return next((name for name, ending in _ENDINGS if ending.search(word)), "")


def slot_words(request: TitleRequest) -> dict[str, list[str]]:
    """Which of the request's words may stand in which slot. A word of no known kind stands in none."""
    given = [*request.words, *request.must_include, *request.wished]
    named = request.product if request.product and len(request.product) <= LONGEST_WORD else None
    main = [named] if named else [_main(given)]
    # Beside its name a product may be called by its kind: 塔防手游.
    main += [word for word in request.words if named and _class_by_ending(word)]
    rest = [word for word in (*given, *request.facts) if word not in main and len(word) <= LONGEST_WORD]
    audience = [request.audience] if request.audience and len(request.audience) <= LONGEST_WORD else []
    found: dict[str, list[str]] = {"product": main, "scene": [], "audience": audience, "feature": []}
    for word in dict.fromkeys(rest):
        # A word the user wants in is something of the product that is worth a title: a feature, unless it is known.
        if kind := kind_of(word) or ("feature" if named and word in given else None):
            found[kind].append(word)
    return found


def _main(words: Sequence[str]) -> str:
    """The word that names the product: one that ends like a product, else the first that is of no other kind."""
    for word in words:
        if _class_by_ending(word):
            return word
    return next((word for word in words if kind_of(word) is None), words[0])


def kind_of(word: str) -> str | None:
    """audience, scene or feature; none where it cannot be told."""
    if _AUDIENCE.search(word):
        return "audience"
    if _SCENE.search(word):
        return "scene"
    return "feature" if _FEATURE.search(word) else None


def _filled(
    patterns: Sequence[Pattern], words: dict[str, list[str]], longest: int, rng: random.Random
) -> Iterator[Filled]:
    for pattern in patterns:
        chosen = _choice(pattern.slots, words, rng)
        if chosen is None:
            continue
        text = _SLOT.sub(lambda match, chosen=chosen: chosen[match[1]], pattern.text)  # type: ignore[misc]
        if title_length(text) <= longest:
            yield Filled(pattern, text)


def _choice(slots: Sequence[str], words: dict[str, list[str]], rng: random.Random) -> dict[str, str] | None:
    """A word a slot, none saying what another says already; None where a slot stays empty."""
    chosen: dict[str, str] = {}
    for slot in slots:
        if slot in chosen:
            continue
        fitting = [word for word in words[slot] if not any(_repeats(word, other) for other in chosen.values())]
        if not fitting:
            return None
        chosen[slot] = rng.choice(fitting)
    return chosen


def _repeats(word: str, other: str) -> bool:
    """ "降噪" beside "降噪耳机" says it twice."""
    pairs = {word[at : at + 2] for at in range(len(word) - 1)}
    return any(pair in other for pair in pairs)


def load_patterns(bank: Bank) -> PatternBank:
    """The patterns that come with the project. Raises ValueError naming a line that is none."""
    found = []
    for number, line in enumerate(load_prompt(PATTERN_FILE).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 3 or "{product}" not in fields[2]:
            raise ValueError(f"{PATTERN_FILE}, line {number}: classes, hook and a pattern with {{product}} are needed")
        found.append(Pattern(fields[2], frozenset(fields[0].split()), fields[1]))
    return PatternBank(found, bank)
