"""Of what kind a request's words are, told by their form alone: who, when and where, what of the product.

A slot of a sentence pattern names the kinds it takes; a word of no known kind stands in none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.generator.product_class import class_by_ending

GIVEN = ("送", "附", "含", "带", "自带")  # what comes with it is no quality of it: 送琴包
LONGEST_TOPIC = 4  # characters: 可机洗 can be talked about like a noun, 不用一颗钉子 only describes


@dataclass(frozen=True)
class Word:
    """A request's word. `name` is the slot it may stand in, `kinds` what a slot may ask of it.

    product: kind (喂食器) or name (小满). scene: doing, event, moment, place, outing.
    audience: one (no group), plain (without 的, so that another may stand before it).
    feature: noun (音质), trait (不掉色), spec (1.5升, 榉木, 送琴包), topic (a noun, or a trait short enough to be one),
    line (一块就是一锅: a clause that can only be quoted).
    """

    text: str
    name: str
    kinds: frozenset[str]


_SCENES = {
    "doing": "通勤 上班 加班 办公 久坐 熬夜 早起 备考 减脂 健身 瑜伽 跑步 骑行 游泳 钓鱼 徒步 登山 滑雪 直播 "
    "拍照 拍摄 剪辑 做饭 "
    "下厨 追剧 追番 上下班 开黑 联机 自习 带娃 遛狗 出差 旅行 旅游 自驾 露营 开车 化妆 护肤 刷题 学习 "
    "收纳 打扫 练琴 野餐 "
    "烧烤 午休 夜跑 "
    "夜骑 夜钓 航拍 喝茶 写作业 居家办公 撸铁 练车 出国旅游 找工作 求职",
    "event": "旅行 旅游 出差 露营 搬家 装修 毕业 面试 考试 婚礼 约会 聚会 聚餐 团建 生日 开学 军训 漫展 求婚 "
    "年会 入职 答辩 野餐 "
    "自驾 春游 秋游 相亲 乔迁 出国旅游 出国 求职 音乐节 演唱会 运动会 马拉松 同学会 家长会 庙会 灯会",
    "moment": "周末 假期 暑假 寒假 春节 过年 中秋 七夕 国庆 五一 端午 圣诞 情人节 母亲节 父亲节 儿童节 教师节 "
    "元旦 跨年 双11 双十一 双12 双十二 618 夏天 冬天 秋冬 春夏 国庆节 新年 除夕 元宵 元宵节 清明 劳动节 端午节 "
    "中秋节 七夕节 愚人节 万圣节 平安夜 圣诞节 妇女节 女神节 520 小长假 黄金周 国庆假期 五一假期 年末 年底 "
    "盛夏 初秋 深秋 初冬 夏夜 冬夜 雪天 下雪天 下雨天 大热天 三伏天 梅雨季 台风天 高考后 "
    "春天 秋天 夏日 冬季 "
    "换季 雨天 雨季 回南天 世界杯 欧洲杯 亚洲杯 奥运会 "
    "早餐 夜宵 宵夜 下午茶 午休 睡前 下班后 深夜 晚上 期末 毕业季 开学季 清晨 午后",
    "place": "宿舍 厨房 浴室 阳台 卧室 客厅 桌面 办公室 地铁 高铁 出租屋 书房 玄关 小户型 图书馆 工位 自习室 "
    "海边 雪山 教室 食堂 便利店 "
    "飞机上 车里 户外 工地 "
    "租房 露台 空调房",
    "outing": "音乐节 演唱会 庙会 灯会 "
    "通勤 出差 旅行 旅游 露营 徒步 登山 骑行 自驾 野餐 春游 秋游 漫展 夜骑 夜钓 滑雪 出国旅游 出国 户外 长途",
}
_BEFORE_SCENE = (
    r"(?:周末|冬天|夏天|冬季|夏季|大学|职场|家庭|户外|短途|长途|亲子|朋友|城市|日常|公路|海边|雨天|深夜|期末)?"
)
_SCENE = {kind: re.compile(_BEFORE_SCENE + f"(?:{'|'.join(listed.split())})") for kind, listed in _SCENES.items()}

_AUDIENCE = re.compile(
    r"(?:党|族|人|妈|爸|者|家长|新手|玩家|学生|大学生|女生|男生|男士|女士|中老年|老年|主播|UP主|博主|用户|群体|"
    r"老师|员工|青年|朋友|"
    r"姐妹|闺蜜|情侣|夫妻|小两口|新人|父母|爸妈|子女|白领|小白|星人|家庭|业主|店主|店长|老板|车主|房东|钓友|"
    r"球友|司机|骑手|小哥|"
    r"师傅|工人|电焊工|程序员|设计师|剪辑师|摄影师|运动员|油皮|干皮|敏感肌|爱好者|学员|游客|宗亲会)$"
)
_NOT_AUDIENCE = re.compile(
    r"机器人|(?:^|[每单双多两一二三四五六几万千百共够坐容纳\d])人$|[私真无]人$|宝宝$|婴儿$|\d(?:名|位|个人)|"
    r"[一二两三四五六]个|^附|"
    r"^(?:无|防|不(?!爱|想)|送(?!礼)|含|自带|可|能|共|交|找|想|当|教|见|一[句声个])|突然|(?:老|胖|瘦|累|哭)了"
)
_GROUP = re.compile(r"(?:人群|群体|家庭|情侣|夫妻|小两口|闺蜜|姐妹|父母|爸妈|团队|宗亲会|青年)$")

_MEASURES = "个只条片颗张套袋盒包桶斤克档种节次天周月年束人款把件寸米级枚块碗页卷根面层升瓶"
_SPEC = re.compile(rf"\d|[一二两三四五六七八九十百半]+(?:小时|分钟|公斤|厘米|[{_MEASURES}])")
_PRICE = re.compile(r"\d+(?:\.\d+)?\s*(?:元|块钱|万|折)|^\d+$|岁")
_MADE = re.compile(
    r"(?:^\w{1,4}[式款型]|硅胶|单板|板材|棉麻|.材质|内胆|竹骨|玻璃|陶瓷|碳素|碳纤维|真丝|纯棉|羊毛|羊绒|实木|"
    r"[白榉松杉桦柚相]\w?木|纯钛|铝合金|不锈钢|"
    r"氮化镓|乳胶|尼龙|EVA|牛皮|真皮|亚麻|宣纸)$"
)
_NOUN = re.compile(
    r"^(?![可能不免])\S{0,4}(?:音质|画质|续航|手感|颜值|性价比|性能|容量|材质|成分|剧情|画风|配音|美术|玩法|"
    r"口感|味道|香味|做工|版型|面料|质感|售后|"
    r"隐私|画面|音效|流畅度|利率|免赔额|等待期|理赔|作业批改|答疑|案例|讲义|真题|语法|发音|口语|词汇|提醒|报表|"
    r"权限|散热|定位|夜视|分辨率|"
    r"重量|尺寸|气味|回弹)$"
)
_BOTH = re.compile(r"^.{0,2}(?:降噪|快充|保湿|控油|遮瑕|防晒)$")
_TRAIT = re.compile(
    r"^(?!高考|高铁|高尔夫|高数|低代码|无人|无锡)(?:低|高|无|零|0)\D{1,3}$|^(?:可|能|不|免|防|抗|耐|自带|带|送|含|附|支持|超|易|自动|一键|一秒|一脚|"
    r"现.现)\S{1,6}$|"
    r"^\S{1,4}(?:不|可|能|就|免|全送|全包)\S{0,5}(?<!功能)$|"
    r"^(?:大容量|大屏|大码|小巧|长续航|软底|全自动|多功能|慢回弹|速干|速溶|速热|恒温|省电|省空间|省力|显瘦|轻薄|"
    r"轻量|轻便|便携|折叠|无线|"
    r"环保|平价|磁吸|快干|智能|离线|买断制?|互通|双机互通|手工|永久更新|当天采摘|顺滑|清爽|软糯|酥脆|微恐|微辣|免费)$"
)

_AWAY = re.compile(r"不在|没(?:人|空|时间)")

_UNWILLING = r"懒得|不想(?!象|到)|不愿意?|舍不得|来不及|没空|没力气"
_CLAUSE = re.compile(
    rf"(?:[了吗啦]|(?<![酒网清静水茶书])吧)$|(?<=.)[都就也还又]被|(?:{_UNWILLING})\S"
)  # 室友都被臭跑了
_BEFORE_IT = re.compile(rf"(\S{{2,6}}?)(?:的时候|之?后|到家|回家|回来)?[也都就还又]?(?:{_UNWILLING})\S")


def is_clause(text: str) -> bool:
    """Whether it says something whole, so that it can only be quoted, whatever its words name."""
    return bool(_CLAUSE.search(text))


def scene_before(clause: str) -> str | None:
    """When it is that one does not feel like something: 加班 of 加班回家懒得做饭."""
    found = _BEFORE_IT.match(clause)
    return found[1] if found else None


_MEASURE = re.compile(
    r"[A-Za-z]*\d+(?:\.\d+)?(?:[A-Za-z]+|[%℃寸升克斤米瓦片颗支只件包盒码档段键核匹座]|英寸|毫升|公斤|厘米|毫米|毫安)"
)


def stands_before(text: str) -> bool:
    """Whether it says of what or how much a thing is, and so stands before it without 的: 67W充电器, 真丝衬衫."""
    return _MEASURE.fullmatch(text) is not None or _MADE.search(text) is not None


def read_word(text: str) -> Word | None:
    """The word with its kinds; None where its form does not tell them."""
    if kinds := _scene_kinds(text):
        return Word(text, "scene", kinds)
    if _AUDIENCE.search(text) and not _NOT_AUDIENCE.search(text):
        return people(text)
    # 无人机 and 防晒霜 are products, 送琴包 and 可带上飞机 say something of one.
    if class_by_ending(text) and not text.startswith((*GIVEN, "可", "能")):
        return None
    if kinds := _feature_kinds(text):
        return Word(text, "feature", kinds)
    return None


def audience_words(listed: str) -> list[Word]:
    """Whom it is for, as the user lists them: 毕业生、租房人群. What names no people is left out."""
    return [people(one) for one in re.split(r"[、，,/]", listed) if _AUDIENCE.search(one)]


_CHILD = re.compile(r"(?:儿童|孩子|小孩|宝宝|婴儿|幼儿|婴幼儿|新生儿|小朋友|[\d一二三四五六]岁)$")


def people(text: str) -> Word:
    """The word as one for whom it is for. 久坐的人 is not `plain`.

    A group is not `one`, nor a child: sentences in the first person would tell of it what only who buys can do.
    """
    kinds = {"one": not _GROUP.search(text) and not _CHILD.search(text), "plain": "的" not in text}
    return Word(text, "audience", frozenset(kind for kind, holds in kinds.items() if holds))


_ADJECTIVE = re.compile(
    r"^(?:不.*|便携|自然|轻薄|轻便|小巧|百搭|显瘦|好看|实惠|平价|限定|豪华|进口|正规|舒适|快速|温和|新鲜|有趣|专业|便宜|"
    r"家用|商用|车用|全自动|半自动|自动|多功能|智能|通用|手工|在线|日常|入门|新款|加厚|加长|双语|全屋|上门|实操)$"
)
# Told of people, and no name for them: 25岁, 在职.
_NOT_PEOPLE = re.compile(r"^(?:.|家庭|成人|成年|在职|少儿|个人|[\d一二三四五六七八九十]+岁)$")


def sayable(word: Word | None) -> Word | None:
    """The word with the places where a sentence can have it; none where it would stand for people and names none (女).

    Qualities are talked of like things where they are short and no adjectives: 静音, but not 便携, 不入耳, 口气清新.
    """
    if word is None or (word.name == "audience" and _NOT_PEOPLE.match(word.text)):
        return None
    only_trait = "trait" in word.kinds and "noun" not in word.kinds
    if only_trait and (len(word.text) >= LONGEST_TOPIC or _ADJECTIVE.match(word.text)):
        return Word(word.text, word.name, word.kinds - {"topic"})
    return word


def kind_of(text: str) -> str | None:
    """audience, scene or feature; none where it cannot be told."""
    word = read_word(text)
    return word.name if word else None


def is_scene(text: str) -> bool:
    """Whether it is a scene of the lists."""
    return bool(_scene_kinds(text))


def _scene_kinds(text: str) -> frozenset[str]:
    """Of two scenes in a row the second tells what may be said of both: 地铁通勤 is done like 通勤."""
    if text.endswith(("期间", "季")) and _scene_kinds(text.removesuffix("期间").removesuffix("季")):
        return frozenset({"moment"})
    if kinds := _listed_kinds(text):
        return kinds
    cuts = ((_listed_kinds(text[:at]), _listed_kinds(text[at:])) for at in range(2, len(text) - 1))
    return next((last for first, last in cuts if first and last), frozenset())


def _listed_kinds(text: str) -> frozenset[str]:
    return frozenset(kind for kind, listed in _SCENE.items() if listed.fullmatch(text))


def _feature_kinds(text: str) -> frozenset[str]:
    if _PRICE.search(text):
        return frozenset()
    if text.endswith(("静音", "透气", "护眼", "防水", "防走光")) and len(text) <= LONGEST_TOPIC:
        return frozenset({"trait", "topic"})
    if _BOTH.search(text):
        return frozenset({"noun", "trait", "topic"})
    if _SPEC.search(text) and not text.startswith(("0", "一键", "一脚", "一秒")):
        return frozenset({"spec"})
    if _MADE.search(text):
        return frozenset({"spec"})
    if _NOUN.search(text):
        return frozenset({"noun", "topic"})
    if _TRAIT.search(text):
        if any(is_scene(text[: found.start()]) for found in _AWAY.finditer(text)):
            return frozenset()  # 出差不在家 tells of a person; 跑步不磨脚 of shoes
        if text.startswith(GIVEN):
            return frozenset({"spec"})
        return frozenset({"trait", "topic"} if len(text) <= LONGEST_TOPIC else {"trait"})
    return frozenset()
