"""How the demo's lead files were made: `python -m crm_local.demo.derive SOURCES` writes them again, byte for byte.

What the sources do not say (where a lead came from, size, budget, need) follows from a hash of the row, so no run and
no machine makes another file. `data/NOTICE.md` says whose the sources are.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

DATA = Path(__file__).with_name("data")

Row = dict[str, str]

_CITIES = {
    "华南": "广州 深圳 佛山 东莞 厦门",
    "华东": "上海 苏州 杭州 宁波 南京 无锡 合肥",
    "华北": "北京 天津 青岛",
    "华中": "武汉 长沙",
    "西南": "成都 重庆",
    "西北": "西安",
}
_REGION = {city: region for region, cities in _CITIES.items() for city in cities.split()}
_TRADES_ZH = (
    ("食品", "食品", "灌装与自动包装线"),
    ("电子", "电子", "产线边缘网关与温度采集"),
    ("仪器", "电子", "检测工位联网与数据采集"),
    ("医疗", "医药", "无菌包装线改造"),
    ("建材", "建材", "码垛与缠膜工段自动化"),
    ("化工", "化工", "泵与风机振动监测"),
    ("能源", "新能源", "电芯车间设备状态监测"),
    ("汽车", "汽车", "总装车间码垛机器人"),
    ("物流", "物流", "仓储码垛与输送改造"),
    ("材料", "化工", "卷材包装与称重"),
    ("机械", "机械", "老设备联网与振动监测"),
    ("设备", "机械", "整线自动化改造"),
    ("精密", "机械", "主轴振动监测"),
)
_TRADES_EN = (
    ("FOODS", "food", "case packing for two filling lines"),
    ("PACKAGING", "packaging", "a palletising cell behind the carton line"),
    ("MEDICAL", "pharma", "a clean-room packaging line"),
    ("ENERGY", "energy", "vibration monitoring on pumps and fans"),
    ("LOGISTICS", "logistics", "palletising robots for the new warehouse"),
    ("MATERIALS", "building materials", "bag palletising and stretch wrapping"),
    ("ROBOTICS", "machinery", "edge gateways for delivered robot cells"),
    ("CONTROLS", "electronics", "edge gateways for panel builders"),
    ("INSTRUMENTS", "electronics", "temperature monitoring at test stations"),
)
_SOURCES_ZH = ("展会", "展会", "展会", "网站", "网站", "网站", "电话", "电话", "转介绍", "转介绍")
_SOURCES_EN = ("trade show", "website", "website", "website", "phone", "referral", "referral", "trade show")
_FAIRS_ZH = ("2026 上海国际包装展", "2026 广州工业自动化展", "2026 深圳工业展")
_FAIRS_EN = ("Hannover 2026", "Interpack 2026")
_SIZES = ("12", "35", "60", "85", "120", "180", "260", "320", "480", "750", "1200", "2600")
_BUDGETS_ZH = (
    "8万",
    "15万",
    "20-30万",
    "约35万",
    "50万元",
    "¥680,000",
    "80万",
    "120万",
    "200-300万",
    "350万元",
)
_BUDGETS_EN = ("USD 18,000", "USD 40k", "$65,000", "EUR 90,000", "USD 150k", "£220,000", "USD 0.4 million")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_TITLES = {
    "公司": "Company", "联系人": "Contact", "电话": "Phone", "邮箱": "E-mail", "地址": "Address", "区域": "Region",
    "行业": "Industry", "来源": "Source", "活动": "Campaign", "规模": "Employees", "预算": "Budget", "需求": "Need",
}  # fmt: skip


def derive(sources: Path, into: Path) -> None:
    """Write `leads_zh.csv`, `leads_en.csv` and `bank_calls.csv` from the two source data sets."""
    with (sources / "leads_zh_en_leads.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (sources / "leads_zh_en_truth.csv").open(encoding="utf-8", newline="") as file:
        entity = {row["lead_id"]: row["entity_id"] for row in csv.DictReader(file)}
    chinese = [row for row in rows if re.search("[\u4e00-\u9fff]", row["company"])]
    english = [row for row in rows if not re.search("[\u4e00-\u9fff]", row["company"])]
    _write(into / "leads_zh.csv", [_chinese(row) for row in _whole_entities(chinese, entity, 400)])
    _write(into / "leads_en.csv", [_english(row) for row in _whole_entities(english, entity, 200)])
    with gzip.open(
        sources / "bank_marketing_timeordered.csv.gz", "rt", encoding="utf-8", newline=""
    ) as calls:
        _write(into / "bank_calls.csv", list(_bank_calls(list(csv.DictReader(calls))[::19])))


def _whole_entities(rows: Sequence[Row], entity: dict[str, str], most: int) -> list[Row]:
    """The first rows and all that are known to mean the same as one of them, so that there are duplicates to refuse."""
    taken: dict[str, list[Row]] = {}
    for row in rows:
        taken.setdefault(entity[row["lead_id"]], []).append(row)
    chosen: list[Row] = []
    for same in taken.values():
        if len(chosen) + len(same) <= most:
            chosen += same
    return sorted(chosen, key=lambda row: int(row["lead_id"]))


def _chinese(row: Row) -> Row:
    company, pick = row["company"], _Picks(row)
    trade, need = next(((t, n) for word, t, n in _TRADES_ZH if word in company), ("", "设备联网与状态监测"))
    source = pick.one(_SOURCES_ZH, "source")
    region = next(
        (r for city, r in _REGION.items() if company.startswith(city) or row["address"].startswith(city)), ""
    )
    longer = f"{need}，现有 {pick.number(2, 9, 'lines')} 条产线，希望 {pick.number(2, 6, 'months')} 个月内验收，需现场勘测并提供整体方案与分期报价"
    return {
        **_identity(row),
        "区域": region,
        "行业": trade,
        "来源": source,
        "活动": pick.one(_FAIRS_ZH, "fair") if source == "展会" else "",
        "规模": pick.one(("", *_SIZES), "size"),
        "预算": pick.one(("", "", "", *_BUDGETS_ZH), "budget"),
        "需求": pick.one(("", need, f"{need}，请先报价", longer, longer), "need"),
    }


def _english(row: Row) -> Row:
    company, pick = row["company"].upper(), _Picks(row)
    trade, need = next(
        ((t, n) for word, t, n in _TRADES_EN if word in company), ("machinery", "condition monitoring")
    )
    source = pick.one(_SOURCES_EN, "source")
    longer = f"Looking for {need}; {pick.number(2, 9, 'lines')} lines today, to be running within {pick.number(2, 6, 'months')} months"
    full = {
        **_identity(row),
        "区域": "overseas",
        "行业": trade,
        "来源": source,
        "活动": pick.one(_FAIRS_EN, "fair") if source == "trade show" else "",
        "规模": pick.one(("", *_SIZES), "size"),
        "预算": pick.one(("", "", *_BUDGETS_EN), "budget"),
        "需求": pick.one(("", need.capitalize(), longer, longer), "need"),
    }
    return {_ENGLISH_TITLES[title]: value for title, value in full.items()}


def _identity(row: Row) -> Row:
    names = {"公司": "company", "联系人": "contact", "电话": "phone", "邮箱": "email", "地址": "address"}
    return {title: row[name] for title, name in names.items()}


def _bank_calls(rows: Sequence[Row]) -> Iterator[Row]:
    """One lead per client who was called; `duration` is known only after the call and is left out."""
    year, before = 2008, 0
    for number, row in enumerate(rows, 1):
        month = _MONTHS.index(row["month"])
        year, before = year + (month < before), month
        about = {"job": row["job"], "education": row["education"], "marital status": row["marital"]}
        about |= {"housing loan": row["housing"], "personal loan": row["loan"]}
        known = ", ".join(
            f"{name} {value.rstrip('.')}" for name, value in about.items() if value != "unknown"
        )
        earlier = row["poutcome"] if row["poutcome"] != "nonexistent" else "none"
        yield {
            "Name": f"Bank client {number:04}",
            "E-mail": f"client-{number:04}@bank.example",
            "Source": "phone",
            "Campaign": f"Term deposit, {row['month'].capitalize()} {year}",
            "Need": f"Term deposit; age {row['age']}, {known}",
            "Notes": f"Call {row['campaign']} of this campaign, by {row['contact']}, on a {row['day_of_week'].capitalize()}; "
            f"earlier campaign: {earlier}; three-month Euribor {row['euribor3m']} %",
            "Customer id": f"BC-{number:04}" if earlier == "success" else "",
            "Outcome": {"1": "subscribed", "0": "declined"}[row["y"]],
        }


class _Picks:
    """Choices that follow from the content of a row."""

    def __init__(self, row: Row) -> None:
        self._content = "|".join(row.values())

    def number(self, least: int, most: int, what: str) -> int:
        drawn = int.from_bytes(sha256(f"{what}|{self._content}".encode()).digest()[:8])
        return least + drawn % (most - least + 1)

    def one(self, choices: Sequence[str], what: str) -> str:
        return choices[self.number(0, len(choices) - 1, what)]


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    derive(Path(sys.argv[1]), DATA)
