"""Which column of a file means what. Headers are compared folded, without spaces, units and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.text import fold

_NOISE = re.compile(r"[\s_\-·*:：]|[(（\[【].*?[)）\]】]")

TITLE_COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("标题", "广告标题", "创意标题", "文案", "标题文案", "素材标题", "title", "headline", "text"),
    "impressions": ("曝光", "曝光量", "曝光数", "展现", "展现量", "展示", "展示量", "展示数", "impressions", "imps"),
    "clicks": ("点击", "点击量", "点击数", "点击次数", "clicks"),
    "date": ("日期", "投放日期", "时间", "投放时间", "开始日期", "date", "day"),
    "advertiser_id": ("账号", "账户", "账户id", "账号id", "广告主", "广告主id", "advertiser", "advertiserid"),
}  # fmt: skip
PRODUCT_COLUMNS: dict[str, tuple[str, ...]] = {
    "name": (
        "产品名",
        "产品名称",
        "商品名",
        "商品名称",
        "商品",
        "产品",
        "名称",
        "品名",
        "name",
        "product",
        "productname",
    ),
    "category": ("品类", "类目", "分类", "类别", "产品类别", "category"),
    "facts": ("事实", "参数", "产品参数", "规格", "产品信息", "资料", "facts", "specs"),
    "price": ("价格", "售价", "单价", "到手价", "price"),
    "audience": ("人群", "目标人群", "受众", "目标受众", "audience"),
    "selling_points": ("卖点", "产品卖点", "核心卖点", "亮点", "sellingpoints", "selling points", "features"),
    "forbidden": ("禁用词", "禁用", "不能说", "禁止宣称", "违禁", "forbidden"),
    "keywords": ("关键词", "关键字", "标签", "keywords", "tags"),
    "id": ("产品id", "商品id", "编号", "sku", "id", "productid"),
}
MEME_COLUMNS: dict[str, tuple[str, ...]] = {
    "term": ("梗", "梗名", "热词", "名称", "term", "meme", "word"),
    "meaning": ("含义", "意思", "解释", "释义", "meaning", "definition"),
    "pattern": ("用法", "句式", "套路", "模板", "usage", "pattern"),
    "example": ("例句", "例子", "示例", "example"),
    "tags": ("标签", "话题", "场景", "tags", "topics"),
    "year": ("年份", "年", "year"),
    "heat": ("热度", "heat"),
    "risk": ("风险", "风险等级", "risk"),
    "risk_note": ("风险说明", "风险备注", "risk_note", "risknote"),
    "kind": ("类型", "种类", "kind"),
    "id": ("编号", "id"),
}


def map_columns(columns: Iterable[str], known: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """field -> column of the file. The first name of a field's list that the file has wins."""
    by_key: dict[str, str] = {}
    for column in columns:
        by_key.setdefault(_key(column), column)
    mapped: dict[str, str] = {}
    for field, names in known.items():
        found = next((by_key[_key(name)] for name in names if _key(name) in by_key), None)
        if found is not None and found not in mapped.values():
            mapped[field] = found
    return mapped


def _key(header: str) -> str:
    return _NOISE.sub("", fold(header))
