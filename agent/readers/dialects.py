"""Regional and spoken forms folded to the standard ones that the readers and the intent model know.

Every form is replaced by one of the same length, so positions in the typed message stay what they are. What is
quoted is left alone, and a word for titles is given back as it was typed (`Message.as_typed`).
"""

from __future__ import annotations

import re

_STOP = r"(?=$|[\s,。;!?~…、])"
_HEAD = r"(?:(?<=^)|(?<=[\s,。;!?]))"
_FEW = r"[\d一二两三四五六七八九十几俩]{1,2}"
_UNITS = r"(?=钱|块|元|斤|公斤|克|两|个[字月]|只|节|片|包|盒|天|岁|字|度|米|公里|毫升|分|晚|夜|次|回|遍)"
_ASKS = r"(?=[^,。;!]{0,6}?(?:[?嘛喃哦呀啊噢捏]|来着|$))"
# Anywhere: nothing else is written so.
_FORMS: tuple[tuple[str, str], ...] = (
    ("为啥子", "为什么"), ("啥子", "什么"), ("么子", "什么"), ("咩嘢", "什么"), ("乜嘢", "什么"), ("点解", "为啥"),
    ("啷个", "怎么"), ("哪门", "怎么"), ("咋个", "怎么"), ("点样", "怎么"), ("几多", "多少"), ("几耐", "多久"),
    ("唔该晒", "谢谢啦"), ("多谢晒", "多谢啦"), ("唔该", "谢谢"), ("唔好", "不要"), ("唔要", "不要"), ("唔使", "不用"),
    ("唔系", "不是"), ("唔准", "不准"), ("冇得", "没有"), ("冇", "没"), ("食咗", "吃了"), ("覅", "别"), ("嫑", "别"),
    ("晓得", "知道"), ("巴适", "不错"), ("搞掂", "搞定"), ("边个", "哪个"), ("边条", "哪条"), ("呢条", "这条"),
    ("嗰条", "那条"), ("嗰个", "那个"), ("睇下", "看下"), ("睇睇", "看看"), ("瞅瞅", "看看"), ("瞧瞧", "看看"),
    ("瞅下", "看下"), ("瞄一眼", "看一下"), ("唠唠", "聊聊"), ("老末", "最后"), ("顶高", "最高"), ("顶好", "最好"),
    ("阿拉", "我们"), ("俺们", "我们"), ("俺", "我"), ("侬", "你"), ("恁家", "你家"),
    ("嘅", "的"), ("咗", "了"), ("哋", "们"),
    ("畀", "给"), ("俾", "给"), ("嚟", "来"), ("谂", "想"), ("攞", "拿"), ("係", "是"), ("佢", "它"), ("咁", "这"),
)  # fmt: skip
_REPLACED = {old: new for old, new in _FORMS}
_ANYWHERE = re.compile("|".join(sorted(map(re.escape, _REPLACED), key=len, reverse=True)))
# Only where the form cannot be an ordinary word.
_IN_PLACE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"莫(?!名|兰|非|斯|奈|干|扎|大|逆|愁|言)"), "别"),
    (re.compile(r"甭"), "别"),
    (re.compile(r"唔(?![\s,，。;!?！？~…、]|$)"), "不"),
    (re.compile(r"(?:(?<=^)|(?<=[\s,。;!?]))(?:中|得|妥|成)(?=[!。~,\s]|$)"), "行"),
    (re.compile(rf"(?:(?<=^)|(?<=[\s,。;!?]))(?:要得|得嘞|得咧|妥了|妥妥|中嘞|安逸){_STOP}"), "好的"),
    (re.compile(rf"(?<=[\u4e00-\u9fff])[喃噻撒咧]{_STOP}"), "呢"),
    (re.compile(rf"(?<=[\u4e00-\u9fff])[咯喽嘞]{_STOP}"), "了"),
    (re.compile(rf"好多{_UNITS}{_ASKS}"), "多少"),
    (re.compile(rf"(?<=[要得用能管撑等])好久{_ASKS}"), "多久"),
    (re.compile(rf"(?<=有)好(?=[长大高宽厚重沉深远快]{_ASKS})"), "多"),
    # Slips of the input method, only where no other word is written so.
    (re.compile(r"标体(?=$|[\s,。;!\d一二两三四五六七八九十要来写])"), "标题"),
    (re.compile(r"(?<=[要得都再])代(?=上|着|\s|[\ue000-\ue0ff])"), "带"),
    (re.compile(rf"(?:{_HEAD}|(?<=[请你那]))在(?=[来写给整搞补]我?{_FEW}(?:[条跳句版]|个?(?:标题|吧|{_STOP})))"), "再"),
    (re.compile(r"(?<=别)在(?=写|提|用|出现)(?![^,。;!?]*(?:时|里|中|上|前|后))"), "再"),
    (re.compile(rf"([来写出给整搞补要]我?(?!一){_FEW})[跳挑](?=$|[\s,。;!吧呗的就够标要都改带])"), r"\1条"),
    (re.compile(r"(?<=[不别要能许])[操朝抄](?=过\s?\d)"), "超"),
    (re.compile(r"([过超到]\s?\d{1,2})个子(?=$|以内|[\s,。;!])"), r"\1个字"),
    (re.compile(rf"(?:{_HEAD}|(?<=把))地(?={_FEW}条)"), "第"),
    (re.compile(r"(?<=[条个句改再更])段(?=点|一点|些|一些)"), "短"),
    (re.compile(r"(?<=打个|打下)份|(?<=打)份(?=$|[\s,。])"), "分"),
    (re.compile(rf"恰饭(?=了?[没不吗么]{_STOP})"), "吃饭"),
)  # fmt: skip


def fold_dialect(text: str) -> str:
    """`text` with regional forms replaced; as long as before."""
    folded = _ANYWHERE.sub(lambda match: _REPLACED[match[0]], text)
    for pattern, standard in _IN_PLACE:
        folded = pattern.sub(standard, folded)
    return folded
