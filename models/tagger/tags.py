"""The tags: names, where their labels come from, and the rules that are exact.

A tag is written `group:name`; groups are topic, hook, tone, audience, safety.
"""

from __future__ import annotations

import re

TOPICS: dict[str, tuple[str, ...]] = {
    "游戏": ("手机游戏", "单机游戏", "网络游戏", "电子竞技", "桌游棋牌", "音游", "手游", "端游"),
    "动漫": (
        "同人·手书",
        "动漫杂谈",
        "MAD·AMV",
        "MMD·3D",
        "特摄",
        "国产动画",
        "国产原创相关",
        "二次元周边",
        "潮玩",
        "模玩·周边",
    ),
    "影视": ("影视杂谈", "影视剪辑", "小剧场", "短片", "预告·资讯", "综艺", "音乐影视会员", "票务演出"),
    "音乐": (
        "音乐综合",
        "翻唱",
        "乐评盘点",
        "MV",
        "GMV",
        "VOCALOID·UTAU",
        "原创音乐",
        "演奏",
        "音乐现场",
        "人力VOCALOID",
        "乐器",
    ),
    "搞笑": ("搞笑", "鬼畜剧场", "鬼畜调教", "音MAD"),
    "娱乐": ("明星综合", "娱乐杂谈", "娱乐粉丝创作", "宅舞", "舞蹈综合", "颜值·网红舞"),
    "知识": ("人文历史", "社科·法律·心理", "科学科普", "校园学习", "图书", "小说阅读"),
    "教育": ("编程课", "考研考公", "语言学习", "职业技能", "少儿教育", "直播课", "驾校"),
    "科技数码": (
        "数码",
        "科工机械",
        "计算机技术",
        "极客DIY",
        "软件应用",
        "手机数码",
        "电脑硬件",
        "家电",
        "软件工具",
        "办公SaaS",
        "摄影",
    ),
    "美食": (
        "美食记录",
        "美食侦探",
        "美食制作",
        "美食测评",
        "田园美食",
        "食品饮料",
        "咖啡茶饮",
        "本地餐饮",
        "外卖",
        "酒",
    ),
    "出行": ("出行", "旅游酒店"),
    "汽车": ("汽车生活", "新能源车", "赛车", "摩托车", "购车攻略", "改装玩车", "汽车", "二手车"),
    "时尚美妆": ("仿妆cos", "美妆护肤", "时尚潮流", "穿搭", "服饰鞋包", "珠宝", "眼镜", "个护", "医美"),
    "动物": ("喵星人", "汪星人", "动物二创", "野生动物", "小宠异宠", "动物综合", "宠物"),
    "运动健身": ("篮球", "健身", "足球", "运动综合", "竞技体育", "运动文化", "运动户外", "健身减脂"),
    "家居": ("家居房产", "家居家装", "房产租房", "租房", "房产", "物流搬家", "搬家物流"),
    "亲子": ("亲子", "母婴"),
    "财经职场": ("财经商业", "职业职场", "理财", "保险", "信用卡", "招聘求职"),
    "手工绘画": ("绘画", "手工", "设计·创意", "文创"),
    "健康": ("口腔", "体检"),
}
TOPIC_OF = {category: topic for topic, categories in TOPICS.items() for category in categories}
HOOKS = ("benefit", "challenge", "contrast", "curiosity", "emotion", "humour", "list", "meme", "question", "story")
HOOK_OF_CODE = {"C": "curiosity", "E": "emotion", "D": "benefit", "H": "humour"}
TONE_OF_HOOK = {"humour": "playful", "meme": "playful", "emotion": "heartfelt"}
LEARNED = (
    *(f"topic:{name}" for name in TOPICS),
    *(f"hook:{name}" for name in HOOKS),
    "tone:playful",
    "tone:heartfelt",
    "tone:formal",
    "safety:risky",
)

_RULES: dict[str, re.Pattern[str]] = {
    "hook:question": re.compile(r"[?？]|吗$|为什么|到底|怎么办"),
    "hook:list": re.compile(r"[0-9一二三四五六七八九十百两]+(?:个|种|招|款|件|大|步|条|部|本)(?!人|月|小时)"),
    "hook:challenge": re.compile(r"挑战"),
    "audience:学生": re.compile(r"学生|宿舍|室友|考研|高考|开学|军训|期末|大一|食堂|校园"),
    "audience:上班族": re.compile(r"打工人|上班|加班|老板|同事|工位|通勤|职场|下班|摸鱼"),
    "audience:家长": re.compile(r"宝宝|孩子|带娃|奶爸|宝妈|亲子|幼儿园|小学生|辅导作业"),
    "audience:养宠人": re.compile(r"猫|狗|铲屎官|宠物|毛孩子"),
    "audience:玩家": re.compile(r"玩家|开黑|上分|抽卡|通关|氪金|副本|段位"),
}
RULED = tuple(dict.fromkeys(tag for tag in _RULES))
TAGS = tuple(dict.fromkeys((*LEARNED, *RULED)))


def ruled(title: str) -> dict[str, float]:
    """Tags whose rule matches, each with 1.0."""
    return {tag: 1.0 for tag, rule in _RULES.items() if rule.search(title)}
