"""The places, legal forms and trades that company names are made of besides what tells one company from another."""

from __future__ import annotations

from typing import Final

PLACES: Final = frozenset(
    """
    北京 上海 天津 重庆 香港 澳门 台湾 中国
    河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海
    内蒙古 广西 西藏 宁夏 新疆
    石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁
    呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳
    盘锦 铁岭 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河
    牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 江阴 张家港 常熟 太仓
    杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 慈溪 余姚 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山
    滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 晋江 南昌 景德镇 萍乡 九江 新余 鹰潭
    赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封
    洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门
    孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳
    珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 顺德 南宁 柳州 桂林 梧州
    北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江
    乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧
    楚雄 大理 拉萨 日喀则 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉
    庆阳 定西 陇南 西宁 海东 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 台北 高雄
    beijing shanghai tianjin chongqing guangzhou shenzhen hangzhou suzhou nanjing wuhan chengdu xian qingdao
    dalian ningbo xiamen wuxi dongguan foshan hefei changsha zhengzhou jinan shenyang china hongkong
    """.split()  # noqa: SIM905  a table reads better as one
)
"""Provinces, cities that name companies, in Chinese and (the largest) in pinyin."""

LONGEST_PLACE: Final = max(len(place) for place in PLACES if not place.isascii())

LEGAL_ZH: Final = (
    "集团股份有限公司", "集团有限责任公司", "集团有限公司", "有限责任公司", "股份有限公司", "控股有限公司", "有限公司", "股份公司",
    "总公司", "集团公司", "公司", "集团",
)  # fmt: skip
"""Legal forms, as they end Chinese names; the longest first."""

LEGAL_EN: Final = frozenset(
    """
    co company corp corporation inc incorporated ltd limited llc llp lp plc gmbh ag kg ug se sa sas sarl srl spa bv nv ab as
    aps oy oyj kk pte pty pvt private sdn bhd holding holdings group
    """.split()  # noqa: SIM905
)

TRADES: Final = (
    "信息技术", "信息科技", "网络科技", "生物科技", "电子商务", "自动化设备", "自动化", "精密制造", "精密机械", "精密", "新能源",
    "新材料", "医疗器械", "医疗设备", "医疗科技", "医疗", "仪器仪表", "仪器", "仪表", "包装材料", "包装制品", "包装", "建筑材料",
    "汽车零部件", "汽车配件", "汽车部件", "汽车", "零部件", "科技", "技术", "电子", "电气", "电器", "电力", "机械", "机电", "食品",
    "饮料", "建材", "建设", "建筑", "工程", "装饰", "化工", "化学", "物流", "供应链", "运输", "贸易", "商贸", "进出口", "实业", "工业",
    "产业", "制造", "设备", "装备", "材料", "能源", "环保", "环境", "生物", "医药", "制药", "药业", "健康", "软件", "网络", "通信",
    "通讯", "智能", "光电", "半导体", "传媒", "文化", "广告", "教育", "咨询", "管理", "服务", "投资", "控股", "国际", "发展", "服饰",
    "服装", "纺织", "家具", "家居", "塑料", "橡胶", "塑胶", "五金", "模具", "金属", "钢铁", "重工", "印刷", "纸业", "农业", "餐饮",
    "酒店", "旅游", "置业", "地产", "房地产", "航空", "船舶", "厂",
)  # fmt: skip
"""What Chinese companies say they do, at the end of the name; many companies share it."""

FREE_MAIL: Final = frozenset(
    """
    qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn 21cn.com
    aliyun.com gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com yahoo.cn yahoo.com.cn icloud.com
    me.com aol.com gmx.de gmx.net web.de mail.ru proton.me protonmail.com
    """.split()  # noqa: SIM905
)
"""Where anybody can have an address: says nothing about the company."""

SHARED_LOCALS: Final = frozenset(
    "info sales contact office admin service support mail hello marketing hr kf xs".split()  # noqa: SIM905
)
"""Local parts that belong to a desk rather than to a person."""
