"""What happens around open deals on any day: calls and meetings with what comes next, visits planned, made and reported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from crm_local.demo.desk import Desk, Item, each
from crm_local.demo.fates import drawn
from crm_platform.ids import derived_id

CHINA = timedelta(hours=8)
_DEALS = "opportunities/v1/opportunities"
_VISITS = "opportunities/v1/visits"
_ACTIVITIES = (
    ("call", "neutral", "技术部在看方案，下周给答复", ("何工",), "追问技术意见"),
    ("meeting", "advanced", "三方会议确认了产线节拍和交期", ("梁志伟", "设备部张工"), "发送修订报价"),
    ("mail", "objection", "价格高于另一家，要求说明差异", ("采购部",), "准备价值对比"),
    ("call", "advanced", "预算已批，进入比价", ("陈总",), "约现场勘测"),
)
_PURPOSES = ("现场勘测", "方案讲解", "合同条款沟通", "设备参观回访")
_REPORTS = (
    ("advanced", "现场量了尺寸，客户对方案满意，要求下周给正式报价。"),
    ("neutral", "见到了使用部门，决策人出差，改约下周。"),
    ("objection", "客户担心停产时间，需要分期改造方案。"),
)
_CITIES = {
    "south": (23.1291, 113.2644, "广州市黄埔区开创大道 {n} 号"),
    "east": (31.2983, 120.5853, "苏州市工业园区星湖街 {n} 号"),
}


class Outings:
    """Works on open deals. Again, it changes nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def go(self) -> None:
        """Activities of about half of the open deals, visits to about a third."""
        deals = [deal for deal in await self._desk.rows(_DEALS, status="open") if deal["lead_id"]]
        known = {visit["id"] for visit in await self._desk.rows(_VISITS)}
        today = (datetime.now(UTC) + CHINA).replace(hour=0, minute=0, second=0, microsecond=0) - CHINA
        did = await each(self._work_on(deal, today) for deal in deals if not deal["activities"])
        made = await each(self._visit(deal, today, known) for deal in deals)
        self._desk.tell(
            f"跟进与拜访 deals at work: {did['worked on']} with activities,"
            f" {made['planned']} visits planned, {made['made']} made and reported"
        )

    async def _work_on(self, deal: Item, today: datetime) -> str:
        draw = drawn(deal["title"], "worked on")
        if draw > 0.5:
            return "left"
        kind, result, content, people, next_step = _ACTIVITIES[int(draw * 2 * len(_ACTIVITIES))]
        due_at = today + timedelta(days=int(drawn(deal["title"], "due") * 9) - 1, hours=9 + int(draw * 14))
        body = {
            "kind": kind,
            "result": result,
            "content": content,
            "participants": people,
            "minutes": 10 + int(draw * 60),
            "next_step": {"due_at": due_at.isoformat(), "kind": "call", "text": next_step},
        }
        return await self._desk.do(deal["owner_id"], f"{_DEALS}/{deal['id']}/activities", body, "worked on")

    async def _visit(self, deal: Item, today: datetime, known: set[str]) -> str:
        title, id_ = deal["title"], derived_id("demo-visit", deal["id"])
        draw = drawn(title, "visited")
        if draw > 0.36 or str(id_) in known:
            return "left"
        made = draw < 0.14
        days = -1 - int(drawn(title, "day") * 20) if made else int(drawn(title, "day") * 7)
        starts = today + timedelta(days=days, hours=9 + int(drawn(title, "hour") * 8))
        plan = _plan(deal, id_, starts)
        done = await self._desk.do(deal["owner_id"], _VISITS, plan, "planned", once=str(id_))
        if done != "planned" or not made:
            return done
        return await self._report(deal, id_, starts, plan)

    async def _report(self, deal: Item, id_: UUID, starts: datetime, plan: Mapping[str, Any]) -> str:
        draw = drawn(deal["title"], "report")
        arrived = starts + timedelta(minutes=int(draw * 20))
        check_in: dict[str, Any] = {"at": arrived.isoformat(), "device": "Android Chrome"}
        if draw < 0.85:
            near = {name: value + (draw - 0.4) / 500 for name, value in plan["point"].items()}
            check_in["location"] = near | {"accuracy_m": 8 + int(draw * 40)}
        else:
            check_in |= {"no_location": "unavailable", "reason": "厂房内没有信号 no signal inside"}
        await self._desk.do(deal["owner_id"], f"{_VISITS}/{id_}/check-in", check_in)
        result, content = _REPORTS[int(draw * len(_REPORTS))]
        left = arrived + timedelta(minutes=30 + int(draw * 60))
        said = {"at": left.isoformat(), "result": result, "content": content, "participants": ["梁志伟"]}
        return await self._desk.do(deal["owner_id"], f"{_VISITS}/{id_}/check-out", said, "made")


def _plan(deal: Item, id_: UUID, starts: datetime) -> dict[str, Any]:
    title = deal["title"]
    latitude, longitude, address = _CITIES[deal["region"] if deal["region"] in _CITIES else "south"]
    aside = drawn(title, "place")
    return {
        "id": str(id_),
        "subject": {"kind": "opportunity", "id": deal["id"]},
        "starts_at": starts.isoformat(),
        "minutes": 60,
        "purpose": _PURPOSES[int(aside * len(_PURPOSES))],
        "address": address.format(n=1 + int(aside * 99)),
        "point": {"latitude": latitude + aside / 10, "longitude": longitude - aside / 10},
    }
