"""Visits and activities over HTTP, on real PostgreSQL: who may, what is kept, what comes of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest

from crm_platform.ids import new_id
from crm_testing.desk import refused
from crm_testing.opportunities import (
    CHEN,
    HUANG,
    LI,
    SUN,
    WANG,
    XU,
    ZHAO,
    OpportunityDesk,
    faults,
    know_master_data,
)
from crm_testing.waiting import eventually
from opportunities.adapters.activity_views import StoredReminders
from opportunities.application.reminding import Reminders

NOW = datetime.now(UTC).replace(microsecond=0)
HERE = {"latitude": 23.1064, "longitude": 113.3245, "accuracy_m": 15.0}
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4 + b"\n%%EOF\n"


@pytest.fixture
def visits(desk: OpportunityDesk) -> OpportunityDesk:
    return replace(desk, root="/visits")


def ago(**time: float) -> str:
    return (NOW - timedelta(**time)).isoformat().replace("+00:00", "Z")


def at(opportunity: str, **more: Any) -> dict[str, Any]:
    return {"subject": {"kind": "opportunity", "id": opportunity}, "starts_at": ago(hours=1), **more}


async def test_a_visit_to_a_deal_becomes_its_activity_and_its_next_step(
    desk: OpportunityDesk, visits: OpportunityDesk
) -> None:
    deal = await desk.opened()
    chosen = str(new_id())
    made = await visits.done(WANG, "", at(deal, id=chosen, purpose="Survey", address="1 Mill Lane"))
    assert made.headers["location"] == f"/api/opportunities/v1/visits/{chosen}"
    arrived = ago(minutes=50)
    await visits.done(WANG, f"/{chosen}/check-in", {"at": arrived, "location": HERE, "device": "phone"})
    step = {"due_at": ago(days=-3), "kind": "call", "text": "Send the offer"}
    told = {"content": "They like it", "result": "advanced", "participants": ["Liang"], "next_step": step}
    left = await visits.done(WANG, f"/{chosen}/check-out", {"at": ago(minutes=5), **told})
    visit = await visits.seen(WANG, left, f"/{chosen}")
    assert (visit["status"], visit["minutes"], visit["subject_name"]) == ("done", 45, "Pumps for Acme")
    assert (visit["arrival"]["at"], visit["arrival"]["location"]) == (arrived, HERE)
    assert datetime.fromisoformat(visit["arrival"]["recorded_at"]) > NOW - timedelta(minutes=40)
    (activity,) = (await desk_activities(desk, left, opportunity=deal))["items"]
    assert (activity["kind"], activity["content"], activity["minutes"], activity["visit_id"]) == (
        "visit",
        "They like it",
        45,
        chosen,
    )
    assert activity["occurred_at"] == arrived
    found = await desk.seen(WANG, left, f"/{deal}")
    assert (found["activities"], found["next_step"]) == (1, step)
    assert "location" not in str(await desk.seen(WANG, left, f"/{deal}/history"))


async def desk_activities(desk: OpportunityDesk, after: Any, who: str = WANG, **asked: Any) -> Any:
    return await replace(desk, root="/activities").seen(who, after, **asked)


async def test_a_visit_that_cannot_leave_an_activity_leaves_nothing(
    desk: OpportunityDesk, visits: OpportunityDesk
) -> None:
    deal = await desk.opened()
    id_ = (await visits.done(WANG, "", at(deal))).json()["id"]
    await visits.done(WANG, f"/{id_}/check-in", {"no_location": "refused", "reason": "private"})
    before = await desk.events()
    missing = {"attachments": [{"sha256": "0" * 64, "name": "card.jpg"}]}
    assert faults(await visits.post(WANG, f"/{id_}/check-out", missing)) == [
        ("#/attachments/0/sha256", "not-uploaded")
    ]
    assert await desk.events() == before
    await desk.done(WANG, f"/{deal}/lose", {"reason": "dear"})
    left = await visits.done(WANG, f"/{id_}/check-out", {"next_step": {"due_at": ago(days=-1)}})
    found = await desk.seen(WANG, left, f"/{deal}")
    assert (found["status"], found["activities"], found["next_step"]) == ("lost", 1, None)


async def test_visits_are_those_of_whom_they_belong_to(
    desk: OpportunityDesk, visits: OpportunityDesk
) -> None:
    made = await visits.done(WANG, "", at(await desk.opened()))
    id_ = made.json()["id"]
    for who in (WANG, ZHAO, CHEN, SUN):
        assert [row["id"] for row in (await visits.seen(who, made))["items"]] == [id_]
    for who in (LI, HUANG):
        assert (await visits.seen(who, made))["items"] == []
        refused(await visits.get(who, f"/{id_}"), 404, "not-found")
        refused(await visits.post(who, f"/{id_}/check-in", {"location": HERE}), 404, "not-found")
    for who in (SUN, XU):
        refused(await visits.post(who, "", at(str(uuid4()))), 403, "role-missing")


async def test_nobody_plans_a_visit_to_a_deal_they_do_not_see_or_a_customer_that_is_none(
    desk: OpportunityDesk, visits: OpportunityDesk
) -> None:
    deal = await desk.opened()
    assert faults(await visits.post(LI, "", at(deal))) == [("#/subject/id", "unknown-opportunity")]
    await know_master_data(desk)
    stranger = {"subject": {"kind": "customer", "id": "C-7"}, "starts_at": ago()}
    assert faults(await visits.post(WANG, "", stranger)) == [("#/subject/id", "unknown-customer")]
    nameless = {"subject": {"kind": "lead", "id": str(uuid4())}, "starts_at": ago()}
    assert faults(await visits.post(WANG, "", nameless)) == [("#/subject/name", "missing")]
    made = await visits.done(WANG, "", {"subject": {"kind": "customer", "id": "C-1"}, "starts_at": ago()})
    (visit,) = (await visits.seen(WANG, made, customer="C-1"))["items"]
    assert (visit["subject_name"], visit["customer_id"]) == ("恒达", "C-1")


async def test_a_location_or_the_reason_for_none_is_part_of_every_check_in_and_of_nothing_else(
    desk: OpportunityDesk, visits: OpportunityDesk
) -> None:
    id_ = (await visits.done(WANG, "", at(await desk.opened()))).json()["id"]
    for body in ({}, {"location": HERE, "no_location": "timeout"}):
        refused(await visits.post(WANG, f"/{id_}/check-in", body), 422, "invalid")
    bad = HERE | {"latitude": 91}
    assert faults(await visits.post(WANG, f"/{id_}/check-in", {"location": bad}))[0][0] == (
        "#/location/latitude"
    )
    await visits.done(WANG, f"/{id_}/check-in", {"location": HERE})
    refused(await visits.post(WANG, f"/{id_}/check-out", {"location": HERE}), 422, "invalid")
    refused(await visits.post(WANG, f"/{id_}/check-in", {"location": HERE}), 409, "visit-status")


async def test_an_earlier_check_in_at_the_same_customer_tells_how_far_it_is(
    desk: OpportunityDesk, visits: OpportunityDesk
) -> None:
    deal = await desk.opened()
    first = (await visits.done(WANG, "", at(deal))).json()["id"]
    await visits.done(WANG, f"/{first}/check-in", {"location": HERE})
    left = await visits.done(WANG, f"/{first}/check-out", {"content": "seen"})
    await visits.seen(WANG, left)
    second = (await visits.done(WANG, "", at(deal))).json()["id"]
    near = HERE | {"latitude": 23.1074}
    there = await visits.done(WANG, f"/{second}/check-in", {"location": near})
    arrival = (await visits.seen(WANG, there, f"/{second}"))["arrival"]
    assert (arrival["distance_m"], arrival["measured_from"]) == (111, "earlier-visit")


async def test_visits_are_found_by_day_by_subject_and_as_they_were(
    desk: OpportunityDesk, visits: OpportunityDesk
) -> None:
    one, other = await desk.opened(), await desk.opened(title="Valves")
    await visits.done(WANG, "", at(one, starts_at=ago(days=2)))
    made = await visits.done(WANG, "", at(other, starts_at=ago(days=-1)))
    before = datetime.now(UTC).isoformat()
    moved = await visits.client.patch(
        f"/visits/{made.json()['id']}",
        json={"starts_at": ago(days=-5), "purpose": "Valves"},
        headers={"authorization": f"Bearer {visits.issuer.token_for(WANG)}", "if-match": '"1"'},
    )
    assert moved.status_code == 200, moved.text
    since = {"since": ago(days=3), "until": ago()}
    assert [v["subject_id"] for v in (await visits.seen(WANG, moved, **since))["items"]] == [one]
    (found,) = (await visits.seen(WANG, moved, subject=other))["items"]
    assert (found["starts_at"], found["purpose"]) == (ago(days=-5), "Valves")
    (then,) = (await visits.seen(WANG, moved, subject=other, as_of=before))["items"]
    assert then["starts_at"] == ago(days=-1)
    again = await visits.client.patch(
        f"/visits/{made.json()['id']}",
        json={"purpose": "x"},
        headers={"authorization": f"Bearer {visits.issuer.token_for(WANG)}", "if-match": '"1"'},
    )
    refused(again, 412, "version-conflict")


async def test_a_repeated_command_is_done_once(desk: OpportunityDesk, visits: OpportunityDesk) -> None:
    deal = await desk.opened()
    plan = at(deal, id=str(new_id()))
    commands: list[tuple[str, dict[str, Any]]] = [
        ("", plan),
        (f"/{plan['id']}/check-in", {"location": HERE}),
        (f"/{plan['id']}/check-out", {"content": "seen"}),
    ]
    for n, (path, body) in enumerate(commands):
        first = await visits.done(WANG, path, body, idempotency_key=f"visit-{n}")
        again = await visits.done(WANG, path, body, idempotency_key=f"visit-{n}")
        assert first.headers["x-position"] == again.headers["x-position"]
    assert len((await desk_activities(desk, again, opportunity=deal))["items"]) == 1
    refused(await visits.post(WANG, "", plan), 409, "visit-exists")
    key = {"authorization": f"Bearer {visits.issuer.token_for(WANG)}"}
    told = (await visits.client.get("/commands/visit-2", headers=key)).json()
    assert (told["id"], told["version"]) == (plan["id"], 3)


async def test_devices_hear_of_visits(desk: OpportunityDesk, visits: OpportunityDesk) -> None:
    made = await visits.done(WANG, "", at(await desk.opened()))
    await visits.seen(WANG, made)
    for who, kinds in ((WANG, {"opportunity", "visit"}), (LI, set[str]())):
        headers = {"authorization": f"Bearer {visits.issuer.token_for(who)}"}
        page = (await visits.client.get("/changes", headers=headers)).json()
        assert {change["kind"] for change in page["changes"]} == kinds


async def test_a_call_is_logged_with_what_comes_next_and_files_that_were_sent(
    desk: OpportunityDesk,
) -> None:
    deal = await desk.opened()
    headers = {"authorization": f"Bearer {desk.issuer.token_for(WANG)}", "content-type": "application/pdf"}
    digest = sha256(PDF).hexdigest()
    sent = await desk.client.put(f"/files/{digest}", content=PDF, headers=headers)
    assert sent.status_code == 200, sent.text
    told = {
        "kind": "call",
        "content": "Wants a drawing",
        "occurred_at": ago(days=2),
        "minutes": 12,
        "attachments": [{"sha256": digest, "name": "../drawing.pdf"}],
        "next_step": {"due_at": ago(days=-1)},
    }
    made = await desk.done(WANG, f"/{deal}/activities", told)
    (activity,) = (await desk_activities(desk, made, q="drawing"))["items"]
    assert (activity["entered_late"], activity["attachments"][0]["name"]) == (True, "drawing.pdf")
    for who, status in ((WANG, 200), (ZHAO, 200), (LI, 404)):
        path = f"/{activity['id']}/files/{digest}"
        file = await replace(desk, root="/activities").get(who, path)
        assert (file.status_code, file.content == PDF) == (status, status == 200)
    due = await desk.seen(WANG, made, due_until=ago(days=-2))
    assert [row["id"] for row in due["items"]] == [deal]
    assert (await desk.seen(WANG, made, due_since=ago(days=-2)))["items"] == []
    assert (await desk_activities(desk, made, who=LI))["items"] == []
    later = await desk.post(WANG, f"/{deal}/activities", {"kind": "call", "occurred_at": ago(hours=-1)})
    refused(later, 422, "happens-later")


async def test_owners_are_reminded_once_of_steps_that_are_due_and_visits_that_begin_soon(
    desk: OpportunityDesk, visits: OpportunityDesk
) -> None:
    deal = await desk.opened()
    await desk.done(WANG, f"/{deal}/activities", {"kind": "call", "next_step": {"due_at": ago(minutes=1)}})
    soon = await visits.done(WANG, "", at(deal, starts_at=ago(minutes=-30)))
    await visits.done(WANG, "", at(deal, starts_at=ago(days=-1)))
    publishing, log = desk.service.publishing, desk.service.log
    assert publishing is not None

    async def told() -> list[tuple[str, str]]:
        envelopes = [publishing.envelope(event) for event in await log.read(0, 100)]
        return [(e.data["notice"]["kind"], e.subject) for e in envelopes if e and e.data.get("notice")]

    expected = {("opportunity.next-step-due", deal), ("visit.due", soon.json()["id"])}

    notices: list[tuple[str, str]] = []

    async def both() -> bool:
        notices[:] = await told()
        return len(notices) == 2

    await eventually(both)
    assert set(notices) == expected
    # A scheduler of another process that did not see it yet.
    reminders = Reminders(log, StoredReminders(desk.service.projector))
    await reminders.remind_of_step(UUID(deal), NOW)
    await reminders.remind_of_visit(UUID(soon.json()["id"]), NOW)
    assert len(await told()) == 2
    assert await reminders.visits(NOW + timedelta(days=2), 10) != []
    later = await desk.done(WANG, f"/{deal}/lose", {"reason": "dear"})
    assert (await desk.seen(WANG, later, f"/{deal}"))["next_step"] is None
