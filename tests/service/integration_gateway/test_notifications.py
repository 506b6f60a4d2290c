"""The inbox: one notification per event and recipient, whatever is repeated; one's own only; choices and retention."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from crm_contracts.leads.v1_follow_ups import FollowUpTask, LeadFollowUpDue
from crm_local.peers.app import Peers
from crm_testing.gateways import SELLER, Gateway, confirmed, gateway_under_test, said
from crm_testing.notices import noticed
from crm_testing.services import person

OTHER = person("wang.min", "salesperson")
WEST = {"language": "en", "time_zone": "Europe/London"}


async def inbox(gateway: Gateway, client: httpx.AsyncClient, **asked: Any) -> list[dict[str, Any]]:
    asked |= {"min_position": await gateway.service.log.position()}
    answer = await client.get("/notifications", params=asked)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def unread(gateway: Gateway, client: httpx.AsyncClient) -> int:
    at = {"min_position": await gateway.service.log.position()}
    return int((await client.get("/notifications/unread", params=at)).json()["unread"])


async def test_each_recipient_of_a_notice_finds_it_in_their_inbox_and_nobody_else_does(
    gateway: Gateway,
) -> None:
    seller, other = await gateway.running.as_(SELLER), await gateway.running.as_(OTHER)
    event = said(noticed("li.na", "zhao.lei", "li.na"))
    await gateway.publish(event)
    (item,) = await inbox(gateway, seller)
    assert (item["kind"], item["title"], item["title_zh"]) == (
        "lead.follow-up-due",
        "Call Hengda today",
        "今天联系恒达包装",
    )
    assert (item["link"], item["subject"], item["event_id"]) == ("/leads/7", event.subject, str(event.id))
    assert item["read_at"] is None
    assert await inbox(gateway, other) == await inbox(gateway, gateway.admin) == []
    assert (await other.post(f"/notifications/{item['id']}/read")).status_code == 404
    assert (await gateway.admin.post(f"/notifications/{item['id']}/read")).status_code == 404


async def test_a_contract_without_a_notice_tells_nobody(gateway: Gateway) -> None:
    unowned = LeadFollowUpDue(task=FollowUpTask(due_at=datetime.now(UTC)), ahead_minutes=0)
    await gateway.publish(said(unowned), said(confirmed()))
    assert not [type_ for type_ in await gateway.running.events() if "Notification" in type_]


async def test_hearing_of_a_notice_again_tells_nobody_again(gateway: Gateway) -> None:
    seller = await gateway.running.as_(SELLER)
    event = said(noticed("li.na"))
    await gateway.publish(event)
    before = await gateway.running.events()
    # The stored position was lost, and with it the memory of the command.
    async with gateway.service.database.connection() as connection:
        await connection.execute("DELETE FROM positions WHERE name LIKE 'integration-gateway.%%'")
    await gateway.publish(event)
    assert await gateway.running.events() == before
    assert len(await inbox(gateway, seller)) == 1


async def test_reading_one_and_reading_all(gateway: Gateway) -> None:
    seller = await gateway.running.as_(SELLER)
    await gateway.publish(*(said(noticed("li.na", "zhao.lei")) for _ in range(5)))
    first, *_ = await inbox(gateway, seller)
    answer = await seller.post(f"/notifications/{first['id']}/read")
    assert answer.status_code == 200
    again = await seller.post(f"/notifications/{first['id']}/read")
    assert again.status_code == 200
    assert await unread(gateway, seller) == 4
    assert len(await inbox(gateway, seller, unread=True)) == 4
    assert [item["id"] for item in await inbox(gateway, seller, unread=False)] == [first["id"]]
    assert (await seller.post("/notifications/read")).json() == {"read": 4}
    assert await unread(gateway, seller) == 0
    assert await unread(gateway, await gateway.running.as_(person("zhao.lei", "manager"))) == 5


async def test_what_was_read_leaves_the_inbox_after_its_days(
    gateway_database: str, peers: tuple[Peers, str]
) -> None:
    async with gateway_under_test(gateway_database, peers, notification_days=30) as gateway:
        seller = await gateway.running.as_(SELLER)
        await gateway.publish(said(noticed("li.na")), said(noticed("li.na")))
        first, second = await inbox(gateway, seller)
        await seller.post(f"/notifications/{first['id']}/read")
        assert len(await inbox(gateway, seller)) == 2
        later = datetime.now(UTC) + timedelta(days=31)
        seller._transport.app.state.clock = lambda: later  # type: ignore[attr-defined]
        assert [item["id"] for item in await inbox(gateway, seller)] == [second["id"]]


async def test_everybody_chooses_how_they_are_told_and_only_for_themselves(gateway: Gateway) -> None:
    seller, other = await gateway.running.as_(SELLER), await gateway.running.as_(OTHER)
    default = await seller.get("/notification-preferences")
    assert default.json() == {
        "language": "zh-CN",
        "time_zone": "Asia/Shanghai",
        "quiet_hours": None,
        "channels": [{"kind": "*", "channels": ["web-push", "mail", "robot"]}],
    }
    assert "etag" not in default.headers
    wanted = {
        **WEST,
        "quiet_hours": {"begin": "22:00", "end": "07:30"},
        "channels": [{"kind": "lead.*", "channels": ["mail"]}],
    }
    chosen = await seller.put("/notification-preferences", json=wanted)
    assert (chosen.status_code, chosen.json()) == (200, wanted)
    again = await seller.get("/notification-preferences")
    assert (again.json(), again.headers["etag"]) == (wanted, '"1"')
    assert (await other.get("/notification-preferences")).json() == default.json()
    stale = {"if-match": '"7"'}
    refused = await seller.put("/notification-preferences", json=wanted, headers=stale)
    assert refused.status_code == 412


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"time_zone": "Mars/Olympus"}, "#/time_zone"),
        ({"time_zone": "../../etc/passwd"}, "#/time_zone"),
        ({"language": "fr"}, "#/language"),
        ({"quiet_hours": {"begin": "25:00", "end": "07:00"}}, "#/quiet_hours/begin"),
        ({"channels": [{"kind": "Lead!", "channels": []}]}, "#/channels/0/kind"),
        ({"channels": [{"kind": "*", "channels": ["fax"]}]}, "#/channels/0/channels/0"),
        ({"person": "root"}, "#/person"),
    ],
)
async def test_a_choice_without_sense_is_refused(
    gateway: Gateway, wrong: dict[str, Any], pointer: str
) -> None:
    seller = await gateway.running.as_(SELLER)
    answer = await seller.put("/notification-preferences", json=wrong)
    assert answer.status_code == 422, answer.text
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert "etag" not in (await seller.get("/notification-preferences")).headers


async def test_without_a_token_nothing_is_told(gateway: Gateway) -> None:
    nobody = await gateway.running.anonymous()
    for path in (
        "/notifications",
        "/notifications/unread",
        "/notification-preferences",
        "/push-key",
        "/robots",
    ):
        assert (await nobody.get(path)).status_code == 401, path
    seller = await gateway.running.as_(SELLER)
    assert (await seller.get("/robots")).status_code == 403
