"""Plans, next steps, reminders and digests of leads on a real store."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from crm_platform.context import reaction
from crm_platform.messaging.effects import Reactions
from crm_platform.values import Ownership
from crm_testing.services import Running, person
from crm_testing.waiting import eventually
from leads.adapters.agendas import StoredAgendas
from leads.application.follow_ups import ActiveFollowUpRules
from leads.application.publishing import publishing
from leads.application.reminding import Digests
from leads.domain.lead import Lead

LI = person("li", "salesperson", team="east-1", region="east")
WANG = person("wang", "salesperson", team="east-1", region="east")
ADMIN = person("root", "admin")

PLAN = {
    "name": "web",
    "condition": "source == 'website'",
    "steps": [
        {"after_days": 0, "at": "00:00", "method": "call", "text": "Call", "text_zh": "致电"},
        {"after_days": 2, "at": "09:30", "method": "email", "text": "Mail"},
    ],
}


async def register(client: httpx.AsyncClient, **more: Any) -> str:
    body = {"name": "Wang", "email": f"{uuid4().hex}@x.example", **more}
    answer = await client.post("/leads", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def define(running: Running, **terms: Any) -> None:
    answer = await (await running.as_(ADMIN)).put("/follow-up-rules", json={"reason": "test", **terms})
    assert answer.status_code == 200, answer.text


async def react(running: Running) -> None:
    """Take everything that leads has published, as its own consumer of plans does."""
    plans = next(
        s.effect
        for s in running.service.subscriptions
        if isinstance(s.effect, Reactions) and s.effect.name == "leads.plans"
    )
    events = await running.service.log.read(0, 10_000)
    envelopes = [e for e in map(publishing.envelope, events) if e is not None]
    await plans.take("leads", 0, envelopes)


async def detail(running: Running, lead_id: str, client: httpx.AsyncClient) -> Any:
    position = await running.service.log.position()
    answer = await client.get(f"/leads/{lead_id}", params={"min_position": position})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def due_events(running: Running) -> list[tuple[str, int]]:
    rows = await running.service.database.fetch(
        "SELECT aggregate_id, (state->>'ahead_minutes')::int FROM events WHERE type = 'leads.LeadFollowUpDue'"
        " ORDER BY position"
    )
    return [(str(lead_id), ahead) for lead_id, ahead in rows]


async def test_a_lead_that_gets_an_owner_starts_the_plan_of_its_rule_once(leads: Running) -> None:
    await define(leads, plans=[PLAN], ahead_minutes=[])
    client = await leads.as_(LI)
    from_web, from_fair = await register(client, source="website"), await register(client, source="fair")
    for _ in range(2):
        await react(leads)
    lead = await detail(leads, from_web, client)
    assert (lead["upcoming"]["plan"], lead["upcoming"]["steps_left"]) == ("web", 2)
    assert lead["upcoming"]["task"]["text_zh"] == "致电"
    assert lead["next_follow_up_at"] == lead["upcoming"]["task"]["due_at"]
    assert (await detail(leads, from_fair, client))["upcoming"] is None
    assert (await client.delete(f"/leads/{from_web}/plan")).status_code == 200
    await leads.service.log.change(
        reaction("test", "handed over"),
        Lead,
        UUID(from_web),
        lambda it: it.assign(Ownership(owner_id="wang"), "Wang", reason="leave", now=datetime.now(UTC)),
    )
    await react(leads)
    events = await leads.events()
    assert (events.count("leads.LeadAssigned"), events.count("leads.LeadPlanStarted")) == (3, 1)


async def test_a_reply_a_conversion_and_a_disqualification_end_what_comes_next(leads: Running) -> None:
    client = await leads.as_(LI)
    ids = [await register(client) for _ in range(3)]
    for lead_id in ids:
        started = await client.put(f"/leads/{lead_id}/plan", json={"plan": "standard"})
        assert started.status_code == 200, started.text
        assert (await detail(leads, lead_id, client))["next_follow_up_at"] is not None
    for path, body in (
        (f"/leads/{ids[0]}/follow-ups", {"method": "call", "result": "interested"}),
        (f"/leads/{ids[1]}/convert", {}),
        (f"/leads/{ids[2]}/disqualify", {"reason": "no budget"}),
    ):
        assert (await client.post(path, json=body)).status_code in (200, 201)
    for lead_id in ids:
        lead = await detail(leads, lead_id, client)
        assert (lead["next_follow_up_at"], lead["upcoming"]) == (None, None)
    reopened = await client.post(f"/leads/{ids[1]}/reopen", json={"reason": "too early"})
    assert reopened.status_code == 200, reopened.text
    assert (await detail(leads, ids[1], client))["upcoming"]["plan"] == "standard"


async def test_plans_that_are_not_there_are_refused(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    unknown = await client.put(f"/leads/{lead_id}/plan", json={"plan": "none such"})
    assert (unknown.status_code, unknown.json()["type"]) == (422, "urn:kuaicrm:problem:no-such-plan")
    running = await client.delete(f"/leads/{lead_id}/plan")
    assert (running.status_code, running.json()["type"]) == (409, "urn:kuaicrm:problem:no-plan")


async def test_the_list_is_sorted_by_what_comes_next_and_shows_what_is_overdue(leads: Running) -> None:
    client = await leads.as_(LI)
    now = datetime.now(UTC)
    names = {
        "Later": now + timedelta(days=2),
        "Soon": now + timedelta(hours=1),
        "Late": now - timedelta(days=1),
    }
    for name, due_at in names.items():
        lead_id = await register(client, name=name)
        answer = await client.put(
            f"/leads/{lead_id}/next-step",
            json={"due_at": due_at.isoformat(), "method": "visit", "text": "Visit"},
        )
        assert answer.status_code == 200, answer.text
    await register(client, name="Idle")
    at = {"min_position": await leads.service.log.position()}

    async def listed(**params: Any) -> list[str]:
        answer = await client.get("/leads", params={**at, **params})
        return [lead["name"] for lead in answer.json()["items"]]

    assert await listed(sort="next_follow_up_at") == ["Late", "Soon", "Later", "Idle"]
    assert await listed(overdue=True) == ["Late"]
    dropped = await client.delete(f"/leads/{lead_id}/next-step")
    at["min_position"] = int(dropped.headers["x-position"])
    assert await listed(overdue=True) == []


async def test_what_is_due_is_fired_once_and_what_is_not_is_left(leads: Running) -> None:
    client = await leads.as_(LI)
    soon, later = await register(client), await register(client)
    due_at = datetime.now(UTC) + timedelta(seconds=1.0)
    await client.put(f"/leads/{soon}/next-step", json={"due_at": due_at.isoformat()})
    await client.put(f"/leads/{later}/next-step", json={"due_at": (due_at + timedelta(hours=1)).isoformat()})
    await eventually(lambda: due_events(leads), timeout=10)
    ((recorded_at, owner, key),) = await leads.service.database.fetch(
        "SELECT recorded_at, state->>'owner_id', metadata->>'command' FROM events WHERE type = 'leads.LeadFollowUpDue'"
    )
    assert timedelta(0) <= recorded_at - due_at < timedelta(seconds=5)
    assert (owner, key.split("/")[0]) == ("li", soon)
    # A later reminder of another lead shows that rounds went by.
    await client.put(f"/leads/{later}/next-step", json={"due_at": datetime.now(UTC).isoformat()})
    await eventually(lambda: due_events(leads), until=lambda found: len(found) > 1)
    assert await due_events(leads) == [(soon, 0), (later, 0)]


async def test_the_owner_is_told_by_a_notice_in_both_languages(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client, company="华南机械")
    due_at = datetime.now(UTC)
    await client.put(
        f"/leads/{lead_id}/next-step", json={"due_at": due_at.isoformat(), "method": "call", "text": "Ask"}
    )
    await eventually(lambda: due_events(leads))
    (due,) = [
        envelope
        for event in await leads.service.log.read(0, 100)
        if event.type == "leads.LeadFollowUpDue" and (envelope := publishing.envelope(event))
    ]
    notice = due.data["notice"]
    assert (due.type, due.subject) == ("crm.leads.LeadFollowUpDue.v1", lead_id)
    assert (notice["recipients"], notice["kind"]) == (["li"], "lead.follow-up-due")
    assert (notice["title"], notice["title_zh"]) == ("华南机械: call due now", "华南机械：现在该电话")
    assert (notice["text"], notice["link"]) == ("Ask", f"/leads/{lead_id}")


async def test_reminders_set_aside_by_a_follow_up_do_not_come(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    soon = (datetime.now(UTC) + timedelta(seconds=0.8)).isoformat()
    await client.put(f"/leads/{lead_id}/next-step", json={"due_at": soon})
    await client.post(f"/leads/{lead_id}/follow-ups", json={"method": "call", "result": "no_answer"})
    other = await register(client)
    await client.put(f"/leads/{other}/next-step", json={"due_at": soon})
    await eventually(lambda: due_events(leads))
    assert await due_events(leads) == [(other, 0)]


async def test_each_owner_gets_one_digest_of_a_day_however_often_it_is_prepared(leads: Running) -> None:
    await define(leads, digest_at=None)
    moment = datetime.now(UTC) + timedelta(seconds=1)
    counts = {LI.subject: 2, WANG.subject: 1}
    for who, count in ((LI, 2), (WANG, 1)):
        client = await leads.as_(who)
        for number in range(count + 1):
            due_at = moment - timedelta(hours=number) if number else moment + timedelta(days=1)
            lead_id = await register(client, name=f"{who.name} {number}")
            await client.put(f"/leads/{lead_id}/next-step", json={"due_at": due_at.isoformat()})
    service = leads.service
    await eventually(lambda: datetime.now(UTC) > moment)
    for _ in range(2):
        digests = Digests(service.log, StoredAgendas(service.projector), ActiveFollowUpRules(service.log))
        await asyncio.gather(*(digests.prepare(uuid4(), moment) for _ in range(2)))
    rows = await service.database.fetch(
        "SELECT state->>'person_id', (state->>'overdue')::int FROM events WHERE type = 'leads.FollowUpDigestPrepared'"
    )
    assert sorted(rows) == sorted(counts.items())


async def test_rules_are_read_and_defined_by_directors_and_admins(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    assert (await client.get("/follow-up-rules")).json()["version"] == 0
    await define(
        leads, plans=[PLAN], ahead_minutes=[60, 10], clock={"time_zone": "Europe/Berlin", "calendar": "DE"}
    )
    rules = (await (await leads.as_(LI)).get("/follow-up-rules")).json()
    assert (rules["version"], rules["terms"]["ahead_minutes"]) == (1, [60, 10])
    bad = await client.put("/follow-up-rules", json={"plans": [{**PLAN, "condition": "source =="}]})
    assert (bad.status_code, bad.json()["errors"][0]["pointer"]) == (422, "#/plans/0/condition")
