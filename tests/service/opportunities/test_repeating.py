"""Commands that are sent again, on an old version, or for an id that is taken."""

from typing import Any

from crm_contracts.integration_gateway.v1 import CustomerRecorded, PersonRecorded
from crm_platform.ids import new_id
from crm_testing.desk import refused
from crm_testing.opportunities import LI, PUMPS, WANG, ZHAO, OpportunityDesk, know_master_data


async def test_a_repeated_command_is_done_once_and_answers_the_same(desk: OpportunityDesk) -> None:
    first = await desk.done(WANG, "", PUMPS, idempotency_key="open-1")
    again = await desk.done(WANG, "", PUMPS, idempotency_key="open-1")
    assert (first.json(), first.headers["etag"]) == (again.json(), again.headers["etag"])
    other = await desk.post(WANG, "", PUMPS | {"title": "Other"}, idempotency_key="open-1")
    refused(other, 422, "idempotency-key-reused")
    move = f"/{first.json()['id']}/move"
    one = await desk.done(WANG, move, {"to_stage": "needs_confirmed"}, idempotency_key="move-1")
    two = await desk.done(WANG, move, {"to_stage": "needs_confirmed"}, idempotency_key="move-1")
    assert one.headers["x-position"] == two.headers["x-position"]
    assert await desk.events() == 2


async def test_a_repeated_command_is_answered_as_before_whatever_is_known_by_now(
    desk: OpportunityDesk,
) -> None:
    await know_master_data(desk)
    sold = {
        "title": "Two pumps",
        "customer": {"customer_id": "C-1"},
        "lines": [{"product_id": "P-2", "quantity": "2"}],
    }
    opened = await desk.done(WANG, "", sold, idempotency_key="open")
    path = f"/{opened.json()['id']}"
    revised = await desk.done(
        WANG,
        f"{path}/revise",
        {"customer": {"customer_id": "C-1"}, "title": "Pumps"},
        idempotency_key="revise",
    )
    given = await desk.done(
        ZHAO, f"{path}/reassign", {"owner_id": LI, "reason": "leave"}, idempotency_key="give"
    )
    await desk.hear("C-1", CustomerRecorded(customer_id="C-1", name="恒达", active=False, source_version=2))
    gone: dict[str, Any] = {
        "person_id": LI,
        "name": "李娜",
        "roles": [],
        "team": None,
        "region": None,
        "active": False,
    }
    await desk.hear(LI, PersonRecorded(**gone, source_version=2))
    assert (await desk.done(WANG, "", sold, idempotency_key="open")).json() == opened.json()
    again = await desk.done(
        WANG,
        f"{path}/revise",
        {"customer": {"customer_id": "C-1"}, "title": "Pumps"},
        idempotency_key="revise",
    )
    assert again.headers["etag"] == revised.headers["etag"]
    again = await desk.done(
        ZHAO, f"{path}/reassign", {"owner_id": LI, "reason": "leave"}, idempotency_key="give"
    )
    assert again.headers["etag"] == given.headers["etag"]
    assert (await desk.post(WANG, "", sold, idempotency_key="other")).status_code == 422


async def test_an_id_can_be_chosen_once(desk: OpportunityDesk) -> None:
    chosen = str(new_id())
    assert await desk.opened(id=chosen) == chosen
    refused(await desk.post(WANG, "", PUMPS | {"id": chosen}), 409, "opportunity-exists")


async def test_a_command_based_on_an_old_version_is_refused(desk: OpportunityDesk) -> None:
    id_ = await desk.opened()
    await desk.moved(id_, "needs_confirmed")
    refused(
        await desk.post(WANG, f"/{id_}/lose", {"reason": "dear"}, if_match='"1"'), 412, "version-conflict"
    )
    await desk.done(WANG, f"/{id_}/lose", {"reason": "dear"}, if_match='"2"')
