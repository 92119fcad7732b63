"""Typed forms folded to the one the readers know: traditional characters, digits drawn as signs, common slips.

Every folding keeps the number of characters, apart from the invisible parts of keycap signs, which go first.
"""

from __future__ import annotations

import re

_TRADITIONAL = (
    "條条個个長长寫写標标題题謝谢幫帮請请給给換换開开頭头後后這这裡里裏里們们說说話话對对錯错點点過过還还來来嗎吗麼么"
    "為为無无與与從从會会時时現现實实當当發发經经價价錢钱賣卖買买產产業业質质廣广應应該该讓让認认識识語语氣气詞词句句"
    "數数詢询問问間间門门聞闻聽听見见觀观視视覺觉覽览親亲訴诉記记評评試试詳详誰谁調调論论講讲許许設设證证讀读變变讚赞"
    "費费資资賽赛貓猫狗狗買买貴贵質质負负貨货貼贴跟跟車车輕轻輪轮轉转運运進进選选達达遠远適适遲迟邊边郵邮鄉乡"
    "醫医釋释針针鋼钢錄录鍵键鏡镜鐘钟鐵铁關关陽阳陰阴階阶隊队際际隨随險险雙双雜杂雞鸡離离難难電电靜静響响頁页項项順顺"
    "須须預预領领頻频顏颜願愿類类顧顾顯显風风飛飞飯饭飲饮館馆馬马駕驾騎骑驗验驚惊髮发鬆松魚鱼鮮鲜鳥鸟鹽盐麵面麗丽黃黄齊齐"
    "齡龄龍龙東东兩两嚴严喪丧喫吃豐丰臨临麗丽舉举義义樂乐習习書书亂乱爭争虧亏雲云產产億亿僅仅從从倉仓儀仪優优傳传傷伤倫伦"
    "偽伪側侧備备債债傾倾兒儿黨党蘭兰養养獸兽內内岡冈冊册軍军農农衝冲決决況况凍冻淨净涼凉減减鳳凤憑凭凱凯擊击劃划劉刘則则剛刚"
    "創创刪删別别劑剂劇剧勸劝辦办務务動动勵励勁劲勞劳勢势區区協协單单賣卖盧卢衛卫卻却廠厂廳厅歷历曆历厲厉壓压厭厌參参"
    "叢丛吳吴員员呂吕嚇吓囑嘱園园圍围國国圖图圓圆聖圣場场壞坏塊块堅坚壇坛墳坟墊垫牆墙壯壮聲声壺壶處处夠够夢梦夾夹奪夺奮奋"
    "獎奖婦妇媽妈嬌娇孫孙學学寧宁寶宝審审憲宪宮宫寬宽賓宾寢寝導导壽寿將将嘗尝屆届屬属層层歲岁島岛嶺岭幣币帥帅師师帳帐帶带"
    "幹干廟庙廢废廚厨張张彈弹強强歸归彥彦徹彻徵征憶忆憂忧懷怀態态憐怜總总戀恋惡恶悶闷愛爱憤愤慣惯戰战戲戏戶户撲扑執执擴扩掃扫"
    "揚扬擾扰撫抚拋抛搶抢護护報报擔担擬拟擁拥擇择掛挂摯挚揮挥損损撿捡據据擠挤攔拦攜携摺折敗败敵敌斷断舊旧曉晓暈晕暫暂術术"
    "樸朴機机殺杀權权楊杨極极構构槍枪檢检樓楼樣样樹树橋桥歡欢殘残氈毡決决沒没溝沟滬沪淚泪澤泽潔洁灑洒淺浅漿浆測测濟济濃浓濤涛"
    "滅灭燈灯靈灵災灾燦灿爐炉煙烟煩烦燒烧熱热煉炼爺爷牽牵狀状獨独獎奖獻献瑪玛環环瓊琼畫画暢畅療疗瘋疯盤盘監监蓋盖盜盗眾众睏困"
    "礙碍碼码磚砖確确禮礼禍祸離离種种積积稱称穩稳窮穷竊窃競竞筆笔筍笋簡简籃篮籤签糧粮緊紧糾纠紅红約约級级紀纪純纯紙纸紛纷終终"
    "組组細细織织絕绝結结繞绕繪绘絡络給给統统絲丝經经綠绿維维綜综網网緣缘編编緩缓練练線线縮缩績绩續续總总繁繁繩绳繼继纖纤罰罚"
    "羅罗職职聯联聰聪膚肤腦脑腳脚臉脸臺台藝艺節节範范莊庄華华葉叶蒐搜蔥葱蘇苏蘋苹藍蓝藥药蝦虾蟲虫補补裝装製制複复襪袜規规"
    "計计訂订討讨訓训託托設设訪访評评訊讯詩诗誠诚誤误諮咨諧谐謎谜謂谓譯译議议護护賺赚贈赠贏赢趕赶趙赵跡迹踏踏軟软載载輩辈"
    "輯辑輸输辭辞遊游違违遞递遺遗鄭郑釀酿針针鈔钞銀银銷销鋪铺鎖锁鏈链鑰钥閃闪閉闭閒闲閱阅陳陈陸陆隱隐靚靓韓韩頓顿額额餓饿餘余"
    "餅饼饅馒駐驻鬧闹鴨鸭麥麦貝贝僱雇儲储號号嗆呛嘆叹喚唤啟启噸吨墜坠夥伙姊姐準准湊凑滿满澀涩灣湾牠它稅税"
)  # fmt: skip
_SIMPLIFIED = {ord(old): new for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True) if old != new}
_KEYCAP = re.compile(r"[\ufe0e\ufe0f\u20e3]+")
_CIRCLED = {ord(sign): str(number) for sign, number in zip("①②③④⑤⑥⑦⑧⑨", range(1, 10), strict=True)}
_NUM = r"[\d一二两三四五六七八九十几]"
# Homophones and neighbouring keys that an instruction is often typed with; each only where no other word can stand.
_SLIPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?<={_NUM})(?:跳|调)(?=$|[\s,。;!?~的吧呗呢哈,，]|标)"), "条"),
    (re.compile(rf"(?<={_NUM})自(?=以内|以里|之内|内|左右|封顶|$|[\s,。;!?])"), "字"),
    (re.compile(rf"(?:(?<=^)|(?<=[\s,。;!?，]))在(?=来|写|出|给我|整|弄){_NUM}?"), "再"),
    (re.compile(r"标(?:体|提|替|提)(?=$|[\s,。;!?的来写给吧\d一二两三四五六七八九十])"), "标题"),
    (re.compile(r"表题"), "标题"),
    (re.compile(rf"((?:超过?|最多|至多|顶多|撑死|控制在|压到|缩到|不到|少于)\s?{_NUM}+个?)子"), r"\1字"),
    (re.compile(rf"(?<={_NUM}个)子(?=以内|以里|之内|内|左右|封顶)"), "字"),
    (re.compile(r"代(?=[\ue000-\ue0ff])"), "带"),
    (re.compile(r"(?<=第)(?:—|-)(?=条|个)"), "一"),
)  # fmt: skip


def without_signs(text: str) -> str:
    """Keycap digits (3️⃣) as plain ones; every other character stays."""
    return _KEYCAP.sub("", text)


def fold_script(text: str) -> str:
    """Traditional characters as simplified ones, circled digits as digits, slips mended; as long as `text`."""
    folded = text.translate(_SIMPLIFIED).translate(_CIRCLED)
    for pattern, right in _SLIPS:
        folded = pattern.sub(right, folded)
    return folded
