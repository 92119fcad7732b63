"""Of what class a product is: by the ending of its name or category, else by what titles about it are filed under."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from models.generator.bank import Bank
from models.text import fold

SURE = 2  # titles that must agree before a word's last two characters tell the class

# What is done where somebody grieves.
_SOLEMN = re.compile(r"火化|殡葬|墓|寿衣|骨灰|遗体|临终|悼|追思|告别仪式")
# No play on words where somebody grieves or is gravely ill, whatever is sold.
_GRAVE = re.compile(rf"{_SOLEMN.pattern}|化疗|放疗|癌|自闭|孤独症|抑郁|刚失去|离世|去世|纪念罐|留个念想")
_OFFER = re.compile(r"满减|优惠券|红包|凑单|折扣|优惠|特价|清仓|大促")  # how it is sold, no product
# What is done to a thing is the product, not the thing: 空调 + 上门清洗.
_LABOUR = re.compile(r"^上门|(?:清洗|拆洗|维修|回收|租赁|日租|上门|保养|加盟|喂养)$")
# The first that fits holds, so narrow ones stand before wide ones.
_ENDINGS: tuple[tuple[str, str], ...] = (
    (
        "clinic",
        "洁牙|洗牙|涂氟|封闭|口腔|牙科|补牙|拔牙|种牙|种植牙|正畸|体检|医美|门诊|问诊|理疗|儿牙护理|植发|儿童口腔",
    ),
    (
        "leisure",
        "民宿|酒店|客栈|跟团游|亲子游|自由行|旅游|小团|线路|热气球|滑雪场|密室|剧本杀|话剧票?|喜剧票?|门票|"
        "演唱会|音乐节|音乐会|"
        "展览|脱口秀|KTV|台球|球馆|健身房|场馆|(?<!家庭)影院|乐园|温泉|火锅店|餐厅|烧烤店|自助餐?|咖啡馆|茶馆|酒吧|"
        "到店团购|体验课|体验|夜宿|船票|观光票|自习室|"
        "团建|营地|潜水|跳伞|滑翔伞|漂流|游船|邮轮|轰趴|包场|五日|七日|手作课",
    ),
    (
        "service",
        "清洗|拆洗|维修|修理|回收|租赁|日租|家政|保洁|月嫂|搬家|搬运|物流|签证|服务|旅拍|跟拍|摄影|约拍|写真|"
        "婚纱照|冲印|修复|转录|补胎|"
        "洗车|检测|除甲醛|治理|调律|改装|加装|代寻|陪练|补训|代驾|寄修|喂养|装修|上门|安装|保养|加盟|影楼|门店|"
        "认养|代办|验房|陪诊|寄养|"
        "驾[照考]培训|驾考班|学车|宠物洗护|美甲|开锁|包车|翻译|翻新|皮具护理",
    ),
    ("course", "课|课程|(?<![航上下加值跟])班|(?<!露)(?<!运)(?<!自)营|教程|培训|讲座|[一二三四五六七八九十]讲"),
    ("game", "手游|游戏|端游|页游|网游|单机|RPG|MMO|FPS|塔防|卡牌手游"),
    (
        "business",
        "(?:管理|客服|工单|排班|ERP|CRM|测评|网校|收银|财务|报销|进销存|人事|考勤|教务|预约|点餐|仓储|订单|办公|"
        "门店)系统|SaaS|CRM|ERP|OA|企业软件|收银软件|(?:管理|协作|"
        "低代码|营销|数据)平台",
    ),
    (
        "app",
        "App|应用|软件|数字人民币钱包|电子钱包|助手|插件|小程序|网盘|云盘|输入法|浏览器|题库|"
        "(?:记账|效率|建站|设计|办公|翻译|写作|剪辑|笔记|绘图|录屏|在线|AI)工具|学习平台",
    ),
    (
        "digital",
        "会员|原声集?|游戏音乐|(?<!小说)有声书|播客|预设包?|素材|模板|皮肤|壁纸|字体|表情包|点卡|激活码|流量卡|电话卡|流量包",
    ),
    (
        "industry",
        "叉车|升降平台|升降机|工业机器人|机床|注塑机|输送线|挖掘机|打包机|封箱机|空压机|变频器|阀门|托盘|货架|"
        "切割机|包装机|充电桩|冷库|"
        "锅炉|发电机组|收银机|监控系统",
    ),
    ("vehicle", "汽车|SUV|MPV|轿车|电动车|代步车|商务车|面包车|新能源车|电动汽车|二手车|房车|跑车|皮卡|越野车"),
    ("finance", "保险|(?<![探冒惊])险|信用卡|贷款|基金|理财|存款|年金"),
    ("novel", "小说|漫画|网文|广播剧"),
    ("content", "图书|画册|设定集|杂志订阅|(?<!二手)(?<!证)(?<!文)书|杂志"),
    (
        "beauty",
        "防晒霜?|防晒[乳喷]雾?|面膜|口红|粉底液?|精华液?|乳液|面霜|眼霜|洁面乳?|洗面奶|卸妆[水油膏]|眼影盘?|"
        "腮红|香水|护手霜|身体[乳奶]|"
        "唇[釉膏泥]|气垫|散粉|妆前乳|爽肤水|护肤品",
    ),
    (
        "pantry",
        "底料|调料包?|料包|调味[料品]|(?<!果)酱|酱油|醋|预拌粉|蛋糕粉|面粉|淀粉|[大香糙]米|杂粮|挂面|意面|面线|面食|蜂蜜|"
        "蜂产品|巢蜜|酵母|干货|"
        "(?:食用|菜籽|花生|橄榄|山茶|辣椒|香)油",
    ),
    (
        "fresh",
        "水果|生鲜|[脐橙柑]橙|橙子?|丑柑|苹果|红富士|[雪香]梨|桃子?|葡萄|草莓|蓝莓|车厘子|樱桃|芒果|榴莲|西瓜|"
        "哈密瓜|柚子|猕猴桃|荔枝|"
        "红薯|烟薯|土豆|玉米|番茄|蔬菜|鸡蛋|[牛羊猪]肉|牛排|三文鱼|黄鱼|海鱼|大闸蟹|小龙虾|海鲜|虾仁",
    ),
    (
        "food",
        "(?<!洗衣)(?<!奶)(?<!痱子)粉|[拉泡拌凉板小]面|方便面|热干面|茶|茶包|咖啡|(?<!洗面)(?<!防晒)奶|饼干|坚果|"
        "零食|巧克力|饮料|减脂餐|代餐|轻食|便当|生日蛋糕|汽水|"
        "气泡水|可乐|果汁|果糕|糕点|面包|蛋糕|薯片|辣条|魔芋爽|肉脯|牛肉干|速食汤|速食|速冻面点|速冻小吃|预制菜|"
        "自热锅|馄饨|水饺|饺子|"
        "甜品|甜汤|花生汤|龟苓膏|冻豆腐|冷冻食材|汤圆|粽子|月饼|糖|糖果|果冻|冰淇淋|冲饮|燕麦|麦片|烤鱼|卤味|鸭脖|鸡爪|烤肠|糍粑",
    ),
    (
        "goods",
        "(?<![挂关开登时商危契待飞司])机|器|仪|枪|杯|锅|椅|凳|床|灯|包|鞋|靴|衣|裤|裙|衫|马甲|T恤|恤|帽|头盔|"
        "(?<![退租用洗打拼停驾修卖练看])车|箱|桌|砂|粮|刷|表|钟|笔|琴|"
        "吉他|尤克里里|架|垫|毯|枕头?|"
        "被子?|屏|键盘|鼠标|音箱|镜|镜框|夹片|竿|渔轮|纺车轮|饵料?|胶带|弹力带|泡沫轴|围兜|碗|餐具|背带|玩具|"
        "积木|磁力片|锁|门铃|伞|"
        "缸|微景观|绿植|罐|书签|手账本|相册|发饰|发带|发片|假发|拐杖|轮椅|清洁片|硬盘|U盘|充电宝|数据线|声卡|"
        "麦克?|麦克风|榻榻米|柜|沙发|"
        "窗帘|猫抓板|项链|手链|戒指|耳环|平板|电脑|笔记本|显卡|手环|电池|帐篷|睡袋|刀|摆件|手办|盲盒|桌游|(?<!减)肥|"
        "辅料|桶|容器|遮阳挡|电子鼓|"
        "冰箱贴|文创|汉服|装备|材料|纸巾|洗发水|沐浴露|牙膏|香薰|鲜花|鲜花订阅|背夹|扇|纪念品|工具|器具|设备|"
        "蜂具|手工DIY|二手书|绘本|短衫|"
        "眼镜|壶|瓶|盒|套装|手套|袜|剂|牙线棒|洗衣液|贝斯|戒|篮球|足球|羽毛球|乒乓球|灶|秤|娃娃|滑板|桨板|灯具|桌游扩展|气象站|年历|台历|手托|腰靠|"
        "卷帘|垂直帘|窗帘布|印章|名章|晾衣杆|录音卡",
    ),
)
_COMPILED = tuple((name, re.compile(f"(?:{ending})$", re.IGNORECASE)) for name, ending in _ENDINGS)
CATEGORIES = {
    "goods": "手机数码 家电 母婴 电脑硬件 服饰鞋包 摄影 运动户外 个护 智能家居 珠宝眼镜 潮玩 乐器 "
    "文创 珠宝 眼镜 "
    "家居 露营 文具 办公文具 清洁 收纳 学生用品 礼物 二次元周边 骑行 滑雪",
    "vehicle": "汽车 二手车",
    "food": "食品饮料 食品 咖啡茶饮 零食",
    "fresh": "农产品生鲜",
    "beauty": "美妆护肤 美妆",
    "game": "手游 端游",
    "app": "软件工具 软件",
    "business": "办公SaaS 企业服务",
    "industry": "B2B B2B设备 充电桩",
    "digital": "音乐影视会员",
    "course": "课程 语言学习 职业技能 直播课 编程课 少儿教育 考研考公 驾校",
    "content": "图书",
    "novel": "小说阅读",
    "finance": "保险 信用卡 理财",
    "leisure": "旅游 旅游酒店 外卖/本地餐饮 本地餐饮 票务演出 商旅",
    "clinic": "口腔 医美 体检",
    "service": "物流搬家 本地生活 家政 物流",
}
# Of games, apps or courses the bank's keywords name genres and doings too (仙侠, 报销), which are no product's name.
_TRUSTED = frozenset({"goods", "food", "fresh", "beauty", "finance", "clinic"})
_CLASS_OF = {category: name for name, listed in CATEGORIES.items() for category in listed.split()}


def class_by_ending(word: str) -> str:
    """The class that the word's ending tells; empty where it tells none."""
    return next((name for name, ending in _COMPILED if ending.search(word)), "")


def is_grave(texts: Sequence[str]) -> bool:
    """Whether grief or grave illness is spoken of, so that no joke is in place."""
    return any(_GRAVE.search(text) for text in texts)


def class_of_words(words: Sequence[str], named: str | None) -> str:
    """By the product's words, most telling first, then by its own name; empty where no ending tells it."""
    if any(_SOLEMN.search(word) for word in (*words, named or "")):
        return "solemn"
    found = [name for word in (*words, named or "") if (name := class_by_ending(word))]
    if any(_LABOUR.search(word) for word in words) and "clinic" not in found:
        return "service"
    return found[0] if found else ""


def count_classes(bank: Bank) -> dict[str, Counter[str]]:
    """How often a keyword, and a keyword's last two characters, stand in titles of each class."""
    votes: dict[str, Counter[str]] = {}
    for entry in bank.entries:
        if (name := _CLASS_OF.get(entry.category)) is not None:
            word = fold(entry.keywords[0])
            for key in {word, word[-2:]}:
                votes.setdefault(key, Counter())[name] += 1
    return votes


def class_by_votes(word: str, votes: dict[str, Counter[str]]) -> str:
    """What titles about the word are filed under; about words with its ending only where they agree."""
    word = fold(word)
    if _OFFER.search(word):
        return ""
    like = votes.get(word[-2:], Counter())
    agreed = len(like) == 1 and like.total() >= SURE
    found = votes.get(word) or (like if agreed else Counter[str]())
    name = found.most_common(1)[0][0] if found else ""
    return name if name in _TRUSTED else ""
