"""Evidence for each intent: patterns with weights. The planner adds them up; none of them decides alone."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from collections import defaultdict

from agent.plan import Intent
from agent.readers.message import Message
from agent.readers.ordering import rate_named
from agent.readers.requests import chooses_a_subject
from agent.readers.vocabulary import SAVE, UNCHANGED

_CUES: tuple[tuple[Intent, float, str], ...] = (
    (Intent.GENERATE, 2.0, r"(?:来|写|出|给|要|整|搞|弄|想|生成|起|取|憋|凑|铺|补|加)(?:我|个|点|上|出|几|一些|俩|仨|[\d一二两三四五六七八九十])*\s?(?:个)?(?:广告|新|中文|短|好)*(?:条|标题|标提|文案|题目|title|句|版)"),
    (Intent.GENERATE, 2.0, r"(?:写|出|整|来|搞|弄)个(?!(?:更|再|短|长|简|正式|活泼|温))[^,。;!?\s]{2,14}?的?版本?(?:呗|吧|看看|试试|啊|嘛)?(?=$|[,。;!?\s])"),
    (Intent.GENERATE, 1.6, r"再(?:来|写|出|给|整|搞|弄|补|要|凑|想)(?!一?遍分)"),
    (Intent.GENERATE, 1.6, r"重来|重写|重新(?:写|来|出|想|生成)|推倒|推翻|全毙|换(?:一|个)(?:批|路数|思路|角度|方向|拨|波)|换一换|从头来"),
    (Intent.GENERATE, 2.0, r"\b(?:write|give me|generate|need|want|make|do|draft|come up with|brainstorm)\b.{0,40}\b(?:titles?|headlines?|options|ideas|more|lines)\b|\b(?:titles|headlines)\s(?:for|about)\b|\b\d+ (?:more|titles)\b"),
    (Intent.GENERATE, 2.0, r"(?:标题|文案)(?:你|帮我?|给我?|麻烦|就|也)*.{0,3}(?:想|写|来|整|弄|出|搞)"),
    (Intent.GENERATE, 1.2, r"每一?条|标题|标提|\btitles?\b|文案"),
    (Intent.GENERATE, 1.0, r"再[俩仨两三四五六七八九十\d]+[条个]?|多来|继续写|接着写|same thing|单独来|同样"),
    (Intent.REFINE, 2.0, r"(?:短|长|活泼|温柔|正经|搞笑|幽默|俏皮|稳重|接地气|口语|高级|狠|软|硬|夸张|直白|热血|自然|简单|具体|有梗|好玩|吸引人)(?:一点|点|一些|些)|shorter|longer|funnier|punchier|cheekier|warmer|simpler"),
    (Intent.REFINE, 2.2, r"改(?!编|行|装|期|革|造|日)|换成|替换|换掉|润色|优化|调(?:整|一下)|修(?:一下|改)|重新措辞|rewrite|rephrase|polish|tweak|revise|replace|swap"),
    (Intent.REFINE, 1.8, r"(?:拿|去|删|抹)掉|删了|去了吧|删去|加上|加进去|写进每|加个|换个(?:说法|词|开头|结尾)|口气|语气|口吻|太(?:长|短|硬|软|官方|土|油|平|普通|正经|浮夸|啰嗦|水|生硬)|有点(?:长|短|硬|土|平|油|官方|怪|绕|普通)|精简|缩短|扩写|压缩|(?:别|不要)(?:动)?其[他它余]|别的别动"),
    (Intent.REFINE, 3.0, r"说(?:点|句)?人话|讲人话|人味儿?|AI味|机器味|(?:太|好|真|有点|还是)(?:像|是)(?:AI|机器|模板|广告|官方|说明书|文案)(?:写|生成|稿|腔|了|$)|看不懂|读不懂|看不明白|不通顺|读不通|读着(?:不顺|别扭)|不知所云|没(?:有)?(?:内味|网感|人味|灵魂|记忆点|冲击力)"),
    (Intent.REFINE, 1.8, r"还是(?:太|有点|偏|很)?(?:长|短|硬|土|平|普通|生硬|官方|油)|偏[长短硬]"),
    (Intent.REFINE, 1.2, r"make (?:it|them|the|this|number)|a bit|keep the (?:opening|beginning|first)|take (?:one|the)|tone (?:it )?down"),
    (Intent.ASSOCIATE, 3.5, r"^续[:写]|(?:接|续)(?:着|一下|下去|龙|个|写(?!\d))|接(?:上)?下半句|下半句|后半句|后面(?:怎么)?接|往下(?:接|写|编|续)|补全|补完|续写|联想|以.{1,20}(?:开头|打头|起头)|开头是|(?:打|起)头的(?!那|这|一?[条个句])"),
    (Intent.ASSOCIATE, 3.5, r"(?:finish|complete|continue|extend) (?:this|the|my)|autocomplete|starts? with|starting with|beginning with"),
    (Intent.ASSOCIATE, 3.0, r"类似\s*的标题|(?:搜|找)(?:一下|下|找)?像|这[种类]类?型?的.{0,6}(?:搜|找)|(?:类[似式]|相似|差不多|近似|同类|同款|像.{1,20}(?:这样|那样|这种|那种))(?:意思)?(?:的)?(?:标题|老标题|题|句子|说法|爆款)?.{0,8}(?:找|搜|有没有|有吗|推荐|看看|参考)|(?:有没有|找|搜|搜搜|查|翻).{0,16}(?:类[似式]|相似|同款|差不多|近似|雷同|撞车)|(?:库|历史|以前|过去|之前投).{0,10}(?:有没有|找|搜|翻|查).{0,14}(?:标题|老|类似)|similar (?:titles?|ones|headlines)|(?:titles?|anything|something) (?:like|similar to)"),
    (Intent.MEME, 3.2, r"(?:有|找|搜|查|推荐|来|给|看|挑|用啥|啥|什么|哪些|几个|点)(?:没有|点|一下|下|些|我|看看)*(?:最近|现在|当下|最新|新|热门|热|流行|火|适合|关于|能用|合适|好用|好玩|什么|啥|哪些|的|b站|网络){0,4}.{0,14}(?:梗|meme|流行语|热词|网络用语)|(?:梗|meme|流行语|热词)(?:有|都有)?(?:哪些|什么|啥|没|吗|嘛|推荐)|(?:什么|啥)梗|(?:是|啥|什么)意思.{0,6}梗|梗.{0,8}(?:什么|啥)意思|这种梗|新一?点的梗|流行(?:的)?(?:词|话|说法|语)|trending|\bmemes?\b.{0,30}\?|any memes?|what memes?"),
    (Intent.MEME, 2.4, r"流行(?:啥|什么)|还火|过时了?没|(?:啥|什么)词火|网络词|新鲜的?词|梗.{0,6}(?:换|新|老)|换.{0,4}梗"),
    (Intent.MEME, 1.2, r"梗|\bmemes?\b|流行语|热词|网络用语"),
    (Intent.ENTITY, 2.4, r"(?:卖点|参数|规格|价格|价钱|售价|啥价|多少钱|什么价|怎么卖|材质|成分|尺寸|容量|续航|重量|颜色|保修|型号|sku|产品|品|商品|资料).{0,12}(?:有(?:哪些|什么|啥)|是(?:什么|啥|多少|多大)|多少|几|啥|什么|哪些|吗|呢|\?|列|list|查|来着|看看|说说|报一下)"),
    (Intent.ENTITY, 2.4, r"(?:有(?:哪些|什么|啥)|列(?:一下|出)|\blist\b|查(?:一下|查|下)|看(?:一下|看|下)|告诉我|说说|报一下).{0,12}(?:卖点|参数|规格|价格|价钱|产品|商品|sku|资料|信息|型号|products?|specs?|features?)|what(?:'s| is| are).{0,20}(?:price|specs?|selling points?|products?|features?)|how (?:much|many|long|big|heavy)"),
    (Intent.ENTITY, 1.8, r"多少钱|啥价|什么价|几(?:个|克|瓦|度|种|天|米|小时|分钟|色|款|档|节|颗)[^条标]{0,8}(?:来着|\?|吗|呢)|多(?:大|重|高|长|久|快|宽|厚)(?:来着|\?|$|啊|呢|的)|来着|支持.{1,12}(?:吗|不|么)|是不是.{1,12}的|能不能.{1,8}(?:水洗|折叠|退)|有没有.{1,8}功能|do (?:we|you) (?:sell|have|offer)|what else|does it"),
    (Intent.SCORE, 3.4, r"(?:觉得|感觉|看|认为)(?:怎么样|咋样|如何|好不好|怎样)|点评|评价一?下|打(?:个|一?下|一遍|打)?分|(?:^|[,。\s]|给|帮|都|再|来|做)[^,。]{0,8}?评(?:个)?分|过(?:一遍|遍|下)分|算(?:一?下|个)?分|测(?:一?下|个)?分|跑(?:个|一下)?分|score|\brate\b|\brating of|(?:能|值|得|给|拿)(?:多少|几)分|多少分|几分|评(?:一?下|估|价一下|判)|打一下分|排(?:个|一下)(?:名|序)|哪[条个版组](?:分|得分|更好|最好|好)|which (?:one )?is (?:better|best)"),
    (Intent.EXPLAIN, 3.4, r"(?:为(?:什么|啥|何)|怎么|咋|凭什么|why).{0,20}(?:分|高|低|好|差|score|这么|违规|不行|不能|不合规|不过|这样|推|排|选)|(?:解释|说明|分析|说说|讲讲)(?:一?下|解释)?.{0,10}(?:原因|理由|为什么|分|低|高|差)|(?:说|讲|聊)(?:说|下|一下|讲|明)?.{0,4}(?:原因|理由|道理)|(?:原因|理由|依据|道理)(?:讲|是|呢|\?|说|在)|差(?:在)?(?:哪|什么)|(?:好|强|弱|扣分|问题|毛病)(?:在|出在)(?:哪|什么)|解释(?:一?下|解释)|哪里(?:扣|差|不好|好)|\bexplain\b|\bwhy\b"),
    (Intent.COMPLIANCE, 3.4, r"能上(?:标题)?(?:不|吗|么|\?|$)|违规|合规|合不合规|违不违规|过不过审|违法|合法|犯法|广告法|过审|审核|(?:能|可|可以)不?(?:能|可以|可)?(?:这么|这样)?(?:写|说|用|发|投)(?:吗|么|不|嘛|\?)|能不能(?:写|说|用|发|投|过)|可不可以(?:写|说|用)|要不要紧|会不会(?:被)?(?:罚|封|违|拒|毙|下架)|(?:有|没|啥)(?:没有)?(?:风险|问题)(?:吗|么|没|不|\?|$)|极限词|敏感词|禁用词|踩(?:线|雷|红线)|过一?遍(?!分)|帮?(?:我)?(?:查|审|检查|把关|看看).{0,6}(?:违|合规|法|词)|can (?:i|we) (?:say|write|use|claim)|is (?:it|this) (?:legal|ok|okay|allowed|compliant)|allowed to say|写上去?\?|成立吗|行不行\?"),
    (Intent.RACE, 3.4, r"赛马|(?:拿|送|放)去(?:测|投|跑|赛)|去赛(?!道)|赛(?:一[赛下场把]|起来)|(?:跑|赛|测|投)得?(?:怎么样|如何|咋样|啥样)|取前\s?[一两二三四五\d]{1,2}|上线|投放(?!策略)|开跑|开赛|发布|(?:挑|选|留|筛|拣|定)(?:出|下|个|上|好|走)*[\d一二两俩仨三四五六七八九十]+[条个款版]?|定(?:稿|下来|了|这|它|第|那)|敲定|就它(?:了|(?=$|[,。!\s]))|跑得?(?:怎么样|如何|咋样)|(?:哪|谁)[条个]?(?:跑|会火|能火|最火|更火|赢|领先|点击|转化|好使)|进度|(?:现在|目前)(?:啥|什么|怎么|咋|谁|哪).{0,6}(?:情况|样|前|领先|状态)|谁赢|谁跑|测试(?:结果|数据|进展)|\ba/?b\b|(?:点击率|ctr|曝光|数据)(?:怎么样|如何|多少|咋样|呢)|\brace\b|go live|\blaunch\b|pick (?:the )?(?:best )?(?:\d|two|three|one)|who'?s winning|a/b test|run (?:them|it|the test)"),
    (Intent.SAVE, 3.6, r"(?<![\u4e00-\u9fffA-Za-z])(?:存|收)(?:第|前|最|全|这|那)|存(?:库|它|这|那|他|掉|一下|起来|下来|了|着|到|进|入|好|档|下|个|(?=[,。!\s]|$))|保存|收(?:藏|进|入|到|录|一下|起来|下(?:吧|了|来)|了吧|着)|入库|素材库|留(?:着|存|档|底|下来)|备(?:用|份|着)|归档|\bsave\b|\bbookmark\b|\bstore\b|\barchive\b|add to (?:the |my )?library"),
    (Intent.CLARIFY, 1.5, r"^(?:随便|都行|你看着办|弄一下|搞一下|那个|嗯+|啊+|额+|呃+|这个|帮个忙|看着来|你说呢|在吗我|改改|弄弄|怎么办|然后呢|继续|不对|不是|还行吧|一般|啥|什么|咋整)[.。…?!~\s]*$"),
    (Intent.SMALLTALK, 3.2, r"^(?:你好|您好|嗨|哈[喽啰]|hi+|hello|hey|yo|在(?:吗|么|不)|早(?:上好|安|啊)?|晚上好|下午好|中午好|晚安)[啊呀哈!~。,?\s]*|谢(?:谢|啦|了|过)|多谢|感谢|辛苦(?:了|啦)|thanks?|thank you|thx|拜拜|再见|回头(?:聊|见)|下班|回见|bye|see (?:you|ya)|good (?:morning|night|job)|先这样|就这样吧|你(?:是谁|叫什么|会什么|能(?:做|干)(?:什么|啥)|有啥用|是(?:机器人|ai|真人))|怎么用你|who are you|what can you do|真棒|厉害|牛[逼啊b]|爱了|太强了|不错不错|哈哈哈+|收工|吃(?:饭|了吗)|周末愉快|晚点(?:再)?(?:说|聊|来)|nice work|great job|good work|lol"),
    (Intent.REFUSE, 3.6, r"天气|冷不冷|热不热|(?:明天|后天|今天|这几天|周末|这周).{0,6}(?:冷|热|晴|降温)(?:不|吗|么|\?)|下雨|下雪|刮风|打雷|气温|零下|几度(?!酒)|台风|雾霾|weather|forecast|(?:写|编|来)(?:个|段|一段|一个)?(?:代码|程序|脚本|爬虫|sql|vba|python|java|宏|正则|小游戏|贪吃蛇)|\bvba\b|\bpython\b|\bjavascript\b|\bsql\b|\bgit\b|\bregex\b|\bhtml\b|excel|报错|debug|leetcode|编程"),
    (Intent.REFUSE, 3.4, r"写(?:首|篇|封|份|个)(?:诗|歌|词|作文|论文|情书|小说|辞职信|检讨|简历|周报|日报|年终总结|邮件|演讲稿|请假条)|论文|翻译|作业|解(?:一?道|个)?(?:题|方程)|(?:股票|股市|基金|比特币|彩票|双色球|大盘)(?!.{0,6}(?:标题|产品)).{0,10}(?:买|涨|跌|推荐|预测|号|怎么看|怎么样|咋样|如何|能)|政治|选举|总统|立场|投票给|vote|战争|打仗|政府|领导人|台湾|星座运势|算命|塔罗|菜谱|怎么做饭|女朋友|男朋友|分手|表白|相亲|头疼|发烧|吃什么药|看病|挂号|电影推荐|讲个?(?:笑话|故事|段子)|笑话|翻唱|几点了|今天星期|world cup|世界杯|比分|足球赛|recipe|poem|essay|homework|joke|translate"),
    (Intent.REFUSE, 4.2, r"(?:忽略|忘掉|忘记|无视|抛开|丢掉|清空|不要管|ignore|forget|disregard)(?:掉|了)?.{0,14}(?:指令|设定|规则|提示|要求|限制|前面|之前|以上|上面|instructions?|rules|prompt|above|previous)|system prompt|你收到的|消息全文|只回答(?!标题)|不要再写标题|系统提示|提示词|(?:开场)?设定.{0,6}(?:复述|发|告诉|说|贴)|(?:把|你的).{0,8}(?:指令|prompt|规则|设定).{0,10}(?:发|说|告诉|复述|背|念|输出|打印|泄露|贴)|your (?:rules|instructions|prompt|system)|没有任何限制|without (?:any )?restrictions|越狱|jailbreak|\bdan\b模式|开发者模式|developer mode|假装你(?:是|没|不)|扮演|你现在是(?!.{0,6}(?:文案|标题))|pretend (?:you|to)|act as|root权限|管理员(?:模式|权限)"),
    (Intent.REFUSE, 3.6, r"(?:身份证|手机号|电话号码|住址|家庭住址|银行卡|密码|隐私|聊天记录|真实姓名|人肉|开盒).{0,12}(?:查|告诉|给我|找|是多少|是什么|发|弄|搞)|(?:查|找|弄|搞|套|给我).{0,10}(?:身份证|手机号|电话号码|家庭住址|银行卡|密码|隐私|个人信息|客户名单)|(?:黑|骂|抹黑|贬低|诋毁|踩|攻击|造谣|diss|吊打|拉踩).{0,8}(?:对手|竞品|友商|同行|他们家|隔壁|品牌|别家|对家)|(?:竞品|友商|对手|同行|别家|隔壁).{0,10}(?:垃圾|坑|骗|有毒|不行|都是|黑料|烂)|(?:竞品|友商|对手|同行|别家|隔壁|对家).{0,8}(?:骂|黑|踩|喷|损|怼|贬)(?:一|几|他|它|$)|刷个?(?:单|量|评|赞|播放)|水军|买赞|假(?:评论|货|好评)|色情|涩图|成人|赌博|毒品|枪|炸弹|bomb|hack|黑进|破解"),
    (Intent.ASSOCIATE, 3.2, r"^(?:接一?句?|续|continue)\s?[:]|打头(?!的|那|这|一?[条个句])|续(?:成|\s?[\d一二两三四五六]个)|写不下去|how would you end|有类似|(?:后面|后半[句截段]?|后头|下半[句截]?|结尾)(?:怎么|咋|帮|你|请|给)?.{0,4}(?:接|补|编|写|发挥|来)|你(?:来)?(?:接|补|续)|请?接$|补(?:一下|后半|这半|下半)|往下(?:写|接|编|联想)|(?:这半句|这句).{0,6}(?:补|接|续)|(?:换|还有|再来).{0,4}(?:接法|结尾)|起了?个头|给个(?:开头|下半句)|开头(?:固定|写死)|前半句.{0,12}后面"),
    (Intent.ASSOCIATE, 3.2, r"(?:历史|以前|从前|老|旧|库里|投过).{0,8}标题.{0,16}(?:找|搜|翻|查|有没有|有吗|比|看|$)|(?:查|翻|搜|找|看看).{0,6}(?:历史|以前|库|老标题|旧标题|投过)|(?:old|past|previous) titles|一个意思|(?:意思|味儿?)(?:差不多|接近|一样|相近)的|(?:相近|雷同|同类|接近)的?"),
    (Intent.COMPLIANCE, 2.8, r"敢不敢写|敢写[吗不]|要紧(?:不|吗)|往上写|授权|出事|in trouble|rejected|okay to use|allowed\b|审(?:一下|下|审|核|一审)|把把?关|检测|被(?:打回|毙|卡|罚|下架|封|拒)|(?:写|说|提|用|发|投|过).{0,8}(?:行不行|可不可以|成吗|成不|行吗|可以吗|可以么|能说吧|敏感|资质)|是不是不行|(?:行不行|可以不|成吗)\??$|\bare we allowed\b|\billegal\b|踩雷|资质"),
    (Intent.ENTITY, 2.4, r"(?:卖点|亮点|特点|优势|规格|参数|价位|材质|价格表?|资料|商品|产品|课程|功能).{0,10}(?:捋|列|报|说下|说说|发我|查|瞅|介绍)|(?:列|报|介绍|捋|查).{0,8}(?:卖点|亮点|特点|优势|规格|参数|功能|价)|资料(?:里|上|库)|咱家|我店里|我们(?:都|家)?(?:卖|有哪)|(?:分别)?适合谁|有没有.{1,8}(?:版|款|色|型号|规格|功能|赠品|售后|优惠)|有(?:几|哪)(?:个|种|款|门|些)(?:颜色|产品|商品|课|功能|款)"),
    (Intent.ENTITY, 1.8, r"几(?:斤|节|包|门|周|磅|盒|支|瓶|人|公里|夜|晚|套|寸|厘米|毫升|升|级|粒|片)|多少(?:钱|斤|节|包|毫升|克|道|天|瓦|分贝|厘米|人|个(?!标)|款)|(?:防水|联机|水洗|直播|含糖|折叠|充电|保修|退|咖啡因|免费|花钱).{0,4}(?:吗|么|不|嘛)|什么(?:材质|特点|区别|牌子|颜色)|啥(?:材质|价位|价|特点|颜色|做的)|\b(?:does|do|is) (?:it|the|our)\b.{0,30}\?"),
    (Intent.SCORE, 2.6, r"哪[几一]?[条个句版].{0,4}(?:高|低|好|强|弱)|哪[几一]?[条个句版](?:标题)?(?:是|会|能)?(?:最|更|比较)|最.{1,4}的?是哪[条个句]|which (?:of|one).{0,24}\?|分(?:数)?(?:高不高|怎么样|情况|咋样|多少|出来)|(?:流畅度?|质量分?|风格分?|得分|三项).{0,6}(?:多少|看|列|咋样|怎么样|发我)|得分|(?:看|列|给)(?:下|一下|我)?.{0,6}(?:分数|得分|质量分|风格分|评级)|最[弱强]$|(?:比|对比)(?:比|一下|下)?分|谁分|几分|评评|评级|测评|按分|评:|谁(?:最|更)好|哪[几]?[条个].{0,4}(?:最好|更好|最弱|最差)|which .{0,6}(?:best|better)|what scores|rank (?:them|these)|score"),
    (Intent.EXPLAIN, 2.6, r"为什么|[低差扣输弱]在哪|分.{0,6}(?:什么意思|咋来|标准)|犯了哪|问题.{0,3}说|说细|哪个词|为啥|为何|凭啥|咋(?:这么|才|回事|打)|怎么(?:回事|才|打出来|算的|来的)|(?:弱|输|赢|强|差|好|毛病|问题)(?:在|出在).{0,4}(?:哪|啥|什么|何)|哪里?(?:套路|不通|不好|犯法)|扣分|具体(?:违反|说说)|reason|what'?s wrong|讲清楚|什么叫|哪条法"),
    (Intent.RACE, 2.6, r"\brun (?:that|this|it|number|#)|\bclicks?\b|战况|你(?:来|帮我)?(?:挑|选)(?=$|[,。\s])|曝光了|测多久|点击谁|进展|跑完|[a甲]组.{0,3}[b乙]组|against each other|效果(?:如何|怎么样|咋样)|全上|[一二三四五六七八九十\d]进[一二三四五\d]|pk|拍板|终稿|(?:去|拿去|可以|进行|直接|先)投|winner|\blive\b|跑(?:一轮|出|量|到|个)|(?:能|会)(?:爆|火)|(?:拿|送|放|都|上)?去(?:测|投|跑)(?!试结)|上测|开测|送测|点(?:得|击)(?:最)?(?:多|高)|前\s?[一两二三四五\d]{1,2}[条名个]?\s?(?:上|进|投|去|跑|开)|(?:一起|都|去|来|拿去)赛(?=$|[,。!~\s吧])|你定|哪[几两]条.{0,6}(?:定|上)|点击(?:最高|情况|率)|三选一|二选一|有赢家|排第一|有结论|发吧|开(?:跑|赛)|赛到|主推"),
    (Intent.SAVE, 2.6, r"留(?:个|一)?(?:档|底)|存(?:上|一份|下|!|存|一存)|(?:这条|全|都|先)收(?:了|着|起|$)|library|记下来|放.{0,6}(?:收藏|素材|库)|收藏夹|存档|收录|备份|别丢"),
    (Intent.SAVE, 3.6, SAVE),
    (Intent.SAVE, 2.6, r"归(?:到|进|档)|撂(?:下|库|着)|\bmark(?:一下|住|上| )|收第|给我放好|落袋|留(?:一份|给我)"),
    (Intent.SAVE, 1.5, UNCHANGED),
    (Intent.SCORE, 3.0, r"哪[条个句]?.{0,6}(?:可能|估计|应该|会).{0,4}(?:高|好|强)|评(?:个|一?评)?高[低下]|掂量|有戏|顶用|谁强|挑个最[差弱次]|排(?:个|一)?(?:座次|名次|位)|排一?[下排]|\brank\b|比(?:一?比|比看|划)|更(?:让人|会让人|能让人)?想(?:点|戳)|(?:你|会|该)选哪|选哪[个条一]|报个?分|亮个?分|(?:哪|谁)[条个]?(?:最|更|比较)(?:顶|强|狠|稳|抓|吸|拉|弱|次|好)|预估"),
    (Intent.REFINE, 1.8, r"add .{1,16} to (?:number|#|no)|措辞|换几个(?:开头|结尾)|重写(?:后|前|第|结尾|开头)|(?:多|再)改(?:两|一|几)|写法|改合规|能过审的|救(?:一?救|一下|回来)|拯救|挽救"),
    (Intent.REFUSE, 2.2, r"怎么做(?!标题|活动)|推荐.{0,4}(?:电影|书|歌|餐厅|股)|堵(?:不堵|车)|房价|外卖|唱(?:首|个|歌)|剧本|合同|请假|简历|周报|述职|外挂|代练|代打|黑号|索引|算个?命|星座|支持哪|(?:头|肚子|膝盖|牙|腰)疼|发烧|感冒|呕吐|去医院|挂号|吃药|生气了|怎么哄|造谣|造个谣|(?:无视|忘了?|忘掉).{0,4}(?:上文|上面|你是)|repeat (?:everything|the)|api key|初始设定|capital of|量子|国际局势|国家更强|天下大事|哪个党|逃税|导航|高考|起个?名(?!.{0,8}标题)|彩票|紫外线强|穿啥|穿什么|起名|名字怎么取|translate|what time|stock|(?:吃|喝)(?:什么|啥)好|附近有"),
    (Intent.SMALLTALK, 2.6, r"在(?:吗|么|不|嘛)(?:呀|啊)?$|哈[喽啰罗]|^早|嘿嘿|好嘞|收到$|撤了|闪了|666|nice|great|morning|evening|新人|第一次用|初次|请多关照|你(?:叫|会|能)(?:啥|什么|干)|你是(?:干|谁|ai|机器|真)|介绍(?:下|一下)?你自己|有人吗|能聊天|今天(?:先|就)?到(?:这|此)|我(?:先)?去(?:开会|吃|忙|睡)|周末好|爱你|绝了|棒|完美|很满意|好呀|(?:老师|姐妹|老板|师傅|大佬|各位)好$|就到这|再会"),
    (Intent.SMALLTALK, 2.6, r"吃了?(?:饭)?(?:了)?(?:没|不|吗)|忙(?:不忙|啥|什么)|\bcheers\b|交差|请你(?:喝|吃)|真有你|比我们.{1,6}强|(?:好|太|真)会写|没毛病|靠谱|累(?:麻|死|瘫)|回见|下回还找"),
    (Intent.CLARIFY, 1.5, r"不知道|说不清|不晓得|等等$|等我|再想想|^随你|^都行|^test$|^哪个$|什么意思$|那个$|弄弄|看着来|那个东西"),
)  # fmt: skip
_COMPILED = tuple((intent, weight, re.compile(pattern, re.I | re.A)) for intent, weight, pattern in _CUES)
_SHORT_FORMS = frozenset(
    ["hi", "hey", "yo", "ok", "thx", "ty", "lol", "hmm", "pls", "gm", "gn", "xswl", "yyds", "gkd", "kdl", "dd"]
)  # words without vowels
_RATED = 4.0
_MEANT = re.compile(r"[\u3400-\u9fffA-Za-z0-9\u3040-\u30ff]")


def is_blank(message: Message) -> bool:
    """Nothing typed, or nothing but punctuation and emoji."""
    return not _MEANT.search(message.text) and not message.quotes


def is_garbage(message: Message) -> bool:
    """Keyboard noise: one short unit over and over, or letters and signs that no word is made of."""
    text = re.sub(r"\s+", "", message.raw)
    if is_blank(message):
        return True
    if re.fullmatch(r"(.{1,3}?)\1{2,}.?", text) and not re.fullmatch(
        r"(?:哈|呵|嘿|6|h|ha|he|嘻|啊){3,}", text, re.I | re.A
    ):
        return True
    if re.fullmatch(r"6{2,}|2333+|88+6?|520|1314", text):
        return False
    if re.search(r"[\u3400-\u9fff\u3040-\u30ff]", text):
        return False
    letters = re.sub(r"[^A-Za-z]", "", text).lower()
    if not letters:
        return not re.fullmatch(r"\d{1,2}", text)
    words = re.findall(r"[a-z]+", message.raw.lower())
    return all(_is_mash(word) for word in words)


def _is_mash(word: str) -> bool:
    if word in _SHORT_FORMS:
        return False
    if len(word) <= 2:
        return len(set(word)) == 1 and len(word) > 1
    vowels = sum(char in "aeiouy" for char in word) / len(word)
    repeated = re.search(r"(.{1,3}?)\1{2,}", word)
    keyboard = re.search(r"asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|erty|zxcv|xcvb|qwqw|jkl", word)
    return vowels < 0.2 or vowels > 0.85 or bool(repeated) or bool(keyboard)


def read_cues(message: Message, racing: bool = False) -> dict[Intent, float]:
    """Summed weights of the cues present, by intent; `racing`: a race runs. Quoted text gives no evidence."""
    text = message.plain.replace("谐音梗", "谐音")
    found: dict[Intent, float] = defaultdict(float)
    for intent, weight, pattern in _COMPILED:
        if pattern.search(text):
            found[intent] += weight
    if rate := rate_named(text, racing):
        found[Intent.SCORE if rate == "predicted" else Intent.RACE] += _RATED
    if chooses_a_subject(message):
        found.pop(Intent.RACE, None)
    return dict(found)
