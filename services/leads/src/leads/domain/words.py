"""The words people use in lead files: column titles, and the names of sources, regions, industries and currencies."""

from typing import Final

TITLES: Final[dict[str, tuple[str, ...]]] = {
    "name": ("名称", "线索名称", "线索", "标题", "主题", "name", "lead", "leadname", "title", "subject"),
    "company": (
        "公司", "公司名称", "公司名", "企业", "企业名称", "单位", "单位名称", "客户", "客户名称", "客户公司",
        "company", "companyname", "organization", "organisation", "account", "accountname", "customer", "firm",
    ),
    "contact": (
        "联系人", "联系人姓名", "姓名", "联络人", "客户联系人", "负责人",
        "contact", "contactname", "contactperson", "person", "fullname",
    ),
    "phone": (
        "电话", "电话号码", "联系电话", "手机", "手机号", "手机号码", "移动电话", "座机", "固定电话", "联系方式",
        "phone", "phonenumber", "mobile", "mobilephone", "tel", "telephone", "cell", "cellphone", "landline",
    ),
    "email": (
        "邮箱", "电子邮箱", "邮箱地址", "电子邮件", "邮件", "邮件地址", "email", "emailaddress", "mail", "mailaddress",
    ),
    "address": ("地址", "联系地址", "公司地址", "详细地址", "通讯地址", "address", "street", "streetaddress"),
    "region": ("区域", "地区", "大区", "所属区域", "所在区域", "region", "area", "territory"),
    "industry": ("行业", "所属行业", "行业类别", "industry", "sector", "vertical"),
    "source": ("来源", "线索来源", "渠道", "来源渠道", "source", "leadsource", "channel", "origin"),
    "campaign": ("活动", "市场活动", "活动名称", "展会名称", "campaign", "campaignname", "event"),
    "company_size": (
        "规模", "公司规模", "企业规模", "员工数", "员工人数", "人数", "员工规模", "人员规模",
        "companysize", "size", "employees", "employeecount", "numberofemployees", "headcount", "staff",
    ),
    "budget": ("预算", "预算金额", "项目预算", "预计金额", "采购预算", "budget", "budgetamount", "amount"),
    "currency": ("币种", "货币", "预算币种", "currency", "budgetcurrency", "currencycode"),
    "need": (
        "需求", "需求描述", "需求说明", "客户需求", "需求内容", "采购需求", "意向产品",
        "need", "needs", "requirement", "requirements", "demand", "interest",
    ),
    "notes": (
        "备注", "说明", "备注说明", "描述", "其他", "跟进记录", "note", "notes", "remark", "remarks", "comment", "comments",
        "description",
    ),
    "customer_id": ("客户编号", "客户编码", "客户id", "customerid", "customercode", "customerno", "customernumber"),
    "uscc": (
        "统一社会信用代码", "社会信用代码", "信用代码", "税号", "纳税人识别号", "uscc", "taxnumber", "taxno", "taxcode", "taxid",
    ),
    # Whoever exports from elsewhere has ids and owners of another system: these are mapped, never recognized.
    "id": (),
    "owner_id": (),
}  # fmt: skip

CODES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "source": {
        "exhibition": ("展会", "展览", "展览会", "博览会", "exhibition", "trade show", "tradeshow", "trade fair", "fair", "expo"),
        "website": ("网站", "官网", "官方网站", "网页", "网络", "线上", "website", "web", "web site", "online", "web form"),
        "referral": ("转介绍", "介绍", "客户介绍", "老客户介绍", "推荐", "朋友介绍", "referral", "referred", "recommendation"),
        "phone": ("电话", "来电", "电话咨询", "热线", "电话营销", "phone", "telephone", "call", "phone call", "hotline"),
    },
    "region": {
        "east": ("华东", "华东区", "东区", "东部", "east", "east china"),
        "south": ("华南", "华南区", "南区", "南部", "south", "south china"),
        "north": ("华北", "华北区", "北区", "北部", "north", "north china"),
        "central": ("华中", "华中区", "中区", "中部", "central", "central china"),
        "southwest": ("西南", "西南区", "southwest", "south west"),
        "northwest": ("西北", "西北区", "northwest", "north west"),
        "northeast": ("东北", "东北区", "northeast", "north east"),
        "overseas": ("海外", "国外", "境外", "国际", "overseas", "abroad", "international"),
    },
    "industry": {
        "machinery": ("机械", "机械制造", "装备制造", "机械设备", "装备", "制造", "制造业", "machinery", "manufacturing"),
        "packaging": ("包装", "包装印刷", "印刷包装", "packaging"),
        "electronics": ("电子", "电子信息", "半导体", "电子制造", "electronics", "semiconductor"),
        "food": ("食品", "食品饮料", "饮料", "食品加工", "food", "food and beverage", "food & beverage", "beverage"),
        "automotive": ("汽车", "汽车制造", "汽车零部件", "汽配", "automotive", "automobile", "car"),
        "chemicals": ("化工", "化学", "石化", "石油化工", "chemicals", "chemical"),
        "pharma": ("医药", "制药", "生物医药", "医疗", "医疗器械", "pharma", "pharmaceutical", "medical", "healthcare"),
        "building-materials": ("建材", "建筑材料", "建筑", "building materials", "construction"),
        "energy": ("能源", "新能源", "电力", "光伏", "锂电", "energy", "power"),
        "metals": ("冶金", "钢铁", "金属", "有色金属", "五金", "metals", "metal", "steel"),
        "textiles": ("纺织", "服装", "纺织服装", "textiles", "textile", "apparel"),
        "logistics": ("物流", "仓储", "仓储物流", "logistics", "warehousing"),
        "plastics": ("塑料", "橡塑", "橡胶", "注塑", "plastics", "plastic", "rubber"),
        "paper": ("造纸", "纸业", "印刷", "paper", "printing"),
    },
}  # fmt: skip
"""By field: the code that is stored, and what people write for it."""

CURRENCIES: Final[dict[str, str]] = {
    "人民币": "CNY", "元": "CNY", "rmb": "CNY", "¥": "CNY", "￥": "CNY", "yuan": "CNY",
    "美元": "USD", "美金": "USD", "us$": "USD", "$": "USD", "dollars": "USD", "dollar": "USD",
    "欧元": "EUR", "€": "EUR", "euros": "EUR", "euro": "EUR",
    "英镑": "GBP", "£": "GBP", "日元": "JPY", "日圆": "JPY", "港元": "HKD", "港币": "HKD", "hk$": "HKD",
}  # fmt: skip

MULTIPLES: Final[dict[str, int]] = {
    "亿": 100_000_000, "千万": 10_000_000, "百万": 1_000_000, "十万": 100_000, "万": 10_000, "千": 1_000,
    "billion": 1_000_000_000, "bn": 1_000_000_000, "million": 1_000_000, "mio": 1_000_000, "m": 1_000_000,
    "thousand": 1_000, "k": 1_000, "w": 10_000,
}  # fmt: skip

FILLERS: Final = (
    "不低于", "不少于", "大约", "大概", "约", "近", "超过", "左右", "以上", "上下", "多", "余", "整", "预算", "员工", "人员", "人", "名", "+",
    "about", "approximately", "approx.", "approx", "around", "at least", "ca.", "ca", "over", "more than", "~", ">=", ">", "≥",
    "employees", "employee", "people", "persons", "staff", "or more", "and above", "in total", ":",
)  # fmt: skip
"""Words around a number that do not change what is taken from it: the least that was said."""

BLANKS: Final = frozenset(
    {
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "n/a",
        "na",
        "null",
        "none",
        "nil",
        "无",
        "暂无",
        "没有",
        "未知",
        "不详",
        "待定",
        "unknown",
        "tbd",
    }
)
"""What people write into a column they leave open."""
