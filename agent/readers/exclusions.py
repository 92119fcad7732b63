"""What stands where a word for titles, or their subject, could stand, and is neither: lists of what to pass over.

Fragments of regular expressions, without blanks, by the reason for which they are passed over.
"""

from __future__ import annotations

import re

from agent.readers.vocabulary import DIGIT

# No word for a title begins so: it points, grades or relates.
_NEVER_FIRST = (
    r"[一几]?[点些] 得 给 完 清楚 明白 明确 到 什么 啥 哪 谁 怎么 几 这 那 它 他 她 我 你 咱 大家 别 就 都 也 还 "
    r"的 了 过 着 更 再 错 同样 一样 其[他它余] 原来 之前 刚才 上面 下面 全部 所有 第 [进到上](?:标题|每|里|第) "
    r"[套用换带加写挑选拿]上 一句 一版 一下 一遍 上去 进去 多少"
)

# Single characters that do begin words (短视频, 长续航), and how they go on when they do not.
_SELDOM_FIRST = (
    r"(?:短|长|多|少|好|新|对|反|重|下|成|出|活|太|不|没|和|跟|与|每)$ [短长多少]一?[点些] [多少](?:来|写) "
    r"好(?:的|看|玩|听|笑|了) 新(?:的|一) 重(?:新|写) 对的 反正 下(?:面|次|个|一) 出(?:来|现|彩) "
    r"成(?![都熟人就功分品绩长衣膜本语套双片群团年交型色]) "
    r"活泼 太(?!空|阳|湖) 不(?:要|能|行|太|够|是|同|错|对|变) 没(?:有|关系|事) [和跟与](?:前|上|第|其|之) "
    r"每(?:一?[条个句]|次都)"
)

# What the work is about is not what a title says.
_ABOUT_TITLES = (
    r"标题 标提 文案 广告 产品 商品 卖点 亮点 内容 东西 悬念 故事 反差 数字 emoji 表情 梗 画面 情绪 网感 特色 创意 "
    r"意思 道理 感觉 重点 细节 共鸣 人 字 词 关键词 标点 感叹号 问号 英文 中文 字数 长度 数量 风格 语气 口气 语言 开头 "
    r"结尾 要求 意见 想法 问题 区别 变化 效果 点击 流量 吸引力 趣 梗的 收藏 素材库? 库 赛马 title titles"
)

# Grammar left over between two words.
_GRAMMAR = r"去 来 起 入 and but also please must can could to it them should just then so we you i the needs?"

# No word for a title ends so.
_LAST = (
    r"感 (?<![口风美原香酸甜辣百])味 风 劲 点儿? 些 得 着 吗 呢 么 条 一下 起来 出来 看看 标题 文案 的话 意思 样子 "
    r"篇 方式 版本? 路线 手法 句式?"
)

# How a title is told.
_ASPECTS = r"场景 角度 方向 主题 话题 视角 情节 故事 画面 氛围 状态 口吻 语气 心情 感受 方面"

# Nor does one hold any of these.
_NOWHERE = r"的人 给.*看 像 最[好差] 它 [这那][个条些]"

# Lengths and numbers of titles.
_MEASURES = r"\d+\s?个?字 字数 长度 长短 条数 个数 翻[倍番] 加倍 一倍 减半 以内 数量 标题 文案"

# What is done to titles, unless it is part of a word (改装, 换季).
_WORK = (
    r"改(?!装|造|良|编|期) 换(?!季|新|灯|电|油|装|班|肤|乘|届) 写 重来 重做 删 去掉 拿掉 缩 放开 放宽 保留 照旧 "
    r"照样 不变 留着 挑 选[出几个] 定稿 上线 打分 存[库着下了] 推翻 推倒"
)

# Talk, questions and corrections.
_TALK = (
    r"[吗呢啥诶咯呗嗷] 什么 怎么 多少 哪 哎 哈哈 [吧啊呀啦嘛]$ \? 要求 条件 其[他它余] 别的 全部 所有 整体 感觉 "
    r"意思 味儿 版本 说反 说错 打错 搞错 更正 齐活 搞定 放不下 不下$ 应该 好像 比较 一下 赶紧 咋 顺便 问下 问一下 "
    r"^首 当$ ^一样 ^同样 ^用于 重新 开始 一起 一共 总共 降到? 涨到? [+=/] 推$ 尽快 马上 着急"
)

# A clause that begins so judges, answers or goes on.
_FIRST_IN_TALK = (
    r"比 可以 不错 还行 还可以 还好 挺 很 好[的啊吧呀]?$ 好的 行 嗯 哦 噢 喔 啊 唉 呵 欸 对 是 没 不 别 太 有点 "
    r"差点 一般 凑合 也 都 就 又 再 还 那 然后 算了 其实 觉得 我 你 您 他 她 它 咱 谢 抱歉 不好意思 照 按 同 跟 像 "
    r"和 与 继续 接着 多 少 更 带 加 含 要 得 会 能 有没有 上面 下面 刚才 刚刚 之前 先 先来 但 可是 不过 如果 要是 "
    r"因为 所以 只要 只 最 每 各 突然 忘 等"
)

# Who is spoken to, or half an instruction.
_ALONE = (
    r"老板 老师 亲 亲爱的 姐妹们? 大佬 小编 宝子? 宝贝 老铁 兄弟 各位 师傅 这次 这回 本次 必须.* 把.* 之间 "
    r"[套用换]上 题(?:整|来|写|给|要) 语气 口气 风格 关键词 题目? 进去 上去 进来 面向 针对 面对 附上 附带 标注 "
    r"提到 提及 突出 主打 包含 出现 必须 务必 一定 控制 限制 参考 用上 加上 放在? 在 "
    r"(?:我们?|咱们?)?(?:老板|领导|甲方|客户|上头|经理|总监)(?:们|那边)?(?:也|就|都|非|又|一直)?(?:想要?|要|说|喜欢|爱|点名要|要求|让(?:写|加)?|指定)的?"
)

# A clause that ends so judges.
_JUDGEMENTS = (
    r"一样 似的 不错 可以 不行 一般 普通 矫情 好看 好听 喜欢 满意 无聊 没劲 没意思 差不多 点儿? 些 了 过 着 得 不够"
)

# English instructions.
_ENGLISH = (
    r"more like that please titles? ok okay great nice good wow lol well yes no thanks it them this one first "
    r"second last shorter longer chars? make give another new same better still but not now"
)

# What goes before a word of the trade: 推广主打产品.
_OURS = r"主打 主推 热门 核心 新 本 该 这款 我们的? 自家的? 店里的?"

# Words of the trade name no subject: 吸引学生党, 拉点击率.
_TRADE = (
    r"产品 商品 东西 货品? 品牌 单品 爆款 卖点 亮点 优势 特点 用户 客户 顾客 受众 人群 粉丝 流量 点击率? 转化率? "
    r"曝光度? 播放量? 热度 效果 活动 账号 视频 封面 吸引力? 吸睛 抓人 打动 拉新 推广 宣传 种草 带货 投放 广告 首页 "
    r"信息流 [Bb]站 哔哩哔哩 平台"
)


def _either(*lists: str) -> str:
    """One alternative a fragment, in the order given."""
    return "|".join(fragment for one in lists for fragment in one.split())


_N = rf"{DIGIT}{{1,3}}"
NO_WORD = re.compile(
    rf"^(?:{_N}(?:[条个句款版组种批]|$)|{_either(_NEVER_FIRST)})|^(?:{_either(_SELDOM_FIRST)})"
    rf"|^(?:{_either(_ABOUT_TITLES)})(?:的|吧|呢|里|中|里面)?$|^(?:{_either(_GRAMMAR)})$"
    rf"|(?:{_either(_LAST)})$|(?:{_either(_ASPECTS)})$|{_either(_NOWHERE)}|第{_N}"
)
"""What is no word to put into titles."""

_ANY_N = r"[\d一二两俩仨三四五六七八九十几半]"
# In doubt a clause is no subject.
NO_SUBJECT = re.compile(
    rf"{_ANY_N}+[来几多]?\s?(?:[条句款版组批打遍]|个(?!月|人))|第{_ANY_N}|[这那每哪][条个些批种样几边]|[这那哪]一?款$|最[差好高低强弱后早]"
    rf"|{_either(_MEASURES, _WORK, _TALK)}|^(?:{_either(_FIRST_IN_TALK)})|^(?:{_either(_ALONE)})$"
    rf"|(?:{_either(_JUDGEMENTS)})$|\b(?:{_either(_ENGLISH)})\b",
    re.I | re.A,
)
"""A clause that speaks of the work, of earlier titles or to the agent."""

NO_ENTRY = re.compile(
    rf"{_ANY_N}+[来几多]?\s?(?:[条句款版组批打遍]|个(?!月|人))|第{_ANY_N}|[这那每哪][条个些批种样几边]|最[差好高低强弱后早]"
    rf"|{_either(_MEASURES, _WORK)}|[吗呢啥]|什么|怎么|多少|哪|^(?:{_either(_ALONE)})$|(?:{_either(_JUDGEMENTS)})$"
    rf"|{_ANY_N}字|^请(?!柬|帖|客)|不$|^加(?:表情|悬念|数字|反差|梗)|^(?:面向|针对|适合|用于|场景)|^[太挺很]|^(?:不[行要是够对]|没意思|还行|好的)|\b(?:{_either(_ENGLISH)})\b",
    re.I | re.A,
)
"""What is no entry of a list of keywords; 降噪, 加班 and 不磨脚 are, though alone they would be none."""

OF_THE_TRADE = re.compile(rf"^(?:{_either(_OURS)})*(?:{_either(_TRADE)})$")
"""A word that every advertiser uses of every product."""

ASIDE = re.compile(rf"^(?:{_either(_ALONE)})$", re.I | re.A)
"""Who is spoken to, who wants the titles (老板想要), or half an instruction, and nothing else."""
