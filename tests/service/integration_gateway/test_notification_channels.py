"""How people are told beside their inbox: by push, mail and chat robots; through outages, lost answers and a death."""

import httpx
import pytest

from crm_local.peers.app import Peers
from crm_local.peers.channel import ChannelPeer
from crm_local.peers.faults import Faults
from crm_testing.gateways import SELLER, Gateway, gateway_under_test, now, said
from crm_testing.notices import hired, kept, noticed, prefer, robot, shown, subscribed
from crm_testing.services import person
from crm_testing.waiting import eventually

Around = tuple[Peers, str]


async def test_a_recipient_is_told_by_every_channel_once(gateway: Gateway) -> None:
    around, seller = gateway.peers, await gateway.running.as_(SELLER)
    await hired(gateway, "li.na", "zhao.lei")
    await subscribed(gateway, seller)
    await robot(gateway, "wecom")
    event = said(noticed("li.na", "zhao.lei", due_at=now()))
    await gateway.publish(event, event)
    items = await gateway.settled()
    assert sorted((i["type"], i["receiver"] is None) for i in items) == [
        ("notification.mail", False),
        ("notification.mail", False),
        ("notification.robot", True),
        ("notification.web-push", False),
    ]
    assert {i["attempts"] for i in items} == {1}
    (pushed,) = kept(around.push_service)
    (told,) = (await seller.get("/notifications")).json()["items"]
    assert (pushed["id"], pushed["title"], pushed["link"]) == (told["id"], "今天联系恒达包装", "/leads/7")
    assert pushed["topic"]
    assert {mail["to"] for mail in kept(around.smtp)} == {
        "li.na@kuaicrm.example",
        "zhao.lei@kuaicrm.example",
    }
    mail = kept(around.smtp)[0]
    assert mail["subject"] == "今天联系恒达包装"
    assert "https://crm.example/leads/7" in mail["text"]
    (said_in_chat,) = kept(around.robots)
    assert said_in_chat["text"].startswith("今天联系恒达包装\n客户询价。")
    for channel in around.channels:
        assert channel.ledger.counts(0).duplicates == channel.ledger.counts(0).refused == 0


async def test_people_are_told_in_their_language_and_by_the_channels_they_chose(gateway: Gateway) -> None:
    seller = await gateway.running.as_(SELLER)
    await hired(gateway, "li.na", "zhao.lei")
    await subscribed(gateway, seller)
    mail_only = [{"kind": "*", "channels": ["web-push"]}, {"kind": "lead.*", "channels": ["mail"]}]
    await prefer(gateway, seller, language="en", channels=mail_only)
    await gateway.publish(said(noticed("li.na")))
    items = await gateway.settled()
    assert [i["target"] for i in items] == ["mail"]
    (mail,) = kept(gateway.peers.smtp)
    assert (mail["subject"], mail["text"].splitlines()[0]) == ("Call Hengda today", "Call Hengda today")
    await gateway.publish(said(noticed("li.na", kind="order.approval-needed")))
    await gateway.settled(target=f"push/{gateway.peers_url.split('/')[2].split(':')[0]}")
    assert [push["kind"] for push in kept(gateway.peers.push_service)] == ["order.approval-needed"]


async def test_quiet_hours_hold_what_is_not_urgent(gateway: Gateway) -> None:
    seller = await gateway.running.as_(SELLER)
    await hired(gateway, "li.na")
    await prefer(gateway, seller, time_zone="UTC", quiet_hours={"begin": "00:00", "end": "23:59"})
    await gateway.publish(said(noticed("li.na")), said(noticed("li.na", urgent=True, title_zh="紧急")))
    (sent,) = await eventually(lambda: gateway.deliveries(status="delivered"))
    (held,) = await gateway.deliveries(status="waiting")
    assert held["next_at"] > now().isoformat()[:10] + "T23:59"
    assert [mail["subject"] for mail in kept(gateway.peers.smtp)] == ["紧急"]
    assert sent["attempts"] == 1
    assert len((await seller.get("/notifications")).json()["items"]) == 2


async def test_a_channel_that_is_down_holds_up_no_other(gateway: Gateway) -> None:
    around, seller = gateway.peers, await gateway.running.as_(SELLER)
    await hired(gateway, "li.na")
    await subscribed(gateway, seller)
    chat = await robot(gateway, "feishu")
    for down, others in (
        (around.push_service, ("mail", chat)),
        (around.smtp, (chat,)),
        (around.robots, ("mail",)),
    ):
        down.edge.set(Faults(down=True))
        await gateway.publish(said(noticed("li.na")))
        for target in others:
            await gateway.settled(target=target)
        assert await gateway.deliveries(status="waiting")
        down.edge.heal()
        await gateway.settled()
    for channel in around.channels:
        assert channel.ledger.counts(0).messages == 3
        assert channel.ledger.counts(0).altered == 0


async def test_a_slow_mail_server_holds_up_no_other_channel(gateway: Gateway) -> None:
    seller = await gateway.running.as_(SELLER)
    await hired(gateway, "li.na")
    await subscribed(gateway, seller)
    gateway.peers.smtp.edge.set(Faults(slow_seconds=2))
    await gateway.publish(*(said(noticed("li.na")) for _ in range(20)))
    await eventually(lambda: len(kept(gateway.peers.push_service)) == 20, timeout=3)


@pytest.mark.parametrize("name", ["push_service", "smtp", "robots"])
async def test_a_lost_answer_is_repeated_recognizably(gateway: Gateway, name: str) -> None:
    channel: ChannelPeer = getattr(gateway.peers, name)
    seller = await gateway.running.as_(SELLER)
    await hired(gateway, "li.na")
    await subscribed(gateway, seller)
    await robot(gateway, "dingtalk")
    channel.edge.set(Faults(lose_answer_rate=0.6, seed=3))
    await gateway.publish(*(said(noticed("li.na")) for _ in range(8)))
    await gateway.settled()
    counts = channel.ledger.counts(channel.edge.lost_answers)
    assert (counts.messages, counts.altered) == (8, 0)
    assert counts.duplicates == counts.lost_answers > 3


async def test_a_browser_that_left_is_forgotten_and_the_others_are_told(gateway: Gateway) -> None:
    around, seller = gateway.peers, await gateway.running.as_(SELLER)
    gone = await subscribed(gateway, seller)
    async with httpx.AsyncClient(base_url=gateway.peers_url) as browser:
        await browser.delete("/push-service/subscriptions")
    stays = await subscribed(gateway, seller)
    await gateway.publish(said(noticed("li.na")))
    parked = await eventually(lambda: gateway.deliveries(status="parked"))
    assert [(i["receiver"], i["reason"], i["http_status"]) for i in parked] == [
        (f"li.na/{gone}", "gone", 410)
    ]
    await eventually(lambda: len(kept(around.push_service)) == 1)
    at = {"min_position": await gateway.service.log.position()}
    items = (await seller.get("/push-subscriptions", params=at)).json()["items"]
    assert {i["id"]: (i["active"], i["reason"]) for i in items} == {
        gone: (False, "gone"),
        stays: (True, None),
    }
    await gateway.publish(said(noticed("li.na")))
    await eventually(lambda: len(kept(around.push_service)) == 2)
    assert len(await gateway.deliveries(type="notification.web-push")) == 3


async def test_a_browser_tells_whoever_signed_in_there_last(gateway: Gateway) -> None:
    seller, other = (
        await gateway.running.as_(SELLER),
        await gateway.running.as_(person("emma", "salesperson")),
    )
    key = (await seller.get("/push-key")).json()["key"]
    async with httpx.AsyncClient(base_url=gateway.peers_url) as browser:
        made = (await browser.post("/push-service/subscriptions", json={"key": key})).json()
    first = (await seller.post("/push-subscriptions", json=made)).json()["id"]
    assert (await other.post("/push-subscriptions", json=made)).json()["id"] == first
    await shown(gateway, "/push-subscriptions", other)
    await gateway.publish(said(noticed("li.na")), said(noticed("emma", title_zh="给 Emma")))
    await gateway.settled()
    assert [push["title"] for push in kept(gateway.peers.push_service)] == ["给 Emma"]
    assert (await seller.delete(f"/push-subscriptions/{first}")).status_code == 404
    assert (await other.delete(f"/push-subscriptions/{first}")).status_code == 200
    await shown(gateway, "/push-subscriptions", other)
    await gateway.publish(said(noticed("emma")))
    assert len(await gateway.deliveries(type="notification.web-push")) == 1


async def test_what_waits_for_one_person_is_not_shown_to_the_next_in_the_same_browser(
    gateway: Gateway,
) -> None:
    push_service = gateway.peers.push_service
    seller, other = (
        await gateway.running.as_(SELLER),
        await gateway.running.as_(person("emma", "salesperson")),
    )
    key = (await seller.get("/push-key")).json()["key"]
    async with httpx.AsyncClient(base_url=gateway.peers_url) as browser:
        made = (await browser.post("/push-service/subscriptions", json={"key": key})).json()
    assert (await seller.post("/push-subscriptions", json=made)).status_code == 201
    await shown(gateway, "/push-subscriptions", seller)
    push_service.edge.set(Faults(down=True))
    await gateway.publish(said(noticed("li.na")))
    await eventually(gateway.deliveries)
    assert (await other.post("/push-subscriptions", json=made)).status_code == 201
    await shown(gateway, "/push-subscriptions", other)
    push_service.edge.heal()
    (item,) = await gateway.settled(status="parked")
    assert item["error"] == "unsubscribed"
    assert kept(push_service) == []
    await gateway.publish(said(noticed("emma")))
    await eventually(lambda: len(kept(push_service)) == 1)


async def test_the_push_key_is_made_once_and_stays(gateway_database: str, peers: Around) -> None:
    keys: set[str] = set()
    for _ in range(2):
        async with gateway_under_test(gateway_database, peers) as gateway:
            keys.add((await gateway.admin.get("/push-key")).json()["key"])
            stored = await gateway.service.database.fetch("SELECT sealed FROM push_key")
            assert "PRIVATE" not in stored[0][0]
    (key,) = keys
    assert len(key) == 87


async def test_a_mail_that_is_refused_is_parked_at_once_and_can_be_replayed(gateway: Gateway) -> None:
    smtp = gateway.peers.smtp
    await hired(gateway, "li.na", "emma")
    smtp.edge.set(Faults(status=550))
    await gateway.publish(said(noticed("li.na", "emma")))
    parked = await gateway.settled(status="parked")
    assert {(i["reason"], i["attempts"], i["error"]) for i in parked} == {("refused", 1, "smtp-550")}
    smtp.edge.set(Faults(status=451))
    await gateway.admin.post("/deliveries/replay", json={"target": "mail"})
    await eventually(gateway.deliveries, until=lambda items: min(i["attempts"] for i in items) > 2)
    smtp.edge.heal()
    await gateway.settled()
    assert len(kept(smtp)) == 2
    body = await gateway.admin.get(f"/deliveries/{parked[0]['id']}/body")
    assert body.headers["content-type"].startswith("message/rfc822")
    assert b"Message-ID: <" in body.content


@pytest.mark.parametrize("service", ["wecom", "dingtalk", "feishu"])
async def test_a_robot_speaks_in_its_chat_signed_where_signing_is_on(gateway: Gateway, service: str) -> None:
    robots = gateway.peers.robots
    robots.secrets = {"dingtalk": "SECabcdef0123", "feishu": "SECabcdef0123"}
    await hired(gateway, "li.na", "emma")
    target = await robot(gateway, service, secret="SECabcdef0123", kinds=["lead.*"])
    await gateway.publish(said(noticed("li.na")), said(noticed("li.na", kind="order.late")))
    await gateway.publish(said(noticed("emma")))
    items = await gateway.settled(target=target)
    assert len(items) == len(kept(robots)) == 1
    assert robots.ledger.refused.total() == 0


async def test_a_robot_whose_chat_counts_too_much_is_left_alone_for_a_while(gateway: Gateway) -> None:
    await hired(gateway, "li.na")
    target = await robot(gateway, "wecom")
    gateway.peers.robots.code = 45009
    await gateway.publish(said(noticed("li.na")))
    (item,) = await eventually(
        lambda: gateway.deliveries(target=target), until=lambda items: items and items[0]["attempts"]
    )
    assert (item["error"], item["status"]) == ("robot-45009", "waiting")
    gateway.peers.robots.code = 93000
    await gateway.publish(said(noticed("li.na")))
    assert len(await gateway.deliveries(target=target)) == 2


async def test_a_personal_robot_follows_its_persons_choice(gateway: Gateway) -> None:
    seller = await gateway.running.as_(SELLER)
    await hired(gateway, "li.na")
    target = await robot(gateway, "feishu", person="li.na")
    await gateway.publish(said(noticed("li.na")))
    await gateway.settled(target=target)
    await prefer(gateway, seller, channels=[{"kind": "*", "channels": ["mail"]}])
    await gateway.publish(said(noticed("li.na")))
    assert len(await gateway.deliveries(target=target)) == 1


async def test_somebody_who_left_is_told_nothing_outside(gateway: Gateway) -> None:
    seller = await gateway.running.as_(SELLER)
    await subscribed(gateway, seller)
    await hired(gateway, "li.na", active=False)
    await gateway.publish(said(noticed("li.na")))
    assert await gateway.deliveries() == []


async def test_a_disabled_robot_holds_what_waits_and_goes_on_when_enabled(gateway: Gateway) -> None:
    await hired(gateway, "li.na")
    target = await robot(gateway, "wecom")
    path = f"/robots/{target.removeprefix('robot/')}"
    gateway.peers.robots.edge.set(Faults(down=True))
    await gateway.publish(said(noticed("li.na")))
    await eventually(lambda: gateway.deliveries(target=target))
    assert (await gateway.admin.post(f"{path}/disable", json={"reason": "holidays"})).status_code == 200
    await gateway.publish(said(noticed("li.na")))
    await gateway.settled(target="mail")
    assert [item["status"] for item in await gateway.deliveries(target=target)] == ["waiting"]
    moved = {"name": "x", "service": "wecom", "team": "south-1"}
    moved["url"] = f"{gateway.peers_url}/robots/api/wecom/send?key=t2"
    other = await gateway.admin.post(f"{path}/revise", json={**moved, "service": "feishu"})
    assert other.json()["type"] == "urn:kuaicrm:problem:robot-service-fixed"
    assert (await gateway.admin.post(f"{path}/revise", json=moved)).status_code == 200
    assert (await gateway.admin.post(f"{path}/enable")).status_code == 200
    gateway.peers.robots.edge.heal()
    assert len(await gateway.settled(target=target)) == len(kept(gateway.peers.robots)) == 1
