"""Work orders over HTTP, through the service as it is built for production, on real PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from crm_contracts.integration_gateway.v1 import CustomerRecorded, PersonRecorded
from crm_local.people import Account
from crm_platform.ids import new_id
from crm_testing.desk import Desk, refused
from crm_testing.services import service_under_test
from field_service.adapters.views import WORK_ORDERS
from field_service.bootstrap import build

ROOT = "/work-orders"
DISPATCHER, MANAGER, DIRECTOR, SALESPERSON, ANALYST = (
    "xu.fang",
    "huang.qiang",
    "chen.jing",
    "wang.min",
    "sun.hao",
)
MA, HE = "ma.jun", "he.ping"
REPAIR: dict[str, Any] = {"kind": "repair", "customer": {"name": "Acme"}, "summary": "The press stands still"}
ITEM = {
    "product_id": "P-1",
    "name": "Press",
    "quantity": "2",
    "unit_price": {"amount": "10", "currency": "CNY"},
}


@dataclass
class WorkDesk(Desk):
    """What people do with it."""

    async def opened(self, **body: Any) -> str:
        return str((await self.done(DISPATCHER, "", REPAIR | body)).json()["id"])

    async def assigned(self, technician: str = MA, **body: Any) -> str:
        id_ = await self.opened(**body)
        await self.done(DISPATCHER, f"/{id_}/assign", {"technician_id": technician})
        return id_

    async def listed(self, who: str, after: httpx.Response, **query: Any) -> list[dict[str, Any]]:
        """The list as somebody sees it, not before `after`."""
        items: list[dict[str, Any]] = (await self.seen(who, after, **query))["items"]
        return items


def person(subject: str, *roles: str, active: bool = True) -> PersonRecorded:
    return PersonRecorded(
        person_id=subject,
        name=subject.title(),
        roles=list(roles),
        team="service-1",
        region="south",
        active=active,
        source_version=1,
    )


def customer(customer_id: str, **known: str) -> CustomerRecorded:
    return CustomerRecorded(customer_id=customer_id, name="恒达", active=True, source_version=1, **known)


@pytest_asyncio.fixture(scope="module")
async def desk(module_database: str) -> AsyncIterator[WorkDesk]:
    async with service_under_test(build, "field-service", module_database) as running:
        desk = WorkDesk(running.service, running.issuer, await running.anonymous(), ROOT)
        await desk.hear(MA, person(MA, "technician"))
        await desk.hear(HE, person(HE, "technician", "salesperson"))
        await desk.hear(SALESPERSON, person(SALESPERSON, "salesperson"))
        await desk.hear("C-1", customer("C-1", contact="梁志伟", address="Dock 4", region="south"))
        yield desk


async def test_work_is_opened_assigned_started_and_closed(desk: WorkDesk) -> None:
    opened = await desk.done(DISPATCHER, "", REPAIR | {"items": [ITEM], "address": "Dock 4"})
    id_ = opened.json()["id"]
    assert opened.status_code == 201
    assert opened.headers["location"] == f"/api/field-service/v1{ROOT}/{id_}"
    at = {"technician_id": MA, "scheduled_for": "2026-12-01T09:00:00+08:00"}
    await desk.done(DISPATCHER, f"/{id_}/assign", at, if_match=opened.headers["etag"])
    await desk.done(MA, f"/{id_}/start")
    closed = await desk.done(MA, f"/{id_}/close", {"result": "done", "note": "Belt replaced"})
    read = await desk.get(MA, f"/{id_}", min_position=closed.headers["x-position"])
    assert read.headers["etag"] == closed.headers["etag"] == '"4"'
    detail = read.json()
    assert (detail["status"], detail["result"], detail["note"]) == ("closed", "done", "Belt replaced")
    assert (detail["technician_id"], detail["team"], detail["scheduled_for"]) == (
        MA,
        "service-1",
        "2026-12-01T01:00:00Z",
    )
    assert detail["items"][0]["quantity"] == "2"
    assert detail["items"][0]["unit_price"]["amount"] == "10.00"
    history = (await desk.get(MA, f"/{id_}/history")).json()
    assert [entry["event"].removeprefix("field-service.WorkOrder") for entry in history] == [
        "Opened",
        "Assigned",
        "Started",
        "Closed",
    ]
    assert [entry["actor"] for entry in history] == [DISPATCHER, DISPATCHER, MA, MA]


async def test_the_same_command_again_has_no_second_effect_and_the_first_answer(desk: WorkDesk) -> None:
    first = await desk.done(DISPATCHER, "", REPAIR, idempotency_key="open-once")
    again = await desk.done(DISPATCHER, "", REPAIR, idempotency_key="open-once")
    assert (again.json(), again.headers["etag"]) == (first.json(), first.headers["etag"])
    assert again.headers["x-position"] == first.headers["x-position"]
    refused(
        await desk.post(DISPATCHER, "", REPAIR | {"summary": "Another"}, idempotency_key="open-once"),
        422,
        "idempotency-key-reused",
    )
    id_ = await desk.assigned()
    started = await desk.done(MA, f"/{id_}/start", idempotency_key="start-once")
    await desk.done(MA, f"/{id_}/close", {"result": "done"})
    again = await desk.done(MA, f"/{id_}/start", idempotency_key="start-once")
    assert again.headers["etag"] == started.headers["etag"]


async def test_an_assignment_repeated_after_the_technician_left_gets_its_first_answer(desk: WorkDesk) -> None:
    await desk.hear("gao.feng", person("gao.feng", "technician"))
    id_ = await desk.opened()
    body = {"technician_id": "gao.feng"}
    first = await desk.done(DISPATCHER, f"/{id_}/assign", body, idempotency_key="to-gao")
    await desk.hear("gao.feng", person("gao.feng", "technician", active=False))
    again = await desk.done(DISPATCHER, f"/{id_}/assign", body, idempotency_key="to-gao")
    assert again.headers["etag"] == first.headers["etag"]
    refused(await desk.post(DISPATCHER, f"/{await desk.opened()}/assign", body), 422, "not-a-technician")


async def test_a_command_based_on_an_old_version_is_refused(desk: WorkDesk) -> None:
    id_ = await desk.assigned()
    body = {"technician_id": HE}
    answer = await desk.post(DISPATCHER, f"/{id_}/assign", body, if_match='"1"')
    assert refused(answer, 412, "version-conflict")["params"] == {"expected": 1, "actual": 2}
    await desk.done(DISPATCHER, f"/{id_}/assign", body, if_match='"2"')


@pytest.mark.parametrize("technician", [SALESPERSON, "nobody.known", DISPATCHER])
async def test_work_goes_only_to_active_technicians(desk: WorkDesk, technician: str) -> None:
    id_ = await desk.opened()
    answer = await desk.post(DISPATCHER, f"/{id_}/assign", {"technician_id": technician})
    assert refused(answer, 422, "not-a-technician")["errors"][0]["pointer"] == "#/technician_id"
    assert (await desk.post(MA, f"/{id_}/start")).status_code == 404


async def test_a_technician_sees_and_works_on_their_own_work_orders_only(desk: WorkDesk) -> None:
    of_he, of_ma, of_nobody = await desk.assigned(HE), await desk.assigned(MA), await desk.opened()
    last = await desk.done(DISPATCHER, f"/{of_nobody}/cancel", {"reason": "sold"})
    seen = {item["id"] for item in await desk.listed(MA, last, limit=200)}
    assert of_ma in seen
    assert not {of_he, of_nobody} & seen
    before = await desk.events()
    for other in (of_he, of_nobody, str(uuid4())):
        answers = [
            await desk.get(MA, f"/{other}"),
            await desk.get(MA, f"/{other}/history"),
            await desk.post(MA, f"/{other}/start"),
            await desk.post(MA, f"/{other}/close", {"result": "done"}),
        ]
        for answer in answers:
            refused(answer, 404, "not-found")
    assert await desk.events() == before


async def test_work_given_to_another_is_no_longer_seen_by_the_first(desk: WorkDesk) -> None:
    id_ = await desk.assigned(MA)
    moved = await desk.done(DISPATCHER, f"/{id_}/assign", {"technician_id": HE})
    assert (await desk.get(HE, f"/{id_}", min_position=moved.headers["x-position"])).status_code == 200
    refused(await desk.get(MA, f"/{id_}"), 404, "not-found")
    refused(await desk.post(MA, f"/{id_}/start"), 404, "not-found")


async def test_a_manager_of_any_team_dispatches_and_stands_in_for_a_technician(desk: WorkDesk) -> None:
    id_ = (await desk.done(MANAGER, "", REPAIR)).json()["id"]
    await desk.done(MANAGER, f"/{id_}/assign", {"technician_id": MA})
    started = await desk.done(MANAGER, f"/{id_}/start")
    assert id_ in {item["id"] for item in await desk.listed(MANAGER, started, limit=200)}
    await desk.done(MANAGER, f"/{id_}/close", {"result": "not_done"})


async def test_roles_bound_what_may_be_done(desk: WorkDesk) -> None:
    id_ = await desk.assigned()
    before = await desk.events()
    for who in (MA, SALESPERSON, ANALYST, DIRECTOR):
        refused(await desk.post(who, "", REPAIR), 403, "role-missing")
        refused(await desk.post(who, f"/{id_}/assign", {"technician_id": HE}), 403, "role-missing")
        refused(await desk.post(who, f"/{id_}/cancel", {"reason": "x"}), 403, "role-missing")
    for who in (SALESPERSON, ANALYST, DIRECTOR):
        refused(await desk.post(who, f"/{id_}/start"), 403, "role-missing")
    assert await desk.events() == before
    now = await desk.service.log.position()
    for who, status in (
        (DISPATCHER, 200),
        (ANALYST, 200),
        (DIRECTOR, 200),
        (SALESPERSON, 404),
        (HE, 404),
    ):
        assert (await desk.get(who, f"/{id_}", min_position=now)).status_code == status
    assert (await desk.client.get(ROOT)).status_code == 401


async def test_whoever_sees_a_work_order_but_neither_has_it_nor_dispatches_does_not_work_on_it(
    desk: WorkDesk,
) -> None:
    account = Account("old.hand", "Old Hand", ("technician", "director"), region="south")
    headers = {"authorization": f"Bearer {desk.issuer.access_token(account)}"}
    id_ = await desk.assigned(MA)
    for verb, body in (("start", None), ("close", {"result": "done"})):
        answer = await desk.client.post(f"{ROOT}/{id_}/{verb}", json=body, headers=headers)
        refused(answer, 403, "not-your-work-order")
        await desk.done(MA, f"/{id_}/start", idempotency_key=f"start-{id_}")


async def test_a_step_out_of_order_is_refused_with_those_that_are_allowed(desk: WorkDesk) -> None:
    id_ = await desk.opened()
    answer = await desk.post(DISPATCHER, f"/{id_}/close", {"result": "done"})
    body = refused(answer, 409, "invalid-transition")
    assert body["params"] == {"from_status": "open", "step": "close", "allowed": ["assign", "cancel"]}
    await desk.done(DISPATCHER, f"/{id_}/cancel", {"reason": "The press was sold"})
    answer = await desk.post(DISPATCHER, f"/{id_}/assign", {"technician_id": MA})
    assert refused(answer, 409, "invalid-transition")["params"]["allowed"] == []


async def test_what_is_left_out_of_a_known_customer_is_filled_in(desk: WorkDesk) -> None:
    answer = await desk.done(
        DISPATCHER, "", REPAIR | {"customer": {"customer_id": "C-1", "contact": "Ms Wu"}}
    )
    (item,) = await desk.listed(DISPATCHER, answer, customer="C-1", sort="-opened_at", limit=1)
    detail = (await desk.get(DISPATCHER, f"/{item['id']}")).json()
    assert (detail["customer_name"], detail["contact"], detail["address"], detail["region"]) == (
        "恒达",
        "Ms Wu",
        "Dock 4",
        "south",
    )
    assert (await desk.get(DIRECTOR, f"/{item['id']}")).status_code == 200
    unknown = await desk.post(DISPATCHER, "", REPAIR | {"customer": {"customer_id": "C-9", "name": "X"}})
    assert refused(unknown, 422, "invalid")["errors"][0]["code"] == "unknown-customer"
    nameless = await desk.post(DISPATCHER, "", REPAIR | {"customer": {}})
    assert refused(nameless, 422, "invalid")["errors"][0]["pointer"] == "#/customer/name"


async def test_an_id_is_taken_once(desk: WorkDesk) -> None:
    id_ = str(new_id())
    assert (await desk.done(DISPATCHER, "", REPAIR | {"id": id_})).json()["id"] == id_
    refused(await desk.post(DISPATCHER, "", REPAIR | {"id": id_}), 409, "work-order-exists")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", REPAIR | {"status": "closed"}),
        ("", REPAIR | {"kind": "party"}),
        ("", REPAIR | {"summary": "a\x00b"}),
        ("", REPAIR | {"items": [ITEM] * 201}),
        ("/{id}/assign", {"technician_id": MA, "scheduled_for": "2026-12-01T09:00:00"}),
        ("/{id}/assign", {"technician_id": MA, "scheduled_for": "0001-01-01T00:00:00+14:00"}),
        ("/{id}/assign", {"technician_id": MA, "scheduled_for": "9999-12-31T23:59:59-14:00"}),
        ("/{id}/close", {"result": "perhaps"}),
        ("/{id}/cancel", {}),
    ],
)
async def test_bad_input_changes_nothing(desk: WorkDesk, path: str, body: dict[str, Any]) -> None:
    id_ = await desk.opened()
    before = await desk.events()
    answer = await desk.post(DISPATCHER, path.replace("{id}", id_), body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"].startswith("#/")
    assert await desk.events() == before


async def test_a_list_is_filtered_sorted_and_paged(desk: WorkDesk) -> None:
    await desk.hear("C-2", customer("C-2"))
    ours = {"customer": {"customer_id": "C-2"}}
    first, second = await desk.assigned(HE, **ours), await desk.opened(kind="maintenance", **ours)
    last = await desk.done(DISPATCHER, f"/{await desk.assigned(MA, **ours)}/cancel", {"reason": "sold"})

    async def ids(**query: Any) -> list[str]:
        return [item["id"] for item in await desk.listed(DISPATCHER, last, customer="C-2", **query)]

    assert len(await ids()) == 3
    assert (await ids(sort="opened_at"))[:2] == [first, second]
    assert await ids(technician=HE) == await ids(status="assigned") == [first]
    assert await ids(kind="maintenance") == await ids(status="open") == [second]
    page = (await desk.get(DISPATCHER, "", customer="C-2", sort="scheduled_for", limit=2)).json()
    rest = (
        await desk.get(DISPATCHER, "", customer="C-2", sort="scheduled_for", limit=2, cursor=page["next"])
    ).json()
    assert len({item["id"] for item in page["items"] + rest["items"]}) == 3
    assert rest["next"] is None
    refused(await desk.get(DISPATCHER, "", sort="note"), 400, "unknown-sort")


async def test_lists_and_details_are_answered_as_of_any_moment(desk: WorkDesk) -> None:
    await desk.hear("C-3", customer("C-3"))
    id_ = await desk.assigned(MA, customer={"customer_id": "C-3"})
    started = await desk.done(MA, f"/{id_}/start")
    await desk.listed(MA, started)
    recorded = [entry["recorded_at"] for entry in (await desk.get(MA, f"/{id_}/history")).json()]
    for as_of, status in zip(recorded, ("open", "assigned", "started"), strict=True):
        page = await desk.get(DISPATCHER, "", customer="C-3", as_of=as_of)
        assert [item["status"] for item in page.json()["items"]] == [status]
        assert (await desk.get(DISPATCHER, f"/{id_}", as_of=as_of)).json()["status"] == status
    assert len((await desk.get(MA, f"/{id_}/history", as_of=recorded[1])).json()) == 2
    # Scope is judged by whose it was then.
    refused(await desk.get(MA, f"/{id_}", as_of=recorded[0]), 404, "not-found")


async def test_a_rebuilt_view_has_the_same_bytes(desk: WorkDesk) -> None:
    id_ = await desk.assigned(items=[ITEM])
    await desk.listed(DISPATCHER, await desk.done(MA, f"/{id_}/start"))

    async def fingerprint() -> str:
        query = "SELECT md5(string_agg(t::text, ',' ORDER BY id, version)) FROM work_order_list t"
        return str((await desk.service.database.fetch(query))[0][0])

    before = await fingerprint()
    rebuilt = await desk.service.projector.rebuild(WORK_ORDERS)
    assert rebuilt == await desk.service.log.position()
    assert await fingerprint() == before


async def test_a_device_holds_what_the_list_shows(desk: WorkDesk) -> None:
    id_ = await desk.opened()
    await desk.done(DISPATCHER, f"/{id_}/assign", {"technician_id": MA})
    last = await desk.done(DISPATCHER, f"/{id_}/assign", {"technician_id": HE})
    for who in (MANAGER, DISPATCHER, MA, HE):
        listed = {item["id"] for item in await desk.listed(who, last, limit=100)}
        page = await desk.client.get("/changes", params={"limit": 500}, headers=desk._signed(who, {}))
        assert page.status_code == 200, page.text
        assert {change["id"] for change in page.json()["changes"]} == listed, who
    assert id_ in listed
