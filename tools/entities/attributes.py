"""What people ask about a product, and which words in a fact answer it.

Each row: the name used in a reply, how users ask, and what an answering fact contains. Patterns are
matched against folded text. An attribute outside this table is read from the question's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Attribute:
    """One thing to know of a product: `name` in replies, how it is asked for, and how a fact tells it."""

    name: str
    asked: re.Pattern[str]
    answered: re.Pattern[str]


def _row(name: str, asked: str, answered: str) -> Attribute:
    return Attribute(name, re.compile(asked), re.compile(answered))


PRICE = _row("价格", r"价|多少钱|几块|几元|贵不贵|多贵|price|cost|how much(?! \w)", r"[¥￥]|\d元|免费|价")

ATTRIBUTES: tuple[Attribute, ...] = (
    PRICE,
    _row("折扣", r"折扣|打折|几折|优惠|满减|优惠券|活动价|discount|coupon|sale\b", r"折|优惠|满减|立减|券"),
    _row(
        "容量", r"容量|多少毫升|多少升|几毫升|几升|多少ml|净含量|capacity|volume", r"\d(?:毫升|升|ml|l\b)|容量|净含量"
    ),
    _row("承重", r"承重|载重|能承受|承多重|撑得住|weight limit|load", r"承重|载重"),
    _row(
        "重量",
        r"(?<!承)(?<!载)重量|多重|几斤|多少克|几克|多少公斤|几公斤|多少斤|克重|how heavy|weigh",
        r"\d(?:千克|公斤|克|斤|kg|g\b)",
    ),
    _row(
        "尺寸",
        r"尺寸|(?<!量)多大|多长(?!时)|多宽|多高|几厘米|多少厘米|几寸|大小|规格|how big|size|dimension",
        r"\d(?:厘米|毫米|米|cm|mm|寸|英寸)|尺寸|大号|小号|\d+开|开本",
    ),
    _row("续航", r"续航|能用多久|待机|能跑多远|battery life|range", r"续航|待机"),
    _row("电池容量", r"电池|毫安|mah|battery", r"mah|毫安|电池"),
    _row("功率", r"功率|多少瓦|几瓦|瓦数|watt", r"\d(?:瓦|w\b)|功率"),
    _row("充电时间", r"充满|充电时间|充电多久|快充|charge time", r"充满|快充|充电"),
    _row(
        "材质",
        r"材质|面料|什么料|什么做的|用料|material|fabric",
        r"材质|面料|混纺|棉|毛|木|钢|乳胶|网布|pvc|pbt|pp\b|皮",
    ),
    _row("成分", r"成分|配料|配方|原料|添加|ingredient", r"成分|配料|原料|不加|不含|添加|含量"),
    _row("颜色", r"颜色|几色|几种色|什么色|配色|色号|colou?r", r"[一二两三四五六七八九十\d]色|颜色|色号|配色|双色"),
    _row("尺码", r"尺码|码数|多少码|几码|偏大|偏小", r"尺码|[smlx]+至|\d+码|码"),
    _row("保质期", r"保质期|能放多久|过期|shelf life|expir", r"保质期|赏味期"),
    _row("质保", r"质保|保修|售后|warranty", r"质保|保修|联保"),
    _row("退换", r"退款|退货|退换|包退|试用期|试坐|return|refund", r"退款|退货|退换|试用|试坐|试睡"),
    _row("产地", r"产地|哪产的|哪里产|哪里生产|生产地|国产吗|made in|origin", r"产地|生产|工厂|产自"),
    _row("发货", r"发货|快递|几天到|包邮|运费|shipping|delivery", r"发货|快递|包邮|运费|现货"),
    _row(
        "时长",
        r"多久|多长时间|时长|几分钟|多少分钟|几小时|多少小时|几天|how long|duration",
        r"\d(?:分钟|小时|天|秒|个月|年)|有效期",
    ),
    _row("人数", r"几个人|多少人|几人|人数|how many people", r"\d人|[一二两三四五六七八九十]人|名"),
    _row("评分", r"评分|几分|多少分|豆瓣|口碑分|rating", r"评分|\d分(?!钟)|豆瓣"),
    _row("销量", r"销量|卖了多少|卖出|月销|用户数|多少用户|sold", r"销量|售出|卖出|月销|用户"),
    _row(
        "认证",
        r"认证|证书|资质|专利|备案|检测报告|文号|certif|patent",
        r"认证|证书|资质|专利|备案|注册证|检测|文号|审查",
    ),
    _row("热量", r"热量|卡路里|多少卡|几大卡|千焦|calorie", r"千卡|大卡|千焦|热量|卡路里"),
    _row("咖啡因", r"咖啡因|caffeine", r"咖啡因"),
    _row("糖", r"几分糖|含糖|多少糖|糖分|sugar", r"糖"),
    _row("防水", r"防水|ip\d|waterproof", r"防水|ip[x\d]|可水洗"),
    _row("噪音", r"噪音|分贝|吵不吵|静音|noise", r"分贝|db|静音|噪"),
    _row("年龄", r"几岁|多大的(?:孩|娃|宝)|适用年龄|适龄|年龄|age", r"岁|适龄|月龄"),
    _row("上市时间", r"什么时候(?:上|出|更新|开)|上线时间|上市|发售|开售|release", r"\d月|更新|上线|上市|发售"),
    _row("平台", r"安卓|苹果|ios|平台|哪些系统|什么系统|platform", r"安卓|ios|网页|桌面|windows|mac"),
    _row("页数", r"多少页|几页|页数|pages", r"\d页"),
    _row("讲数", r"多少讲|几讲|多少节|几节|课时|lessons", r"\d+(?:讲|节|课时)|[一二三四五六七八九十]讲"),
)
"""Order matters only for replies: facts are listed in the order of the attributes asked."""
