"""Surnames and the commonest hanzi of given names, for tools/pinyin.py. Nobody's name stands here.

The surnames follow the public report on names of the Ministry of Public Security of 2020
(公安部户政管理研究中心《二〇二〇年全国姓名报告》), the first hundred about in its order, then
other common ones. Shares are round figures: 7.2 to 1.9 % for the first ten; after them the share is
19 % over the rank, so that the first hundred come to about 85 %, as reported.
"""

from __future__ import annotations

FIRST_TEN = dict(
    zip("王李张刘陈杨黄赵吴周", (7.2, 7.2, 6.8, 5.1, 4.5, 3.3, 2.4, 2.0, 2.0, 1.9), strict=True)
)
"""Shares in percent."""
SURNAMES = (
    "徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付"
    "方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛"
    "曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏"
    "宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝冼云练官储卿匡湛封危幸燕鞠伏蔺劳"
    "滑竺皮倾普揭候原底薄敬花茅覆区洪朴傅萧阎丘肖"
)
COMPOUND = (
    "欧阳", "上官", "司徒", "司马", "诸葛", "皇甫", "尉迟", "令狐", "慕容",
    "端木", "东方", "夏侯", "公孙", "独孤", "南宫", "宇文", "长孙", "呼延",
    "闻人", "申屠", "钟离", "太史", "濮阳", "赫连", "百里", "东郭", "西门",
)  # fmt: skip
READ_AS = {
    "单": "shan", "解": "xie", "曾": "zeng", "仇": "qiu", "查": "zha", "区": "ou", "朴": "piao",
    "覃": "qin", "尉迟": "yu chi", "长孙": "zhang sun", "华": "hua", "任": "ren", "宁": "ning",
    "翟": "zhai", "燕": "yan", "薄": "bo", "盖": "ge", "万": "wan", "柏": "bai", "洪": "hong",
}  # fmt: skip
"""Surnames that are not read as the hanzi mostly is."""


GIVEN = (
    "英华文玉秀明兰金国春红军芳建小平海丽梅荣伟志桂云珍凤强霞敏静涛磊艳杰勇超淑琴萍燕娟莲香月琼花菊珠福德庆生林祥辉"
    "梓子宇浩轩涵欣怡雨佳思俊嘉晨博诗雅梦瑶沐辰泽"
)
"""Hanzi that reports on names count among the commonest of given names, old and young."""
RARE = (
    "堃喆玥淼祎珺頔婳翀翊暄垚犇昇陞煊燚赟璟瑄玙琤彧珮琀琇珪琍琏瑀玧珣珅珩珂璘瓘琨琯琮璠璇祐祺禛禔旻昉昕昫晞晔暐曈昳晳晟弢"
    "烜焜熲煜燊焱焓炘炜烨煐淏湜溁湉泓浠洺滢澔澍潆濛沄沺甦叡勍劼卲厍嘏嘉埕堉埇壵媞媛嫄嫒妘妤姈姮娍婧尭屹峣崟峯嵘嵩巘庥廑彣彤"
    "忻恺惇悫愔懋扬抟掞擎敔斓旃杋枏柷栐栩桁桢桤梽棪棽楙楒榉樾橦檦歆毓毖沛瀚熙犇猷玎珑璁甯畯皓皞睿矜砺硕禾稷穆竑笙筠箐箬"
    "綦綮绮绲羿翯聿舸艿芃芊芮苡苾茗荃荇莜莼菡菀萱葳蒨蓁蓥蔚薏藜蘅虓衎衍衡袆褀訢詝詠诎诠谞谡豫贇赟轲辇辰逯邈郗郦酆醴釉"
    "鋆鈜鑫钇钰钘铄铖锜锳锶镕镆闳闻阗陂隽雰雯霁霂霈霙霖靓靖韫韬頲颀颉飏飒馥骁骐骥骧鲲鸢鸾鹍麒麟黛鼐龑龢䶮"
)
"""Hanzi of given names that books hardly ever use, many of them beyond GB2312."""
