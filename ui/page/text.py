"""Every word the page says, in Chinese and in English. Tool and field names map to what people call them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Words:
    """One language. `{}` marks where a value goes."""

    tagline: str
    advertiser: str
    conversations: str
    new: str
    none_yet: str
    rename: str
    delete: str
    delete_sure: str
    placeholder: str
    send: str
    stop: str
    switch: str
    theme: str
    menu: str
    hello: str
    hello_more: str
    try_saying: str
    suggestions: str
    suggestions_wait: str
    use_suggestion: str
    use_suggestion_say: str
    brief: str
    brief_empty: str
    facts: str
    lift: str
    thinking: str
    working: str
    steps_done: str
    step_failed: str
    step_pending: str
    cut_off: str
    pending: str
    approve: str
    decline: str
    copy: str
    copied: str
    shorter: str
    livelier: str
    more: str
    legal_clean: str
    legal_exempt: str
    legal_violation: str
    legal_unknown: str
    article: str
    rewrite: str
    provenance: str
    scored_by: str
    ctr: str
    ctr_measured: str
    length: str
    busy: str
    failed: str
    gone: str
    answered: str
    hints: str
    you: str
    scores: dict[str, str]
    tools: dict[str, str]
    fields: dict[str, str]
    made: dict[str, str]


ZH = Words(
    tagline="聊着聊着，标题就有了",
    advertiser="广告主",
    conversations="我的对话",
    new="新对话",
    none_yet="还没有对话，发一句话就会保存在这里。",
    rename="重命名",
    delete="删除",
    delete_sure="确定删除？",
    placeholder="例如：来5条，20字以内，语气轻松些",
    send="发送",
    stop="停止",
    switch="English",
    theme="切换深浅色",
    menu="广告主和对话",
    hello="今天给{}想点什么标题？",
    hello_more="直接说要求就行：产品、字数、语气、要带的词、想蹭的梗。每条标题都会过一遍广告法。",
    try_saying="可以这样说",
    suggestions="先看几条灵感",
    suggestions_wait="正在想几条灵感…",
    use_suggestion="找类似的",
    use_suggestion_say="找几条类似“{}”的标题",
    brief="理解为",
    brief_empty="还没有要求。你说的产品、字数、语气会列在这里。",
    facts="标题可以用的事实",
    lift="取消这条要求",
    thinking="正在读懂你的要求",
    working="正在{}",
    steps_done="用了 {} 步 · {} 秒",
    step_failed="没做成",
    step_pending="等你确认",
    cut_off="这一轮中途断了，上面是断开前的内容。",
    pending="需要你确认",
    approve="确认",
    decline="取消",
    copy="复制",
    copied="已复制",
    shorter="更短",
    livelier="更活泼",
    more="同款再来",
    legal_clean="合规",
    legal_exempt="合规，有说明",
    legal_violation="有违规风险",
    legal_unknown="未查",
    article="《广告法》第 {} 条",
    rewrite="可改为",
    provenance="来源",
    scored_by="评分：{}",
    ctr="预估点击率 {}（{} 至 {}）",
    ctr_measured="投放点击率 {}（{} 至 {}）",
    length="字数 {}，上限 {}",
    busy="上一条还在写，等它写完或先点“停止”。",
    failed="出了点问题：{}",
    gone="找不到这个对话，可能已经删除。",
    answered="这件事已经处理过了。",
    hints="联想",
    you="你",
    scores={"fluency": "通顺", "style": "站味", "quality": "吸引力"},
    tools={
        "lookup_entities": "查产品资料",
        "search_memes": "找梗",
        "generate_titles": "写标题",
        "score_titles": "打分",
        "check_compliance": "查广告法",
        "associate_titles": "联想",
        "race_titles": "准备赛马",
        "save_titles": "存入素材库",
    },
    fields={
        "product_id": "产品",
        "topic": "角度",
        "keywords": "关键词",
        "audience": "人群",
        "tone": "语气",
        "hook": "写法",
        "min_chars": "至少 {} 字",
        "max_chars": "最多 {} 字",
        "must_include": "要带",
        "include_any": "任选其一",
        "avoid": "不用",
        "memes": "梗",
        "count": "{} 条",
    },
    made={
        "source": "出处",
        "model": "模型",
        "adapter": "适配器",
        "prompt": "提示",
        "seed": "种子",
        "parent_id": "改自",
        "round": "修订轮次",
        "keywords": "关键词",
        "memes": "梗",
    },
)

EN = Words(
    tagline="Talk it over, get the title",
    advertiser="Advertiser",
    conversations="My conversations",
    new="New conversation",
    none_yet="None yet. Your first message starts one and keeps it here.",
    rename="Rename",
    delete="Delete",
    delete_sure="Really delete?",
    placeholder="Say what you need, e.g. five titles, at most 20 characters, relaxed",
    send="Send",
    stop="Stop",
    switch="中文",
    theme="Light or dark",
    menu="Advertiser and conversations",
    hello="What shall we title for {} today?",
    hello_more="Just say it: product, length, tone, words to use, a meme. Every title passes a legal check.",
    try_saying="You could say",
    suggestions="A few ideas to begin with",
    suggestions_wait="Thinking of a few ideas…",
    use_suggestion="More like this",
    use_suggestion_say="找几条类似“{}”的标题",
    brief="Understood as",
    brief_empty="Nothing asked yet. Product, length and tone appear here.",
    facts="Facts that titles may use",
    lift="Lift this",
    thinking="Reading your message",
    working="{}",
    steps_done="Steps: {} · {} s",
    step_failed="failed",
    step_pending="awaits you",
    cut_off="This turn was cut off; above is what was there.",
    pending="Needs your approval",
    approve="Approve",
    decline="Decline",
    copy="Copy",
    copied="Copied",
    shorter="Shorter",
    livelier="Livelier",
    more="More like it",
    legal_clean="Legal",
    legal_exempt="Legal, with a note",
    legal_violation="Legal risk",
    legal_unknown="Not checked",
    article="Advertising Law, art. {}",
    rewrite="Could be",
    provenance="Made by",
    scored_by="Scored by {}",
    ctr="Predicted CTR {} ({} to {})",
    ctr_measured="Measured CTR {} ({} to {})",
    length="{} characters, limit {}",
    busy="The last message is still being answered: wait, or press Stop first.",
    failed="Something went wrong: {}",
    gone="That conversation is not there; it may have been deleted.",
    answered="That has been answered already.",
    hints="Ideas",
    you="You",
    scores={"fluency": "Fluent", "style": "Native", "quality": "Appeal"},
    tools={
        "lookup_entities": "Look up the product",
        "search_memes": "Find memes",
        "generate_titles": "Write titles",
        "score_titles": "Score",
        "check_compliance": "Check the law",
        "associate_titles": "Associate",
        "race_titles": "Prepare a race",
        "save_titles": "Save to the library",
    },
    fields={
        "product_id": "Product",
        "topic": "Angle",
        "keywords": "Keywords",
        "audience": "Audience",
        "tone": "Tone",
        "hook": "Hook",
        "min_chars": "at least {} chars",
        "max_chars": "at most {} chars",
        "must_include": "With",
        "include_any": "One of",
        "avoid": "Without",
        "memes": "Meme",
        "count": "{} titles",
    },
    made={
        "source": "Source",
        "model": "Model",
        "adapter": "Adapter",
        "prompt": "Prompt",
        "seed": "Seed",
        "parent_id": "From",
        "round": "Round",
        "keywords": "Keywords",
        "memes": "Memes",
    },
)


def words(language: str) -> Words:
    """The words of a language; Chinese unless English is asked for."""
    return EN if language == "en" else ZH
