"""The funnel over HTTP on planted histories whose truth is known."""

import asyncio
import random
from typing import Any

import pytest


async def test_a_planted_history_has_the_planted_figures(desk: Any, history: Any) -> None:
    deals = [history.open(f"deal {n}", amount=f"{n}.00") for n in range(1, 101)]
    history.later(hours=10)
    for deal in deals[:40]:
        history.move(deal, "first_contact", "needs_confirmed")
    history.later(hours=10)
    for deal in deals[40:60]:
        history.move(deal, "first_contact", "needs_confirmed")
    for deal in deals[60:70]:
        history.lose(deal, "first_contact")
    for deal in deals[:30]:
        history.move(deal, "needs_confirmed", "proposal")
    history.later(hours=10)
    for deal in deals[:30]:
        history.move(deal, "proposal", "negotiation")
    for deal in deals[:12]:
        history.win(deal)
    await desk.take(history.said)

    stages = await desk.stages()

    assert {code: stage["entered"] for code, stage in stages.items()} == {
        "first_contact": 100, "needs_confirmed": 60, "proposal": 30, "negotiation": 30, "won": 12, "lost": 10,
    }  # fmt: skip
    assert {code: stage["current"] for code, stage in stages.items()} == {
        "first_contact": 30, "needs_confirmed": 30, "proposal": 0, "negotiation": 18, "won": 12, "lost": 10,
    }  # fmt: skip
    assert [
        round(stages[code]["conversion"]["rate"], 4) for code in ("first_contact", "needs_confirmed")
    ] == [0.6, 0.5]
    assert stages["first_contact"]["win_rate"]["rate"] == pytest.approx(0.12)
    assert stages["first_contact"]["conversion"]["low"] == pytest.approx(0.5020, abs=1e-4)
    assert stages["first_contact"]["conversion"]["high"] == pytest.approx(0.6906, abs=1e-4)
    assert stages["first_contact"]["entered_amounts"] == [{"amount": "5050.00", "currency": "CNY"}]
    assert stages["won"]["amounts"] == [{"amount": "78.00", "currency": "CNY"}]
    assert (await desk.answer("boss", "/funnel"))["bottleneck"] == "negotiation"
    # 40 left after 10 hours and 30 after 20: half of those that left took 10, half of all took 20.
    assert stages["first_contact"]["median_seconds"] == 72_000
    assert stages["won"]["conversion"] is None
    assert stages["won"]["median_seconds"] is None


async def test_skipping_returning_and_going_back_follow_the_definition(desk: Any, history: Any) -> None:
    skips, returns = history.open("skips"), history.open("returns")
    history.later(hours=1)
    history.move(skips, "first_contact", "proposal")
    history.move(returns, "first_contact", "needs_confirmed")
    history.later(hours=1)
    history.move(returns, "needs_confirmed", "first_contact")
    history.later(hours=2)
    history.move(returns, "first_contact", "needs_confirmed")
    await desk.take(history.said)

    stages = await desk.stages()

    first, second, third = (stages[code] for code in ("first_contact", "needs_confirmed", "proposal"))
    assert (first["entered"], first["visits"], first["went_on"], first["current"]) == (2, 3, 2, 0)
    assert (second["entered"], second["visits"], second["went_on"], second["current"]) == (1, 2, 0, 1)
    assert (third["entered"], third["went_on"]) == (1, 0)
    # Visits of 1, 1 and 2 hours.
    assert first["median_seconds"] == 3_600


async def test_entering_an_earlier_stage_later_is_no_conversion(desk: Any, history: Any) -> None:
    deal = history.open(stage="proposal")
    history.later(hours=1)
    history.move(deal, "proposal", "first_contact")
    await desk.take(history.said)
    stages = await desk.stages()
    assert (stages["first_contact"]["entered"], stages["first_contact"]["went_on"]) == (1, 0)


async def test_each_stage_has_a_cohort_of_its_own_unless_the_opened_are_followed(
    desk: Any, history: Any
) -> None:
    deals = [history.open(f"deal {n}") for n in range(4)]
    history.later(days=31)
    for deal in deals[:3]:
        history.move(deal, "first_contact", "needs_confirmed")
    history.open("april")
    await desk.take(history.said)

    april = {"from": "2026-04-01", "to": "2026-04-30"}
    entered = await desk.stages(**april)
    assert (entered["first_contact"]["entered"], entered["needs_confirmed"]["entered"]) == (1, 3)
    opened = await desk.stages(**april, cohort="opened")
    assert (opened["first_contact"]["entered"], opened["needs_confirmed"]["entered"]) == (1, 0)
    march = await desk.stages(to="2026-03-31", cohort="opened")
    assert (march["first_contact"]["entered"], march["needs_confirmed"]["entered"]) == (4, 3)


@pytest.mark.parametrize(
    ("period", "begins"),
    [
        ("day", ["2025-12-31", "2026-01-01"]),
        ("week", ["2025-12-29"]),
        ("month", ["2025-12-01", "2026-01-01"]),
        ("year", ["2025-01-01", "2026-01-01"]),
    ],
)
async def test_periods_begin_at_midnight_of_the_company(
    desk: Any, history: Any, period: str, begins: list[str]
) -> None:
    # Midnight of the new year in Shanghai is 16:00 UTC.
    history.now = history.now.replace(year=2025, month=12, day=31, hour=15, minute=59, second=59)
    history.open("old year")
    history.later(seconds=1)
    history.open("new year")
    await desk.take(history.said)

    funnel = await desk.answer("boss", "/funnel", period=period)

    assert [each["begins"] for each in funnel["periods"]] == begins
    assert sum(each["stages"][0]["entered"] for each in funnel["periods"]) == 2
    by_day = await desk.stages(**{"from": "2026-01-01", "to": "2026-01-01"})
    assert by_day["first_contact"]["entered"] == 1


async def test_filters_choose_by_what_opportunities_are_now(desk: Any, history: Any) -> None:
    first = history.open("first", owner="li", customer="C1", products=["P1"])
    history.open("second", owner="xu", customer="C2", products=["P1", "P2"])
    history.later(hours=1)
    history.reassign(first, "he")
    history.revise(first, customer="C3", products=["P3"])
    await desk.take(history.said)

    async def entered(**query: Any) -> int:
        return int((await desk.stages(**query))["first_contact"]["entered"])

    assert [await entered(owner=owner) for owner in ("li", "he", "xu")] == [0, 1, 1]
    assert [await entered(team=team) for team in ("south-1", "south-2")] == [0, 1]
    assert [await entered(region=region) for region in ("south", "north")] == [1, 1]
    assert [await entered(customer=customer) for customer in ("C1", "C2", "C3")] == [0, 1, 1]
    assert [await entered(product=product) for product in ("P1", "P2", "P3")] == [1, 1, 1]
    assert await entered(owner="xu", customer="C3") == 0
    assert [await entered(source=source) for source in ("fair", "web")] == [2, 0]
    assert await entered(source="fair", as_of=history.said[0].time.isoformat()) == 2
    assert await entered(source="web", as_of=history.said[0].time.isoformat()) == 0
    assert await entered(owner="li", as_of=history.said[1].time.isoformat()) == 1


async def test_amounts_are_kept_per_currency_as_at_the_entry_and_as_they_are(desk: Any, history: Any) -> None:
    dear = history.open("dear", amount="100.50")
    history.open("abroad", amount="7", currency="JPY")
    history.later(hours=1)
    history.revise(dear, amount="80.25")
    await desk.take(history.said)
    first = (await desk.stages())["first_contact"]
    behind = await desk.answer(
        "boss", "/funnel/first_contact/opportunities", figure="current", sort="-amount"
    )
    assert [(each["amount"], each["amount_now"], each["currency_now"]) for each in behind["items"]] == [
        ("100.50", "80.25", "CNY"),
        ("7", "7", "JPY"),
    ]
    assert first["entered_amounts"] == [
        {"amount": "100.50", "currency": "CNY"},
        {"amount": "7", "currency": "JPY"},
    ]
    assert first["amounts"] == [{"amount": "80.25", "currency": "CNY"}, {"amount": "7", "currency": "JPY"}]


async def test_behind_every_figure_stand_as_many_opportunities_with_their_events(
    desk: Any, history: Any
) -> None:
    history.anything(random.Random(5), 400)
    await desk.take(history.said)
    known = {str(row[0]) for row in await desk.database.fetch("SELECT id FROM contracts")}

    for who in ("boss", "manager", "li"):
        funnel = await desk.answer(who, "/funnel", period="month")
        cells: list[tuple[Any, dict[str, str]]] = [(stage, {}) for stage in funnel["stages"]]
        for each in funnel["periods"]:
            cells += [(s, {"period": "month", "begins": each["begins"]}) for s in each["stages"]]
        for stage, period in cells:
            for figure in ("entered", "went_on", "current", "won", "lost"):
                if not stage[figure] and period:
                    continue
                path = f"/funnel/{stage['code']}/opportunities"
                page = await desk.answer(who, path, figure=figure, limit=200, **period)
                assert page["total"] == len(page["items"]) == stage[figure]
                assert len({item["id"] for item in page["items"]}) == stage[figure]
                assert all(item["event_ids"] and set(item["event_ids"]) <= known for item in page["items"])


async def test_the_events_behind_a_conversion_are_the_entry_and_the_step_on(desk: Any, history: Any) -> None:
    deal = history.open()
    entry = history.said[-1]
    history.later(hours=1)
    history.reassign(deal, "wu")
    step = history.move(deal, "first_contact", "proposal")
    history.move(deal, "proposal", "negotiation")
    await desk.take(history.said)
    page = await desk.answer("boss", "/funnel/first_contact/opportunities", figure="went_on")
    assert page["items"][0]["event_ids"] == [str(entry.id), str(step.id)]


async def test_a_long_list_behind_a_figure_comes_in_pages(desk: Any, history: Any) -> None:
    for number in range(25):
        history.open(f"deal {number}", amount=f"{number}.00")
        history.later(seconds=number % 3)
    await desk.take(history.said)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await desk.answer(
            "boss", "/funnel/first_contact/opportunities", limit=10, sort="-amount", **cursor
        )
        assert page["total"] == 25
        seen += [item["amount"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == [f"{number}.00" for number in reversed(range(25))]


async def test_people_count_only_what_they_may_see(desk: Any, history: Any) -> None:
    for owner, deals in {"li": 1, "wu": 2, "he": 4, "xu": 8}.items():
        for number in range(deals):
            history.open(f"{owner} {number}", owner=owner)
            history.leads.assign(history.leads.register(f"{owner} {number}"), owner)
            history.place(f"{owner} {number}", owner=owner)
    await desk.take(history.said)
    visible = {"li": 1, "manager": 3, "director": 7, "boss": 15, "he": 4, "dispatcher": 0}
    for who, expected in visible.items():
        assert (await desk.stages(who))["first_contact"]["entered"] == expected
        page = await desk.answer(who, "/funnel/first_contact/opportunities")
        assert page["total"] == len(page["items"]) == expected
        assert sum(group["leads"] for group in await desk.answer(who, "/leads/summary")) == expected
        assert sum(group["orders"] for group in await desk.answer(who, "/orders/summary")) == expected
    assert (await desk.stages("li", owner="xu"))["first_contact"]["entered"] == 0


async def test_what_was_withdrawn_is_in_no_figure_and_its_lead_counts_as_open(
    desk: Any, history: Any
) -> None:
    kept, gone = history.open("kept"), history.open("gone")
    history.later(hours=1)
    for deal in (kept, gone):
        history.move(deal, "first_contact", "needs_confirmed")
    lead = history.leads.register()
    history.leads.convert(lead)
    history.later(hours=1)
    before = history.now
    history.later(hours=1)
    history.withdraw(gone, "needs_confirmed")
    history.leads.reopen(lead)
    await desk.take(history.said)

    stages = await desk.stages()
    assert {code: stage["entered"] for code, stage in stages.items() if stage["entered"]} == {
        "first_contact": 1,
        "needs_confirmed": 1,
    }
    assert (await desk.answer("boss", "/funnel/first_contact/opportunities"))["total"] == 1
    then = await desk.stages(as_of=before.isoformat())
    assert then["first_contact"]["entered"] == 2
    (now,) = await desk.answer("boss", "/leads/summary", by="nothing")
    assert (now["leads"], now["converted"]) == (1, 0)


async def test_leads_are_counted_by_source_and_grade(desk: Any, history: Any) -> None:
    for number in range(8):
        lead = history.leads.register(f"lead {number}", source="fair" if number < 6 else "web")
        history.leads.score(lead, "A" if number < 4 else "B")
        if number < 3:
            history.leads.convert(lead)
    history.leads.disqualify(history.leads.register("nobody", source=None))
    await desk.take(history.said)

    groups = await desk.answer("boss", "/leads/summary")
    assert [(g["source"], g["grade"], g["leads"], g["converted"]) for g in groups] == [
        ("fair", "A", 4, 3), ("fair", "B", 2, 0), ("web", "B", 2, 0), (None, None, 1, 0),
    ]  # fmt: skip
    assert groups[0]["conversion"]["rate"] == 0.75
    assert groups[0]["conversion"]["few"] is True
    by_grade = await desk.answer("boss", "/leads/summary", by="grade")
    assert [(g["grade"], g["leads"]) for g in by_grade] == [("A", 4), ("B", 4), (None, 1)]
    (all_,) = await desk.answer("boss", "/leads/summary", by="nothing")
    assert (all_["leads"], all_["converted"], all_["disqualified"]) == (9, 3, 1)
    assert await desk.answer("boss", "/leads/summary", to="2026-03-01") == []


async def test_a_withdrawn_lead_counts_nowhere(desk: Any, history: Any) -> None:
    _, mistaken = history.leads.register("kept"), history.leads.register("mistaken")
    await desk.take(history.said)
    history.leads.withdraw(mistaken)
    await desk.take(history.said)
    (group,) = await desk.answer("boss", "/leads/summary", by="nothing")
    assert group["leads"] == 1


async def test_orders_are_counted_by_status_with_what_is_invoiced(desk: Any, history: Any) -> None:
    confirmed, _ = (
        history.place("first", amount="100.00"),
        history.place("second", amount="50.00", currency="USD"),
    )
    history.confirm(confirmed, amount="90.00")
    history.invoice(confirmed, "I1", "30.00")
    history.invoice(confirmed, "I2", "20.50")
    await desk.take(history.said)
    assert await desk.answer("boss", "/orders/summary") == [
        {
            "status": "confirmed",
            "orders": 1,
            "amount": {"amount": "90.00", "currency": "CNY"},
            "invoiced": {"amount": "50.50", "currency": "CNY"},
        },
        {
            "status": "placed",
            "orders": 1,
            "amount": {"amount": "50.00", "currency": "USD"},
            "invoiced": {"amount": "0", "currency": "USD"},
        },
    ]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"as_of": "2999-01-01T00:00:00Z"}, 422, "in-the-future"),
        ({"as_of": "2026-01-01T00:00:00"}, 422, None),
        ({"as_of": "1767225600"}, 422, None),
        ({"from": "9999-12-31"}, 422, None),
        ({"to": "0001-01-01"}, 422, None),
        ({"period": "decade"}, 422, None),
        ({"owner": "a b"}, 422, None),
        ({"min_position": "opportunities"}, 422, None),
        ({"min_position": "opportunities:99999999999999999999"}, 422, None),
        ({"stage": "won"}, 400, None),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(
    desk: Any, query: dict[str, str], status: int, code: str | None
) -> None:
    client = await desk.client("boss")
    answered = await client.get("/funnel", params=query)
    assert answered.status_code == status
    assert answered.headers["content-type"] == "application/problem+json"
    if code is not None:
        assert answered.json()["errors"][0]["code"] == code


async def test_half_a_period_is_refused(desk: Any) -> None:
    client = await desk.client("boss")
    for half in ({"period": "month"}, {"begins": "2026-03-01"}):
        answered = await client.get("/funnel/won/opportunities", params=half)
        assert (answered.status_code, answered.json()["errors"][0]["code"]) == (422, "incomplete-period")


async def test_a_read_waits_for_what_the_caller_did(desk: Any, history: Any) -> None:
    history.open()
    wanted = f"opportunities:{history.said[-1].position}"
    stages, _ = await asyncio.gather(desk.stages(min_position=wanted), desk.take(history.said))
    assert stages["first_contact"]["entered"] == 1


async def test_a_read_does_not_wait_for_ever(desk: Any, history: Any) -> None:
    history.open()
    await desk.take(history.said)
    client = await desk.running.as_("sun.hao", patient=False)
    answered = await client.get("/funnel", params={"min_position": ["opportunities:1", "opportunities:99"]})
    assert (answered.status_code, answered.json()["code"]) == (425, "position-not-reached")


async def test_a_position_that_nobody_publishes_is_reached_when_all_partitions_are_past_it(
    desk: Any, history: Any
) -> None:
    for number in range(60):
        history.open(f"deal {number}")
    await desk.take(history.said)
    published = {envelope.position for envelope in history.said}
    unpublished = next(n for n in range(1, history.positions["opportunities"]) if n not in published)
    assert await desk.stages(min_position=f"opportunities:{unpublished}")
