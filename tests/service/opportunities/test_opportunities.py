"""Opportunities over HTTP, through the service as it is built for production, on real PostgreSQL."""

from typing import Any
from uuid import uuid4

from crm_testing.desk import refused
from crm_testing.opportunities import (
    CHEN,
    HUANG,
    LI,
    PUMPS,
    SUN,
    WANG,
    XU,
    ZHAO,
    ZHOU,
    OpportunityDesk,
    faults,
    know_master_data,
)


async def test_an_opportunity_goes_from_first_contact_to_won(desk: OpportunityDesk) -> None:
    answer = await desk.done(WANG, "", PUMPS)
    id_ = answer.json()["id"]
    assert answer.headers["location"] == f"/api/opportunities/v1/opportunities/{id_}"
    assert answer.headers["etag"] == '"1"'
    last = await desk.won(id_)
    found = await desk.seen(WANG, last, f"/{id_}")
    assert (found["stage"], found["status"], found["owner_id"], found["team"]) == (
        "won",
        "won",
        WANG,
        "south-1",
    )
    assert found["amount"] == {"amount": "1000.00", "currency": "CNY"}
    names = [
        e["event"].removeprefix("opportunities.Opportunity")
        for e in await desk.seen(WANG, last, f"/{id_}/history")
    ]
    assert names == ["Opened", "StageChanged", "StageChanged", "StageChanged", "Won"]


async def test_a_jump_is_refused_naming_the_allowed_stages_in_the_callers_language(
    desk: OpportunityDesk,
) -> None:
    id_ = await desk.opened()
    answer = await desk.post(WANG, f"/{id_}/move", {"to_stage": "negotiation"}, accept_language="zh-CN")
    body = refused(answer, 409, "stage-jump")
    assert body["params"]["allowed"] == ["needs_confirmed"]
    assert body["title"] == "商机不能从 first_contact 直接进入 negotiation"
    refused(await desk.post(WANG, f"/{id_}/win"), 409, "stage-jump")
    refused(await desk.post(WANG, f"/{id_}/move", {"to_stage": "won"}), 422, "unknown-stage")
    assert await desk.events() == 1


async def test_going_back_needs_a_reason(desk: OpportunityDesk) -> None:
    id_ = await desk.opened()
    await desk.moved(id_, "needs_confirmed", "proposal")
    refused(await desk.post(WANG, f"/{id_}/move", {"to_stage": "first_contact"}), 422, "reason-required")
    back = await desk.done(WANG, f"/{id_}/move", {"to_stage": "first_contact", "reason": "new buyer"})
    assert (await desk.seen(WANG, back, f"/{id_}"))["stage"] == "first_contact"


async def test_rows_outside_the_scope_are_not_there(desk: OpportunityDesk) -> None:
    answer = await desk.done(WANG, "", PUMPS)
    id_ = answer.json()["id"]
    for who in (WANG, ZHAO, CHEN, SUN):
        assert [row["id"] for row in (await desk.seen(who, answer))["items"]] == [id_]
        assert (await desk.get(who, f"/{id_}")).status_code == 200
    for who in (LI, ZHOU, HUANG):
        assert (await desk.seen(who, answer))["items"] == []
        assert sum(column["count"] for column in await desk.seen(who, answer, "/board")) == 0
        for path in ("", "/history"):
            refused(await desk.get(who, f"/{id_}{path}"), 404, "not-found")
        refused(await desk.post(who, f"/{id_}/lose", {"reason": "mine"}), 404, "not-found")
    refused(await desk.get(WANG, f"/{uuid4()}"), 404, "not-found")


async def test_who_dispatches_work_orders_sees_no_opportunities_of_others(desk: OpportunityDesk) -> None:
    answer = await desk.done(WANG, "", PUMPS)
    id_ = answer.json()["id"]
    assert (await desk.seen(XU, answer))["items"] == []
    assert sum(column["count"] for column in await desk.seen(XU, answer, "/board")) == 0
    for path in ("", "/history"):
        refused(await desk.get(XU, f"/{id_}{path}"), 404, "not-found")


async def test_roles_bound_who_may_write(desk: OpportunityDesk) -> None:
    id_ = await desk.opened()
    for who in (SUN, XU):
        refused(await desk.post(who, "", PUMPS), 403, "role-missing")
        refused(await desk.post(who, f"/{id_}/lose", {"reason": "x"}), 403, "role-missing")
    refused(await desk.post(WANG, f"/{id_}/reassign", {"owner_id": LI, "reason": "x"}), 403, "role-missing")
    assert await desk.events() == 1


async def test_a_manager_gives_an_opportunity_to_another_person_of_the_directory(
    desk: OpportunityDesk,
) -> None:
    await know_master_data(desk)
    id_ = await desk.opened()
    stranger = await desk.post(ZHAO, f"/{id_}/reassign", {"owner_id": "nobody", "reason": "leave"})
    assert faults(stranger) == [("#/owner_id", "unknown-person")]
    given = await desk.done(ZHAO, f"/{id_}/reassign", {"owner_id": LI, "reason": "leave"})
    assert [row["id"] for row in (await desk.seen(LI, given))["items"]] == [id_]
    assert (await desk.seen(WANG, given))["items"] == []


async def test_lines_are_completed_from_the_catalogue(desk: OpportunityDesk) -> None:
    await know_master_data(desk)
    lines = [
        {"product_id": "P-1", "quantity": "2"},
        {"product_id": "P-2", "quantity": "1", "unit_price": {"amount": "90", "currency": "CNY"}},
    ]
    answer = await desk.done(WANG, "", {"title": "Pumps", "customer": {"customer_id": "C-1"}, "lines": lines})
    found = await desk.seen(WANG, answer, f"/{answer.json()['id']}")
    assert (found["customer"], found["contact"], found["amount"]["amount"]) == ("恒达", "梁志伟", "490.00")
    assert [(x["name"], x["unit"], x["amount"]["amount"]) for x in found["lines"]] == [
        ("Pump P-1", "set", "400.00"),
        ("Pump P-2", "set", "90.00"),
    ]


async def test_unknown_and_inactive_products_and_customers_are_refused_at_their_place(
    desk: OpportunityDesk,
) -> None:
    await know_master_data(desk)
    price = {"amount": "1", "currency": "CNY"}
    lines = [{"product_id": id_, "quantity": "1", "unit_price": price} for id_ in ("P-1", "P-8", "P-9")]
    answer = await desk.post(WANG, "", {"title": "Pumps", "customer": {"name": "Acme"}, "lines": lines})
    assert faults(answer) == [
        ("#/lines/1/product_id", "unknown-product"),
        ("#/lines/2/product_id", "inactive-product"),
    ]
    for id_, code in (("C-8", "unknown-customer"), ("C-9", "inactive-customer")):
        answer = await desk.post(WANG, "", PUMPS | {"customer": {"customer_id": id_, "name": "Acme"}})
        assert faults(answer) == [("#/customer/customer_id", code)]
    assert await desk.events() == 0


async def test_before_any_master_data_is_known_callers_say_everything_themselves(
    desk: OpportunityDesk,
) -> None:
    line = {"product_id": "P-1", "quantity": "3", "unit_price": {"amount": "10", "currency": "USD"}}
    answer = await desk.done(
        WANG, "", {"title": "Pumps", "customer": {"customer_id": "C-1", "name": "Acme"}, "lines": [line]}
    )
    found = await desk.seen(WANG, answer, f"/{answer.json()['id']}")
    assert found["amount"] == {"amount": "30.00", "currency": "USD"}
    nothing = {"title": "Pumps", "customer": {"customer_id": "C-1"}}
    assert faults(await desk.post(WANG, "", nothing)) == [("#/customer/name", "missing")]
    unpriced = PUMPS | {"lines": [{"product_id": "P-1", "quantity": "1"}]}
    assert faults(await desk.post(WANG, "", unpriced)) == [("#/lines/0/unit_price", "missing")]


async def test_an_amount_that_is_not_the_sum_of_the_lines_is_refused(desk: OpportunityDesk) -> None:
    line = {"product_id": "P-1", "quantity": "3", "unit_price": {"amount": "10", "currency": "CNY"}}
    id_ = await desk.opened(lines=[line], amount={"amount": "30", "currency": "CNY"})
    refused(await desk.post(WANG, "", PUMPS | {"lines": [line]}), 422, "amount-mismatch")
    wrong = {"amount": {"amount": "31", "currency": "CNY"}}
    refused(await desk.post(WANG, f"/{id_}/revise", wrong), 422, "amount-mismatch")


async def test_revising_changes_what_is_named_and_leaves_the_rest(desk: OpportunityDesk) -> None:
    id_ = await desk.opened(expected_close="2026-06-01")
    line = {"product_id": "P-1", "quantity": "3", "unit_price": {"amount": "10", "currency": "CNY"}}
    last = await desk.done(WANG, f"/{id_}/revise", {"lines": [line]})
    found = await desk.seen(WANG, last, f"/{id_}")
    assert (found["title"], found["amount"]["amount"]) == ("Pumps for Acme", "30.00")
    assert found["expected_close"] == "2026-06-01"
    last = await desk.done(WANG, f"/{id_}/revise", {"title": "More pumps", "expected_close": None})
    found = await desk.seen(WANG, last, f"/{id_}")
    assert (found["title"], found["amount"]["amount"], found["expected_close"]) == (
        "More pumps",
        "30.00",
        None,
    )


async def test_members_that_no_command_has_are_refused(desk: OpportunityDesk) -> None:
    answer = await desk.post(WANG, "", PUMPS | {"owner_id": LI, "stage": "won"})
    assert {pointer for pointer, _ in faults(answer)} == {"#/owner_id", "#/stage"}


async def test_the_list_is_filtered_sorted_and_paged(desk: OpportunityDesk) -> None:
    for title, amount in {"Valves": "300", "Pumps": "100", "100% pipes": "200"}.items():
        last = await desk.done(
            WANG, "", PUMPS | {"title": title, "amount": {"amount": amount, "currency": "CNY"}}
        )
    last = await desk.moved(last.json()["id"], "needs_confirmed")

    async def titles(**query: Any) -> list[str]:
        return [row["title"] for row in (await desk.seen(WANG, last, **query))["items"]]

    assert await titles(sort="-amount") == ["Valves", "100% pipes", "Pumps"]
    assert await titles(stage="needs_confirmed") == ["100% pipes"]
    assert await titles(q="%") == ["100% pipes"]
    assert await titles(q="acme", owner=WANG, status="open", sort="title") == [
        "100% pipes",
        "Pumps",
        "Valves",
    ]
    assert await titles(customer="C-1") == []
    page = (await desk.get(WANG, "", sort="amount", limit=2)).json()
    rest = (await desk.get(WANG, "", sort="amount", limit=2, cursor=page["next"])).json()
    assert [row["title"] for row in page["items"] + rest["items"]] == ["Pumps", "100% pipes", "Valves"]
    assert rest["next"] is None
    refused(await desk.get(WANG, "", sort="phone"), 400, "unknown-sort")
    refused(await desk.get(WANG, "", tenant="x"), 400, "unknown-parameter")


async def test_the_board_counts_and_adds_up_per_stage_and_currency(desk: OpportunityDesk) -> None:
    await desk.opened()
    await desk.opened(amount={"amount": "5", "currency": "USD"})
    await desk.won(await desk.opened(LI), LI)
    last = await desk.done(WANG, f"/{await desk.opened()}/lose", {"reason": "dear"})
    board = await desk.seen(ZHAO, last, "/board")
    assert [(c["stage"], c["name_zh"], c["count"]) for c in board] == [
        ("first_contact", "初步接触", 2),
        ("needs_confirmed", "需求确认", 0),
        ("proposal", "方案报价", 0),
        ("negotiation", "商务谈判", 0),
        ("won", "成交", 1),
        ("lost", "输单", 1),
    ]
    assert [f"{x['amount']} {x['currency']}" for x in board[0]["amounts"]] == ["1000.00 CNY", "5.00 USD"]
    mine = await desk.seen(WANG, last, "/board", owner=LI)
    assert sum(column["count"] for column in mine) == 0


async def test_lists_details_and_the_board_are_answered_as_of_any_moment(desk: OpportunityDesk) -> None:
    id_ = await desk.opened()
    moments = []
    for stage in ("needs_confirmed", "proposal"):
        last = await desk.moved(id_, stage)
        await desk.seen(WANG, last)
        ((now,),) = await desk.service.database.fetch("SELECT clock_timestamp()")
        moments.append((now.isoformat(), stage))
    await desk.seen(WANG, await desk.done(WANG, f"/{id_}/lose", {"reason": "dear"}))
    for then, stage in moments:
        assert (await desk.get(WANG, "", as_of=then)).json()["items"][0]["stage"] == stage
        assert (await desk.get(WANG, f"/{id_}", as_of=then)).json()["stage"] == stage
        board = (await desk.get(WANG, "/board", as_of=then)).json()
        assert [c["stage"] for c in board if c["count"]] == [stage]
        history = (await desk.get(WANG, f"/{id_}/history", as_of=then)).json()
        assert history[-1]["content"]["to_stage"] == stage
    before = (await desk.get(WANG, "", as_of="2026-01-01T00:00:00Z")).json()
    assert before == {"items": [], "next": None}
