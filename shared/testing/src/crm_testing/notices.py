"""Notices as contexts publish them, and people who can be told by every channel."""

from datetime import date
from typing import Any

import httpx

from crm_contracts.leads.v1_follow_ups import FollowUpDigestPrepared
from crm_contracts.values import Notice
from crm_local.peers.channel import ChannelPeer
from crm_testing.gateways import Gateway

PEOPLE = {
    "li.na": {"name": "李娜", "roles": ["salesperson"], "team": "south-1", "email": "li.na@kuaicrm.example"},
    "zhao.lei": {
        "name": "赵磊",
        "roles": ["manager"],
        "team": "south-1",
        "email": "zhao.lei@kuaicrm.example",
    },
    "emma": {"name": "Emma", "roles": ["salesperson"], "team": "east-1", "email": "emma@kuaicrm.example"},
}


async def hired(gateway: Gateway, *names: str, **changes: Any) -> None:
    """Master data tells of these people; returns when the gateway knows them."""
    for name in names:
        content = {"person_id": name, "version": 1, **PEOPLE[name], **changes}
        answer = await gateway.call_back("master-data", "person.changed", content)
        assert answer.status_code == 200, answer.text
    await shown(gateway, "/people")


async def shown(gateway: Gateway, path: str, client: httpx.AsyncClient | None = None) -> None:
    at = {"min_position": await gateway.service.log.position()}
    assert (await (client or gateway.admin).get(path, params=at)).status_code == 200


async def subscribed(gateway: Gateway, client: httpx.AsyncClient, **changes: Any) -> str:
    """A browser of this person subscribes, as the web app would do it; the id of the subscription."""
    key = (await client.get("/push-key")).json()["key"]
    async with httpx.AsyncClient(base_url=gateway.peers_url) as browser:
        made = (await browser.post("/push-service/subscriptions", json={"key": key})).json()
    answer = await client.post("/push-subscriptions", json={**made, "device": "Pixel", **changes})
    assert answer.status_code == 201, answer.text
    await shown(gateway, "/push-subscriptions", client)
    return str(answer.json()["id"])


async def robot(gateway: Gateway, service: str, **changes: Any) -> str:
    """A robot of the team south-1; the name of its deliveries' target."""
    paths = {
        "wecom": "/api/wecom/send?key=t1",
        "dingtalk": "/api/dingtalk/send?access_token=t1",
        "feishu": "/api/feishu/hook/t1",
    }
    audience = {} if "person" in changes else {"team": "south-1"}
    body = {
        "name": f"{service} of south-1",
        "service": service,
        "url": f"{gateway.peers_url}/robots{paths[service]}",
        **audience,
        **changes,
    }
    answer = await gateway.admin.post("/robots", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["target"])


def kept(channel: ChannelPeer) -> list[dict[str, Any]]:
    return [receipt.data for receipt in channel.ledger.receipts.values()]


async def prefer(gateway: Gateway, client: httpx.AsyncClient, **choices: Any) -> None:
    assert (await client.put("/notification-preferences", json=choices)).status_code == 200
    await gateway.deliveries()


def noticed(*recipients: str, **values: Any) -> FollowUpDigestPrepared:
    """A digest for these people; `values` change its notice."""
    notice = {
        "kind": "lead.follow-up-due",
        "title": "Call Hengda today",
        "title_zh": "今天联系恒达包装",
        "text": "They asked for a price.",
        "text_zh": "客户询价。",
        "link": "/leads/7",
        **values,
    }
    return FollowUpDigestPrepared(
        person_id=recipients[0],
        day=date(2026, 11, 24),
        overdue=1,
        oldest=[],
        notice=Notice(recipients=list(recipients), **notice),
    )
