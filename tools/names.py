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
    "堃喆玥祎珺頔婳翀垚犇昇陞燚赟璟瑄玙琤彧珮琀琇珪琍瑀玧珣珅璘瓘琯璠祐禛禔旻昉昫晞暐曈昳晳弢烜焜熲燊炘煐淏湜溁湉洺澔濛沄沺甦"
    "叡勍劼卲堉埇壵媞嫄妘姈姮娍尭峣崟峯巘彣惇愔掞敔杋枏柷栐梽棪棽楙楒橦檦畯皞竑翯芃苾蒨虓衎袆褀訢詝詠谞贇鋆鈜钘锜锳镕雰霂霙頲"
    "飏鹍龑龢䶮"
)
"""Hanzi beyond GB2312 that people are called by."""
