"""What a company does with its leads every day: campaigns, plans, a pool, visitors, contacts, judgments, duplicates."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from crm_local.demo.desk import ADMIN, Desk, Item, at, each, eventually
from crm_local.demo.fates import OPEN, Story, drawn

DIRECTOR = "chen.jing"
POOL = "south"
FORM = "leads/v1/forms"
KEY_LEAD = 90  # points
DOUBTED = 0.02  # of the open leads
_CAMPAIGNS = (
    ("shanghai-pack-2026", "2026 上海国际包装展", "exhibition", "2026-03-10", "2026-03-13", "180000", "CNY"),
    ("guangzhou-automation-2026", "2026 广州工业自动化展", "exhibition", "2026-03-04", "2026-03-06", "120000", "CNY"),
    ("shenzhen-industry-2026", "2026 深圳工业展", "exhibition", "2026-05-20", "2026-05-23", "95000", "CNY"),
    ("hannover-2026", "Hannover 2026", "exhibition", "2026-04-20", "2026-04-24", "60000", "EUR"),
    ("interpack-2026", "Interpack 2026", "exhibition", "2026-05-07", "2026-05-13", "45000", "EUR"),
    ("douyin-lines", "抖音产线探访", "douyin", None, None, "30000", "CNY"),
)  # fmt: skip
_PLANS = [
    {
        "name": "重点线索跟进",
        "condition": 'grade == "A"',
        "steps": [
            {"after_days": 0, "method": "call", "text": "First call", "text_zh": "首次电话"},
            {"after_days": 2, "method": "wechat", "text": "Send references", "text_zh": "发送同行案例"},
            {"after_days": 5, "method": "visit", "text": "Offer a site visit", "text_zh": "预约现场勘测"},
        ],
    },
    {
        "name": "普通线索跟进",
        "steps": [
            {"after_days": 0, "method": "call", "text": "First call", "text_zh": "首次电话"},
            {"after_days": 5, "method": "email", "text": "Send material", "text_zh": "发送资料"},
        ],
    },
]
_VISITORS = (
    ("佛山市顺德粤味调味品有限公司", "罗嘉欣", "13822100417", "luo@yuewei.example", "华南", "食品", "两条酱料灌装线，想看整线报价"),
    ("宁波甬固紧固件有限公司", "史建华", "13757400862", "shi@yonggu.example", "华东", "机械", "20 台冷镦机联网，先做振动监测"),
)  # fmt: skip
_MAILS = (
    ("luo@yuewei.example", "补充：场地图纸", "您好，场地长 42 米，图纸明天发您。"),
    ("purchasing@lakeside.example", "Palletising cell", "We look for one palletising cell behind a carton line. Please call."),
)  # fmt: skip
_CONTACTS = (
    ("call", "no_answer", "无人接听", "再打一次"),
    ("call", "interested", "有兴趣，先要同行案例", "发送同行案例"),
    ("wechat", "replied", "已加微信，预算在走流程", "问预算进度"),
    ("visit", "appointment", "约好现场勘测", "现场勘测"),
    ("email", "replied", "Asked for references in their trade", "Send references"),
)


class Everyday:
    """Sets up what an installation works by, and does what can be seen on any day. Again, it changes nothing."""

    def __init__(self, desk: Desk, story: Story) -> None:
        self._desk = desk
        self._story = story

    async def prepare(self) -> None:
        """Sources, campaigns, a form, a pool, plans and a threshold; leads that come later go by them."""
        source = {"name_zh": "抖音", "name_en": "Douyin", "words": ["抖音直播", "短视频"]}
        await self._set("leads/v1/sources/douyin", source)
        for code, name, of, starts, ends, cost, currency in _CAMPAIGNS:
            terms = {"name": name, "source": of, "starts_on": starts, "ends_on": ends}
            await self._set(
                f"leads/v1/campaigns/{code}", terms | {"cost": {"amount": cost, "currency": currency}}
            )
        pool = {
            "name": "South",
            "name_zh": "华南公海",
            "regions": ["south"],
            "daily_limit": 20,
            "lock_out_days": 7,
        }
        await self._set(f"leads/v1/pools/{POOL}", pool)
        await self._set(
            "leads/v1/scoring/thresholds", {"thresholds": [{"points": KEY_LEAD, "name": "重点线索 key lead"}]}
        )
        await self._set("leads/v1/follow-up-rules", {"plans": _PLANS, "reason": "演示 demo"})
        self._desk.tell(
            f"设置 set up: a source, {len(_CAMPAIGNS)} campaigns, a pool, {len(_PLANS)} plans, a threshold"
        )

    async def work(self) -> None:
        """What is done with leads that nobody decided on."""
        _, _, duplicates = await asyncio.gather(self._visits(), self._attend(), self._compare())
        self._desk.tell(f"查重 duplicates: {duplicates} pairs are likely the same and wait to be merged")

    async def _visits(self) -> None:
        """Some come by themselves: by the form on the company's page, and by mail."""
        terms = {
            "name": "官网询价",
            "heading": "获取方案与报价",
            "source": "website",
            "fields": [
                {"field": field, "label": label, "required": field == "phone"}
                for field, label in (
                    ("company", "公司"), ("contact", "姓名"), ("phone", "电话"), ("email", "邮箱"),
                    ("region", "地区"), ("industry", "行业"), ("need", "需求"),
                )
            ],
        }  # fmt: skip
        form = (await self._desk.crm.command(DIRECTOR, at(FORM), terms, key="demo:form"))["id"]
        await asyncio.gather(*(self._visit(form, visitor) for visitor in _VISITORS))
        for number, (sender, subject, text) in enumerate(_MAILS):
            message = (
                f"From: {sender}\r\nTo: sales@kuaicrm.example\r\nSubject: {subject}\r\n"
                f"Message-ID: <demo-{number}@kuaicrm.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
            )
            await self._desk.crm.hand_over_mail(ADMIN, at("leads/v1/inbound-mails"), message.encode())

    async def _visit(self, form: str, visitor: tuple[str, ...]) -> None:
        """A pass is good once, so who is there already does not come again."""
        fields = ("company", "contact", "phone", "email", "region", "industry", "need")
        answers = dict(zip(fields, visitor, strict=True))
        if not await self._desk.rows("leads/v1/leads", q=answers["phone"]):
            await self._desk.crm.fill_in(at(f"{FORM}/{form}"), answers | {"utm_source": "douyin"})

    async def _attend(self) -> None:
        """Into the pool, called, touched, judged otherwise: which leads follows from their names."""
        leads = [
            lead for lead in await self._desk.rows("leads/v1/leads", status="open") if self._is_open(lead)
        ]
        did = await each(self._attend_to(lead) for lead in leads)
        judged = await each(self._judge(lead) for lead in leads if drawn(lead["name"], "doubted") < DOUBTED)
        self._desk.tell(
            f"线索 leads at work: {did['pooled']} in the pool, {did['called']} called with a next step today,"
            f" {did['touched']} came once more, {judged['judged']} judged by people"
        )

    async def _attend_to(self, lead: Item) -> str:
        path, who, subject = f"leads/v1/leads/{lead['id']}", lead["owner_id"], lead["name"]
        draw = drawn(subject, "everyday")
        if draw < 0.1 and lead["region"] == "south":
            return await self._desk.do(
                who, f"{path}/release", {"pool": POOL, "reason": "暂无精力 no time for it"}, "pooled"
            )
        if draw < 0.2:
            touch = {"source": "douyin", "campaign": "douyin-lines", "message": "看了产线视频，想要资料"}
            return await self._desk.do(who, f"{path}/touches", touch, "touched")
        if draw < 0.45 and not lead["follow_ups"]:
            return await self._desk.do(who, f"{path}/follow-ups", _contact(subject), "called")
        return "left"

    async def _judge(self, lead: Item) -> str:
        if lead["override"]:
            return "judged before"
        until = datetime.now(UTC) + timedelta(days=30)
        body = {
            "points": 92,
            "reason": "老板当面确认预算 budget confirmed in person",
            "until": until.isoformat(),
        }
        path = f"leads/v1/leads/{lead['id']}/override-score"
        return await self._desk.do(lead["owner_id"], path, body, "judged")

    async def _compare(self) -> int:
        """Hold all leads against each other, as happens every night; how many pairs there are to look at."""
        run = await self._desk.crm.command(ADMIN, at("leads/v1/duplicates/runs"), key="demo:duplicates")

        async def over() -> Item | None:
            found: Item = await self._desk.crm.appeared(ADMIN, at(f"leads/v1/duplicates/runs/{run['id']}"))
            return found if found["status"] != "running" else None

        return int((await eventually(over, "the look for duplicates did not end"))["found"] or 0)

    async def _set(self, path: str, terms: Item) -> None:
        await self._desk.do(ADMIN, path, terms, method="PUT")

    def _is_open(self, lead: Item) -> bool:
        return bool(lead["owner_id"]) and self._story.of(lead) == OPEN


def _contact(subject: str) -> Item:
    """A record of today, with the next step due some time from an hour ago to six hours from now."""
    method, result, content, then = _CONTACTS[int(drawn(subject, "contact") * len(_CONTACTS))]
    due = datetime.now(UTC) + timedelta(minutes=-60 + 420 * drawn(subject, "due"))
    step = {"due_at": due.isoformat(), "method": "call", "text": then}
    return {"method": method, "result": result, "content": content, "next_step": step}
