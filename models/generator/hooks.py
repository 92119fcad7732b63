"""From the tones and hooks advertisers ask for to those the generator was trained with."""

from __future__ import annotations

_WORDS = (
    ("幽默", ("搞笑", "幽默", "沙雕", "好笑", "自嘲", "搞怪", "逗", "吐槽", "整活", "活泼", "轻松")),
    ("玩梗", ("玩梗", "meme", "梗")),
    ("情绪", ("温柔", "治愈", "走心", "感动", "温情", "情绪", "共鸣", "痛点", "热血", "燃", "温和")),
    ("好奇", ("悬念", "好奇", "神秘", "猎奇", "勾", "suspense", "cliffhanger", "curiosity")),
    ("反差", ("反差", "对比", "反转", "冲突")),
    ("故事", ("故事", "剧情", "情节", "对话", "场景", "日常", "唠嗑", "聊天", "口语")),
    ("提问", ("提问", "反问", "疑问", "设问", "问句", "question")),
    ("清单", ("清单", "盘点", "攻略", "几个")),
    ("挑战", ("挑战", "测试", "实测", "打赌")),
    ("利益点", ("利益", "优惠", "省钱", "卖点", "干货", "实用")),
)
# Of the drafts judged by hand, those under these hooks made sense about twice as often as under the others.
SENSIBLE_HOOKS = ("故事", "利益点", "好奇", "提问", "清单")


def hook_of(*wishes: str | None) -> str | None:
    """The trained hook nearest to what was asked for; none where nothing fits."""
    text = "".join(wish for wish in wishes if wish).lower()
    return next((hook for hook, words in _WORDS if any(word in text for word in words)), None)
