"""The journey: import, follow up, sell, confirm, deliver, install. Broken off anywhere, it goes on there the next time."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_local.demo import fates
from crm_local.demo.client import Crm
from crm_local.demo.desk import ADMIN, Desk, Item, at, each, eventually
from crm_local.demo.everyday import Everyday
from crm_local.demo.fates import STAGES, Fate, Story, drawn, lines_for
from crm_local.demo.outings import Outings

DISPATCHER = "xu.fang"
TECHNICIANS = ("ma.jun", "he.ping")
SELLERS = ("wang.min", "li.na", "zhou.ting", "emma.clark")
RULES_SECONDS = 20.0  # what the rules leave over for so long is assigned by hand
DEPOSIT = {"amount": "5000.00", "currency": "EUR"}


@dataclass(frozen=True, slots=True)
class Deal:
    """A converted lead: its opportunity, whose it is, and what is to become of it. `about` names it in every run."""

    opportunity: str
    owner: str
    about: str
    fate: Fate
    bank: bool


class Journey:
    """Plays the story of the demo files on one installation and tells each step by `say`."""

    def __init__(self, crm: Crm, say: Callable[[str], None]) -> None:
        self._crm = crm
        self._story = Story()
        self._desk = Desk(crm, say)
        self._everyday = Everyday(self._desk, self._story)

    async def play(self) -> None:
        """Everything. Raises `Refused` or TimeoutError when the installation is not as the demo expects it."""
        products = await self._catalog()
        await self._everyday.prepare()
        await self._import(fates.EQUIPMENT_FILES)
        await self._follow_up()
        await asyncio.gather(self._import((fates.BANK_FILE,)), self._everyday.work())
        await self._follow_up()
        deals = await self._sell(products)
        await Outings(self._desk).go()
        await self._confirm(deals)
        await self._deliver(deals)
        await self._install(deals)

    async def _catalog(self) -> dict[str, Item]:
        """The products by id; waits until master data told of them and of people, and leads has heard of those."""

        async def known() -> dict[str, Item] | None:
            read = await self._crm.ask(ADMIN, at("leads/v1/operations/positions"))
            if not any(reader["name"].startswith("leads.copies/") for reader in read["readers"]):
                return None
            people = {p["person_id"] for p in await self._desk.rows("integration-gateway/v1/people")}
            products = {p["product_id"]: p for p in await self._desk.rows("integration-gateway/v1/products")}
            return products if products and people.issuperset((*SELLERS, *TECHNICIANS)) else None

        return await eventually(known, "master data did not arrive")

    async def _import(self, names: Iterable[str]) -> None:
        for name in names:
            content, key = fates.file(name), f"demo:import:{name}"
            started = await self._crm.upload(ADMIN, at("leads/v1/imports"), name, content, key=key)
            path = at(f"leads/v1/imports/{started['id']}")

            async def over(path: str = path) -> Item | None:
                report = await self._crm.appeared(ADMIN, path)
                return report if report["status"] != "running" else None

            report = await eventually(over, f"the import of {name} did not end")
            counts = (
                f"{report['created']} created, {report['duplicates']} duplicates, {report['invalid']} invalid"
            )
            self._desk.tell(f"导入 imported {name}: {counts}")

    async def _follow_up(self) -> None:
        """Convert or disqualify each lead that is not decided, as the person it was assigned to."""
        did: Counter[str] = Counter()
        looked, waiting, since = set[str](), 1, time.monotonic()
        while waiting:
            leads = [
                lead
                for lead in await self._desk.rows("leads/v1/leads", status="open")
                if self._story.of(lead)
            ]
            ready = [lead for lead in leads if lead["owner_id"] and lead["id"] not in looked]
            over = [lead for lead in leads if not (lead["owner_id"] or lead["pool"])]
            if ready:
                since = time.monotonic()
            elif time.monotonic() - since > RULES_SECONDS:
                await each(self._assign(lead, SELLERS[n % len(SELLERS)]) for n, lead in enumerate(over))
            looked |= {lead["id"] for lead in ready}
            did += await each(self._judge(lead, fate) for lead in ready if (fate := self._story.of(lead)))
            waiting = len(over)
            if waiting:
                await asyncio.sleep(0.5)
        self._desk.tell(
            f"跟进 followed up: {did['converted']} leads converted, {did['disqualified']} disqualified"
        )

    async def _assign(self, lead: Item, owner: str) -> str:
        body = {"owner_id": owner, "reason": "规则未分配 left over by the rules"}
        return await self._desk.do(ADMIN, f"leads/v1/leads/{lead['id']}/assign", body, "assigned")

    async def _judge(self, lead: Item, fate: Fate) -> str:
        path, who = f"leads/v1/leads/{lead['id']}", lead["owner_id"]
        if fate.converts:
            body = {"title": f"{lead['name']}: term deposit", "amount": DEPOSIT} if self._bank(lead) else {}
            return await self._desk.do(who, f"{path}/convert", body, "converted")
        if fate.disqualified:
            return await self._desk.do(
                who, f"{path}/disqualify", {"reason": fate.disqualified}, "disqualified"
            )
        return "open"

    async def _sell(self, products: Mapping[str, Item]) -> list[Deal]:
        """Take every opportunity as far as it goes; returns those that were won."""
        deals = [
            Deal(lead["opportunity_id"], lead["owner_id"], lead["name"], fate, self._bank(lead))
            for lead in await self._desk.rows("leads/v1/leads", status="converted")
            if (fate := self._story.of(lead)) and fate.converts
        ]
        did = await each(self._advance(deal, products) for deal in deals)
        self._desk.tell(
            f"商机 opportunities: {did['won']} won, {did['lost']} lost, {did['open']} open in four stages"
        )
        return [deal for deal in deals if deal.fate.outcome == "won" and not deal.bank]

    async def _advance(self, deal: Deal, products: Mapping[str, Item]) -> str:
        path = f"opportunities/v1/opportunities/{deal.opportunity}"
        opportunity = await self._crm.appeared(deal.owner, at(path))
        if opportunity["status"] != "open":
            return str(opportunity["status"])
        here, there = STAGES.index(opportunity["stage"]), STAGES.index(deal.fate.stage)
        for stage in STAGES[here + 1 : there + 1]:
            if stage == "proposal" and not deal.bank:
                await self._desk.do(
                    deal.owner, f"{path}/revise", {"lines": lines_for(deal.about, products)}, ""
                )
            await self._desk.do(deal.owner, f"{path}/move", {"to_stage": stage}, "", once=stage)
        if deal.fate.outcome == "won":
            return await self._desk.do(deal.owner, f"{path}/win", {}, "won")
        if deal.fate.outcome == "lost":
            return await self._desk.do(deal.owner, f"{path}/lose", {"reason": deal.fate.lost_because}, "lost")
        return "open"

    async def _confirm(self, deals: list[Deal]) -> None:
        orders = await self._orders(deals, lambda order: True)
        did = await each(
            self._confirm_one(deal, orders[deal.opportunity]) for deal in deals if _confirms(deal)
        )
        self._desk.tell(
            f"订单 orders: {len(orders)} placed, {did['confirmed']} confirmed; MES and finance go to work"
        )

    async def _confirm_one(self, deal: Deal, order: Item) -> str:
        if order["state"] != "placed":
            return "confirmed"
        promised = datetime.fromisoformat(order["placed_at"]) + timedelta(
            days=30 + int(30 * drawn(deal.about, "days"))
        )
        body = {"promised_on": promised.date().isoformat()}
        return await self._desk.do(deal.owner, f"orders/v1/orders/{order['id']}/confirm", body, "confirmed")

    async def _deliver(self, deals: list[Deal]) -> None:
        """Deliver some of what MES has produced and finance has invoiced."""
        confirmed = [deal for deal in deals if _confirms(deal)]
        orders = await self._orders(
            confirmed, lambda order: order["progress_percent"] == 100 and order["invoiced"]
        )
        self._desk.tell(
            f"生产与开票 produced and invoiced: {len(orders)} orders, reported by MES and finance"
        )
        did = await each(
            self._deliver_one(deal, orders[deal.opportunity]) for deal in confirmed if _delivers(deal)
        )
        self._desk.tell(f"交付 delivered: {did['delivered']} orders")

    async def _deliver_one(self, deal: Deal, order: Item) -> str:
        if order["state"] == "delivered":
            return "delivered"
        return await self._desk.do(deal.owner, f"orders/v1/orders/{order['id']}/deliver", {}, "delivered")

    async def _install(self, deals: list[Deal]) -> None:
        """Installations were opened by what was delivered: assign them all, close most of them."""
        orders = await self._orders(
            [deal for deal in deals if _delivers(deal)], lambda order: order["state"] == "delivered"
        )
        did = await each(self._install_one(order) for order in orders.values())
        self._desk.tell(
            f"安装 installations: {did.total()} opened, {did['closed']} closed by their technicians"
        )

    async def _install_one(self, order: Item) -> str:
        async def opened() -> Item | None:
            found = await self._desk.rows("field-service/v1/work-orders", order=order["id"])
            return found[0] if found else None

        work = await eventually(opened, "no installation was opened for a delivered order")
        path, about = f"field-service/v1/work-orders/{work['id']}", order["customer"]
        technician = work["technician_id"] or TECHNICIANS[int(drawn(about, "technician") * len(TECHNICIANS))]
        if work["status"] == "open":
            visit = datetime.fromisoformat(work["opened_at"]) + timedelta(
                days=1 + int(7 * drawn(about, "visit"))
            )
            body = {"technician_id": technician, "scheduled_for": visit.isoformat()}
            await self._desk.do(DISPATCHER, f"{path}/assign", body, "")
        if drawn(about, "installed") > 0.6 or work["status"] in {"closed", "cancelled"}:
            return str(work["status"])
        if work["status"] != "started":
            await self._desk.do(technician, f"{path}/start", {}, "")
        return await self._desk.do(
            technician,
            f"{path}/close",
            {"result": "done", "note": "已安装并验收 installed, accepted"},
            "closed",
        )

    async def _orders(self, deals: list[Deal], wanted: Callable[[Item], bool]) -> dict[str, Item]:
        """The orders of the deals by opportunity, as soon as all of them are as wanted."""
        asked = {deal.opportunity for deal in deals}

        async def ready() -> dict[str, Item] | None:
            orders = {
                o["opportunity_id"]: o
                for o in await self._desk.rows("orders/v1/orders")
                if o["opportunity_id"] in asked
            }
            gone = {"delivered", "cancelled"}
            there = all(wanted(order) or order["state"] in gone for order in orders.values())
            return orders if there and asked == orders.keys() else None

        return await eventually(ready, "orders did not get there")

    def _bank(self, lead: Item) -> bool:
        return self._story.is_bank(lead["name"])


def _confirms(deal: Deal) -> bool:
    return drawn(deal.about, "confirmed") < 0.45


def _delivers(deal: Deal) -> bool:
    return _confirms(deal) and drawn(deal.about, "delivered") < 0.6
