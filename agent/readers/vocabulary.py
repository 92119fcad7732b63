"""The words that instructions are made of, each family named once: every reader builds its patterns from these.

All are regular expressions without capturing groups. A synonym added here is understood by every reader.
"""

from __future__ import annotations

# A number typed as one or more numerals; FEW also takes 俩, 仨 and 几, which order but do not point.
DIGIT = r"[\d一二两三四五六七八九十]"
FEW = r"[\d一二两俩仨三四五六七八九十几]"

# Measure words of titles: ORDERED in “来三条”, POINTED in “第三个”. 个 alone orders nothing, 组 points at nothing.
ORDERED = r"(?:条|句|款|版|组|则|份|支|题)"
POINTED = r"(?:条|个|句|款|版|题|则)"

# Verbs that ask for titles to be made; the second half is regional or colloquial.
ORDER = (
    r"(?:来|写|出|给|拟|要|生成|做|想|起|取|编|排|改|发|弄出|整出|凑够|再|多|共|整|搞|弄|凑|铺|补|加|憋|搓|撸|攒|搂)"
)

# Sentence particles that close an instruction and mean nothing here.
PARTICLE = r"(?:吧|呗|啊|哈|哦|了|啦|呀|嘛|噻|撒|咯|喽|嘞|哟|喃|喔|嗷|哒|捏)"

# What forbids: standard, clipped, regional (莫, 甭, 休, 唔好, 冇, 不兴) and written forms.
FORBID = (
    r"(?:别|不要|不许|不能|不得|不准|不可以?|不必|不兴|不让|甭|莫要?|勿|休要|嫑|唔好|唔要|唔准|冇得?|"
    r"禁止?|切忌|忌|避开|避免|避着|绕开|拒绝|杜绝|严禁|少|不想|不希望|不)"
)
# The part of them that a bare, unquoted word may follow at once without being misread (不锈钢, 少儿, 忌口).
FORBID_SURE = r"(?:别|不要|不许|不能|不得|不准|禁止|避免|避开|甭|莫|勿|唔好|唔要|不)"
# Between “no” and the verb: 别给我再写.
FORBID_MIDST = (
    r"(?:给我|给俺|再|真|总是?|老是?|一直|动不动就?|每次都?|全是|都是|就是|又是|净是|要|让|在标题里|"
    r"直接|把)"
)

# Verbs by which a word gets out of a title: 删掉, 毙了, ban, 拉黑.
DISMISS = (
    r"(?:去掉|删掉|删了|删去|拿掉|拿下|抹掉|剔(?:掉|了|除)|掐(?:掉|了)|砍(?:掉|了)|毙(?:掉|了)|"
    r"划(?:掉|了)|扔(?:掉|了)|枪毙|"
    r"拉黑|屏蔽|免了|就免|省了|少来|打住|戒(?:掉|了)|避开|避着|绕开|绕着|跳过|躲开|禁(?:掉|了|用)|"
    r"\bban\b|\bbanned\b|\bpass\b|\bout\b|\bdrop\b|\bremove\b|\blose\b|\bskip\b|\bcut\b|\bavoid\b|"
    r"\bexclude\b|\bditch\b|\bkill\b|\bdelete\b)"
)
# What says that one is tired of a word; with nothing said for it, that forbids it.
WEARY = r"(?:太多|太泛滥|用烂|写烂|听腻|看腻|看吐|腻了|烂大街|满天飞|太俗|俗气|就烦|好土|太土|犯忌讳|过敏)"

# How a verb says that what it handles ends up in the title: 写[进去], 带[起], 点[出来].
_INTO = r"(?:上去?|[进近]去?|进来|入|到|出来|起)"  # 塞近去 is a slip of the keyboard
_A_BIT = r"一(?:下下?|嘴|笔|句|点儿?)"
# To put a word into a title. Verbs that also mean “to make titles” (整, 弄, 写出来) count only with 上 or 进.
PUT = (
    rf"(?:(?:带|加|放|塞|提|点|嵌|融|揉|添|补|植|挂|缀|捎|安|标|搁|亮|露|捅|串|镶|埋|衬|挤)(?:{_INTO}|"
    rf"{_A_BIT})|写(?:上去?|进去?|进来|入|到|明)|"
    r"(?:整|弄|用|搞|安排)(?:上去?|进去?)|体现(?:出来?)?|突出来|强调|点名|点明|出现|包含|含有|"
    r"带有|提及|保留|留住|留着|注明|标明|标注|附带|附上|植入|露(?:个|一)?下?脸|"
    r"做进|(?:work|add|put|mix|drop|塞)(?:进|到|在)|\binclude\b|\bmention\b|\badd\b|\bwork(?:ed)? in\b|"
    r"\bput\b|\bcontain\b|\bfeature\b)"
)
# The same without complement; a bare word after these needs something else to be sure.
HOLD = r"(?:出现|写进?|提到?及?|说到?|带上?|用|碰|含有?|包含|放进?|使用|沾|加|塞|有|谈|讲|露|扯|搞|整|来)"
HOLD_SURE = r"(?:出现|写|提到?及?|说|带|碰|含有?|包含|放|使用|沾|谈|讲|露出?|扯)"
# What must not get lost is wanted: 别丢, 不能少, 别给我弄没了.
UNLOSABLE = (
    rf"{FORBID_SURE}(?:给我|给俺|再|把它)*(?:弄|整|搞)?(?:丢|少|漏|落|忘|缺|没了|动|改|删|去掉|"
    rf"拿掉|砍)|必不可少|不可少|缺一不可"
)

# What must be: 必须, 得, 务必. Between it and the verb may stand 在每条里.
MUST = (
    r"(?:必须要?|一定要?|务必|千万要|都?得|都?要|非得|需要|应该|记得|记着|最好|尽量|至少|请|"
    r"别忘了?|别落下|麻烦|必|must|has to|have to|needs?)"
)
# All titles of a list.
EACH = r"(?:每一?[条个句](?:标题)?(?:里)?(?:面|头)?|都|全部|统统|通通|一律|统一|标题|里面?|里头|全)"

# To keep a title for later (the library): sure by itself, and sure only with a complement or at a clause's end.
SAVE_SURE = (
    r"保存|入库|收录|归档|存档|存库|素材库|收藏|备份|备用|记下来?|\bsave\b|\bbookmark\b|\bstore\b|"
    r"\barchive\b|\bstash\b|\bkeep住|add to (?:the |my )?library|in(?:to)? (?:the |my )?library"
)
SAVE = (
    rf"{SAVE_SURE}|(?:存|囤|攒|屯)(?:起来|下来|一下|着|了|好|上|住|下|进|到|它|这|那|第|档|个|$|(?=[,。;!\s]))|"
    r"收(?:起来|下来|下(?=$|[,。!吧了])|好|着(?!点)|了吧|进|到库)|留(?:起来|下来|个?[档底]|着(?!点|.{0,6}[字词句])|了(?=$|[,。!]))|"
    r"搁(?:库|着)|备着|记(?:下|账上)|放(?:进|到|入)?.{0,3}(?:素材|收藏|库)"
)

# To take finals out of a list.
CHOOSE = r"(?:挑|选|留|筛|定|拣|拎|捡|丢|拿|pick|choose|select|keep)"

# An upper limit, before the number (莫超过18) and after it (18字以内, 18字打住).
AT_MOST = (
    r"(?:最多|至多|顶多|顶天|顶破天|撑死|上限|封顶|不到|少于|低于|max|"
    r"(?:别|不要?|不能|不得|不许|不可|莫|甭|勿|唔好)(?:超过?|多于|高于|大于|过(?!滤)|超出))"
)
# Verbs that bring the length to a number.
LIMIT_TO = (
    r"(?:(?:缩|压|控制|砍|减|限|卡|收|降|调|改|拢|摁|剪|裁|修|截|cap|limit)(?:缩|短|制)?(?:到|在|成|进|至|为|死)?)"
)
WITHIN = r"(?:以内|之内|以里|里头|之下|以下|内|封顶|打住|到顶|顶天|为限|拉倒)"
# To widen a limit: the old number may stand before (13放宽到20).
WIDEN_TO = r"(?:放宽|放|松|加|提|扩|涨|改|调|换|升|拉)(?:到|成|为|至)"

# To alter titles; what is altered is not wanted as it is.
CHANGE = r"(?:改|换|重来|重写|重新|再写|缩|短|长|不ok|不行|不好|太|加|去掉|删|把)"
# The version of a title before its last rewrite.
UNCHANGED = (
    r"(?:(?:没|未|不)(?:改|加|动|换)(?:过)?(?:之前|以前|前)?|(?:改|加|动|换)之前|改前)(?:的)?(?:那|"
    r"这)?(?:一)?(?:版|条|个|句)|原来(?:的)?(?:那|这)(?:一)?(?:版|条|个|句)|上一?版"
)
