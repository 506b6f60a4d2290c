"""Forms and mail ask the policies of their channel; whoever sends learns nothing, whoever reviews sees the evidence."""

import asyncio
from collections.abc import AsyncIterator
from email.message import EmailMessage
from typing import Any, Literal

import pytest
import pytest_asyncio

from crm_platform.messaging.effects import Reactions
from crm_platform.settings import ServiceSettings
from crm_testing.services import Running, person, service_under_test
from leads.application.publishing import publishing
from leads.bootstrap import build
from leads.settings import Settings

ADMIN = person("root", "admin")
LI = person("li", "salesperson", team="east-1", region="east")
MAILS = person("mails", "system")
FORM = {
    "name": "Site",
    "heading": "联系我们",
    "fields": [{"field": name, "label": name} for name in ("company", "contact", "phone", "email", "need")],
    "source": "website",
    "min_seconds": 0,
}
KNOWN = {"company": "杭州安泰鑫医疗器械有限公司", "contact": "周芳", "phone": "19473543023"}
SIMILAR = {"company": "杭州安太新医疗器械", "contact": "周芳", "phone": "13606731070"}
SAME = {"company": "Somebody else", "contact": "吴娟", "phone": "+86 194 7354 3023"}
Channel = Literal["web-form", "e-mail"]


def built(settings: ServiceSettings) -> Any:
    return build(Settings(**dict(settings) | {"forms_per_minute": 0}))


class Outside:
    """Somebody outside of the company, and what the company has of them."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.letters = 0

    async def policy(self, channel: Channel, **policy: object) -> None:
        answer = await (await self.running.as_(ADMIN)).put(
            "/duplicate-policies", json={"channels": {channel: policy}}
        )
        assert answer.status_code == 200, answer.text

    async def known(self, **said: str) -> str:
        answer = await (await self.running.as_(LI)).post("/leads", json={"name": said["company"], **said})
        assert answer.status_code == 201, answer.text
        await self.leads()
        return str(answer.json()["id"])

    async def form(self) -> str:
        answer = await (await self.running.as_(ADMIN)).post("/forms", json=FORM)
        return str(answer.json()["id"])

    async def send(self, form_id: str, token: str | None = None, **said: str) -> tuple[int, str]:
        visitor = await self.running.anonymous()
        token = token or (await visitor.get(f"/forms/{form_id}/definition")).json()["token"]
        answer = await visitor.post(f"/forms/{form_id}/submissions", json={"token": token, **said})
        return answer.status_code, answer.text

    async def write(self, address: str, name: str) -> dict[str, Any]:
        self.letters += 1
        message = EmailMessage()
        message["From"], message["To"] = f"{name} <{address}>", "sales@crm.example"
        message["Message-ID"] = f"<{self.letters}@hengda.example>"
        message.set_content("Two presses")
        answer = await (await self.running.as_(MAILS)).post(
            "/inbound-mails", content=message.as_bytes(), headers={"content-type": "message/rfc822"}
        )
        assert answer.status_code == 202, answer.text
        taken: dict[str, Any] = answer.json()
        return taken

    async def leads(self) -> list[dict[str, Any]]:
        return await self._list("/leads")

    async def pairs(self) -> list[dict[str, Any]]:
        return await self._list("/duplicates")

    async def _list(self, path: str) -> list[dict[str, Any]]:
        at = {"min_position": await self.running.service.log.position()}
        answer = await (await self.running.as_(ADMIN)).get(path, params=at)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])


@pytest_asyncio.fixture
async def outside(database: str) -> AsyncIterator[Outside]:
    async with service_under_test(built, "leads", database) as running:
        yield Outside(running)


async def test_a_form_that_warns_takes_what_is_similar_and_flags_it_with_evidence(outside: Outside) -> None:
    first = await outside.known(**KNOWN)
    form_id = await outside.form()
    stranger = await outside.send(form_id, company="Granite Beacon Foods", phone="13900139000")
    assert await outside.send(form_id, **SIMILAR) == stranger == (202, stranger[1])
    assert len(await outside.leads()) == 3
    (pair,) = await outside.pairs()
    assert first in {pair["first"]["id"], pair["second"]["id"]}
    assert (pair["found_by"], pair["status"]) == ("entry", "open")
    assert {piece["text_zh"] for piece in pair["evidence"]} >= {"公司名称同音", "联系人相同"}


@pytest.mark.parametrize(
    ("exact", "leads", "touches", "pairs"), [("merge", 1, 2, 0), ("warn", 2, 1, 1), ("block", 1, 1, 0)]
)
async def test_a_form_does_with_a_known_phone_as_its_policy_says_and_answers_all_the_same(
    outside: Outside, exact: str, leads: int, touches: int, pairs: int
) -> None:
    await outside.policy("web-form", exact=exact, likely="warn")
    first = await outside.known(**KNOWN)
    form_id = await outside.form()
    stranger = await outside.send(form_id, company="Granite Beacon Foods", phone="13900139000")
    token = (await (await outside.running.anonymous()).get(f"/forms/{form_id}/definition")).json()["token"]
    answers = await asyncio.gather(*(outside.send(form_id, token, **SAME) for _ in range(5)))
    assert set(answers) == {stranger}
    shown = {lead["id"]: lead for lead in await outside.leads()}
    assert (len(shown) - 1, shown[first]["touches"]) == (leads, touches)
    found = await outside.pairs()
    assert len(found) == pairs
    for pair in found:
        assert {"field": "phone", "level": "same"} in [
            {name: piece[name] for name in ("field", "level")} for piece in pair["evidence"]
        ]


async def test_of_two_numbers_in_a_field_the_second_is_evidence_too(outside: Outside) -> None:
    await outside.policy("web-form", exact="warn", likely="allow")
    await outside.known(**KNOWN | {"phone": "13800138000/021-61234567"})
    await outside.send(await outside.form(), company="Somebody else", phone="021 6123 4567")
    (pair,) = await outside.pairs()
    assert ("phone", "same") in [(piece["field"], piece["level"]) for piece in pair["evidence"]]


async def test_two_equal_submissions_at_once_are_flagged_though_no_list_shows_the_first_yet(
    outside: Outside,
) -> None:
    await outside.policy("web-form", exact="warn", likely="warn")
    form_id = await outside.form()
    await asyncio.gather(*(outside.send(form_id, **KNOWN) for _ in range(4)))
    assert len(await outside.leads()) == 4
    flagged = {side["id"] for pair in await outside.pairs() for side in (pair["first"], pair["second"])}
    assert len(flagged) == 4


async def test_a_form_that_blocks_likely_duplicates_stores_nothing_but_a_known_phone_still_comes_again(
    outside: Outside,
) -> None:
    await outside.policy("web-form", exact="merge", likely="block")
    first = await outside.known(**KNOWN)
    form_id = await outside.form()
    before = await outside.running.events()
    blocked = await outside.send(form_id, **SIMILAR)
    assert await outside.running.events() == before
    again = await outside.send(form_id, **KNOWN)
    assert blocked == again == (202, again[1])
    assert [lead["touches"] for lead in await outside.leads() if lead["id"] == first] == [2]


async def test_who_comes_again_after_a_merge_is_noted_on_the_lead_that_goes_on(outside: Outside) -> None:
    first = await outside.known(**KNOWN)
    other = await outside.known(company="Granite Beacon Foods", phone="13900139000")
    admin = await outside.running.as_(ADMIN)
    merged = await admin.post(f"/leads/{other}/merge", json={"absorbed_id": first})
    assert merged.status_code == 200, merged.text
    assert (await outside.send(await outside.form(), **SAME))[0] == 202
    events = await outside.running.service.database.fetch(
        "SELECT aggregate_id::text FROM events WHERE type = 'leads.LeadTouched'"
    )
    assert [row[0] for row in events] == [other]


@pytest.mark.parametrize(
    ("exact", "status", "leads"), [("merge", "touched", 1), ("warn", "created", 2), ("block", "ignored", 1)]
)
async def test_mail_asks_the_policy_of_its_channel(
    outside: Outside, exact: str, status: str, leads: int
) -> None:
    await outside.policy("e-mail", exact=exact, likely="warn")
    first = await outside.known(company="恒达", email="liang@hengda.example")
    taken = await outside.write("Liang@Hengda.example", "Liang")
    assert taken["status"] == status
    assert (taken["lead_id"] == first) == (exact == "merge")
    assert taken["reason"] == ("duplicate" if exact == "block" else None)
    assert len(await outside.leads()) == leads
    assert len(await outside.pairs()) == leads - 1


async def test_mail_of_a_similar_sender_is_flagged(outside: Outside) -> None:
    await outside.policy("e-mail", exact="merge", likely="warn", score=20)
    await outside.known(company="恒达机械", contact="Liang Chen", email="liang@hengda.example")
    assert (await outside.write("lchen@hengda.example", "Liang Chen"))["status"] == "created"
    (pair,) = await outside.pairs()
    assert ("email", "same-company") in [(piece["field"], piece["level"]) for piece in pair["evidence"]]


async def test_coming_again_crosses_a_threshold_once(outside: Outside) -> None:
    admin = await outside.running.as_(ADMIN)
    rule = {"name": "来过两次", "condition": "touches >= 2", "points": 60}
    drafted = await admin.post("/scoring-model/versions", json={"rules": [rule]})
    activated = await admin.post(
        f"/scoring-model/versions/{drafted.json()['version']}/activate", json={"reason": "season"}
    )
    assert activated.status_code == 200, activated.text
    hot = {"thresholds": [{"points": 50, "name": "热"}]}
    assert (await admin.put("/scoring/thresholds", json=hot)).status_code == 200
    await outside.known(**KNOWN)
    form_id = await outside.form()
    for crossings in (0, 1, 1):
        assert (await outside.running.events()).count("leads.LeadScoreCrossed") == crossings
        await outside.send(form_id, **SAME)
        await rescored(outside.running)
        await rescored(outside.running)


async def rescored(running: Running) -> None:
    """Take everything that leads has published, as its own consumer of scores does."""
    scoring = next(
        s.effect
        for s in running.service.subscriptions
        if isinstance(s.effect, Reactions) and s.effect.name == "leads.scoring"
    )
    events = await running.service.log.read(0, 10_000)
    await scoring.take("leads", 0, [e for e in map(publishing.envelope, events) if e is not None])
