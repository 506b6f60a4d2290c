"""The facts: the same rows live and rebuilt, as of any moment, and nothing lost without a trace."""

import asyncio
import random
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from analytics.application.lead_questions import LeadQuestions
from analytics.application.queries import Questions
from analytics.bootstrap import build
from analytics.entrypoints.consumers import CONSUMER
from analytics.metrics.funnel import Stage
from analytics.projections.facts import ENTERING, KEPT, Always, FirstOf
from analytics.projections.store import FactsBeingBuilt, FactStore
from analytics.settings import Settings
from analytics.views.asking import Asked, FunnelFilter, LeadFilter, SummaryFilter
from analytics.views.contracts import ContractView
from analytics.views.follow_ups import FollowUpView
from analytics.views.funnel import FunnelView
from analytics.views.leads import LeadView
from analytics.views.patience import PatientReads
from analytics.views.summaries import SummaryView
from crm_contracts.registry import type_of
from crm_contracts.values import Stage as Seed
from crm_platform.messaging import parking
from crm_platform.security.scope import Principal
from crm_platform.signals import Signal
from crm_testing.services import service_under_test
from crm_testing.waiting import eventually

STAGES = ["first_contact", "needs_confirmed", "proposal", "negotiation"]


def store_of(desk: Any, stages: list[str] | None = None) -> FactStore:
    return FactStore(desk.database, stages or STAGES)


def questions_of(desk: Any) -> Questions:
    zone = Settings().time_zone
    return Questions(
        FunnelView(desk.database, STAGES, zone, 5_000),
        SummaryView(desk.database, zone),
        ContractView(desk.database, CONSUMER, Signal()),
        pipeline=[Stage(code=code, name_en=code, name_zh=code) for code in STAGES],
        time_zone=zone.key,
        few_below=20,
    )


def lead_questions_of(desk: Any) -> LeadQuestions:
    zone = Settings().time_zone
    given = desk.database, PatientReads(desk.database), zone, 5_000
    return LeadQuestions(LeadView(*given), FollowUpView(*given), time_zone=zone.key, few_below=20)


async def test_the_stages_of_the_service_are_those_of_the_contracts() -> None:
    assert [stage.code for stage in Settings().pipeline] == [
        s for s in Seed if s not in (Seed.WON, Seed.LOST)
    ]


@pytest.mark.parametrize("seed", range(5))
async def test_rebuilt_facts_equal_live_ones_to_the_byte(
    desk: Any, history: Any, rows_of: Any, seed: int
) -> None:
    dice = random.Random(seed)
    history.anything(dice, 400)
    said = history.said
    start = 0
    while start < len(said):
        end = start + dice.randint(1, 60)
        # Redelivered from a while ago, and in one batch twice.
        again = max(0, start - dice.choice([0, 0, 5, 100]))
        await desk.take(said[again:end])
        start = end
    await desk.take(said)
    live = await rows_of(desk.database)
    assert live["opportunity_stages"][0] > 50
    assert all(live[name][0] for name in ("lead_touches", "lead_follow_up_terms", "lead_overrides"))

    assert await store_of(desk).rebuild() == len(said)

    assert await rows_of(desk.database) == live


async def test_a_contract_that_comes_late_is_folded_in_its_place(
    desk: Any, history: Any, rows_of: Any
) -> None:
    deal = history.open(products=["P1"])
    for from_, to in pairwise(STAGES):
        history.later(hours=1)
        history.move(deal, from_, to)
        history.revise(deal, amount=f"{len(history.said)}.00", products=["P2"])
    late = history.said.pop(3)
    store = store_of(desk)
    for batch in (history.said[:4], history.said[4:], [late]):
        async with desk.database.transaction() as connection:
            await store.fold(connection, batch)
    live = await rows_of(desk.database)
    await store.rebuild()
    assert await rows_of(desk.database) == live
    assert (await desk.stages())["negotiation"]["current"] == 1


async def test_each_follow_up_holds_until_its_own_correction_however_late_that_comes(
    desk: Any, history: Any, rows_of: Any
) -> None:
    lead = history.leads.register()
    contacts = [history.leads.follow_up(lead, "call"), history.leads.follow_up(lead, "email")]
    history.later(hours=1)
    history.leads.correct(lead, contacts[0], "visit", "replied")
    history.leads.follow_up(lead, "wechat")
    history.leads.correct(lead, contacts[0], "meeting", "interested")
    late = history.said.pop(3)
    store = store_of(desk)
    for batch in (history.said[:2], history.said[2:], [late]):
        async with desk.database.transaction() as connection:
            await store.fold(connection, batch)
    told = "SELECT method, next_version FROM lead_follow_up_terms ORDER BY version"
    assert await desk.database.fetch(told) == [
        ("call", 4), ("email", None), ("visit", 6), ("wechat", None), ("meeting", None),
    ]  # fmt: skip
    live = await rows_of(desk.database)
    await store.rebuild()
    assert await rows_of(desk.database) == live


async def test_facts_of_what_comes_during_a_rebuild_are_not_lost(
    desk: Any, history: Any, rows_of: Any
) -> None:
    history.anything(random.Random(11), 1_500)
    await desk.take(history.said[:700])
    store = store_of(desk)
    rebuilding = [asyncio.create_task(store.rebuild()) for _ in range(2)]
    for start in range(700, len(history.said), 25):
        await desk.take(history.said[start : start + 25])
        assert (await desk.stages())["first_contact"]["entered"] > 0
    assert all(contracts >= 700 for contracts in await asyncio.gather(*rebuilding))
    swapped = await rows_of(desk.database)
    await store.rebuild()
    assert await rows_of(desk.database) == swapped


async def test_facts_that_were_made_in_another_way_are_made_again_before_anything_is_read(
    desk: Any, history: Any, rows_of: Any
) -> None:
    history.anything(random.Random(3), 200)
    await desk.take(history.said[:150])
    await desk.take(history.said[150:])
    live = await rows_of(desk.database)
    # As if another release had made them.
    await desk.database.fetch(
        "UPDATE positions SET name = 'facts/another' WHERE name LIKE 'facts/%%' RETURNING 1"
    )
    await desk.database.fetch("UPDATE opportunity_stages SET stage = 'another' RETURNING 1")

    store = store_of(desk)
    async with desk.database.transaction() as connection:
        with pytest.raises(FactsBeingBuilt):
            await store.fold(connection, history.said)

    async def ready() -> bool:
        with suppress(FactsBeingBuilt):
            await store.ready()
            return True
        return False

    await eventually(ready)

    assert await rows_of(desk.database) == live


async def test_the_answer_as_of_a_moment_is_the_answer_given_then(desk: Any, history: Any) -> None:
    dice = random.Random(17)
    history.anything(dice, 1_000)
    said = history.said
    questions, lead_questions = questions_of(desk), lead_questions_of(desk)
    moments = sorted(dice.sample(range(len(said) - 1), 50))
    askers = [
        Principal.of("boss", ["analyst"]),
        Principal.of("li", ["salesperson"], team="south-1", region="south"),
    ]
    filters = [FunnelFilter(), FunnelFilter(product="P1"), FunnelFilter(cohort="opened", owner="he")]

    async def answers(asked: Asked, chosen: FunnelFilter) -> bytes:
        funnel = await questions.funnel(asked, chosen, "week")
        leads = await questions.leads(asked, SummaryFilter(), "source_and_grade")
        orders = await questions.orders(asked, SummaryFilter())
        analysis = await lead_questions.leads(asked, LeadFilter(attribution="last"), "path", "month")
        contacts = await lead_questions.follow_ups(asked, SummaryFilter(), "method")
        given = (funnel, *leads, *orders, analysis, contacts)
        return b"".join(each.model_dump_json().encode() for each in given)

    given = []
    start = 0
    for moment in moments:
        if said[moment].time == said[moment + 1].time:
            continue
        await desk.take(said[start : moment + 1])
        start = moment + 1
        # Anywhere between this event and the next.
        time = said[moment].time + (said[moment + 1].time - said[moment].time) * dice.random()
        asked = Asked(dice.choice(askers), min(time, said[moment + 1].time - timedelta(microseconds=1)))
        chosen = dice.choice(filters)
        given.append((asked, chosen, await answers(asked, chosen)))
    await desk.take(said[start:])
    await store_of(desk).rebuild()

    assert len(given) > 30
    assert len({answer for _, _, answer in given}) > 15
    for asked, chosen, answer in given:
        later = Asked(asked.principal, said[-1].time + timedelta(days=100), as_of=asked.now)
        assert await answers(later, chosen) == answer


async def test_what_is_behind_a_figure_can_be_asked_as_of_a_moment_too(desk: Any, history: Any) -> None:
    deal = history.open()
    then = history.later(hours=1)
    history.later(hours=1)
    history.move(deal, "first_contact", "needs_confirmed")
    await desk.take(history.said)
    query = {"figure": "current", "as_of": then.isoformat()}
    assert (await desk.answer("boss", "/funnel/first_contact/opportunities", **query))["total"] == 1
    del query["as_of"]
    assert (await desk.answer("boss", "/funnel/first_contact/opportunities", **query))["total"] == 0


async def test_figures_of_leads_and_what_is_behind_them_are_read_while_the_pool_is_taken(
    desk: Any, history: Any
) -> None:
    history.leads.follow_up(history.leads.register())
    await desk.take(history.said)
    given = desk.database, PatientReads(desk.database), Settings().time_zone, 5_000
    leads, contacts = LeadView(*given), FollowUpView(*given)
    asked = Asked(Principal.of("boss", ["analyst"]), history.now)
    async with AsyncExitStack() as taken:
        for _ in range(8):
            await taken.enter_async_context(desk.database.connection())
        assert [cell.leads for cell in await leads.cells(asked, LeadFilter(), "nothing", None)] == [1]
        members = leads.members(asked, LeadFilter(), "nothing", "leads", None, None)
        assert await leads.figure(members, "leads") == 1
        told = contacts.members(asked, SummaryFilter(), "method", "contacts", None)
        assert await contacts.count(told) == 1


async def test_poison_parks_its_own_opportunity_only_and_can_be_replayed(desk: Any, history: Any) -> None:
    sick, well = history.open("sick"), history.open("well")
    poison = history.move(sick, "first_contact", "needs_confirmed")
    history.move(sick, "needs_confirmed", "proposal")
    history.move(well, "first_contact", "needs_confirmed")
    # The tables would take it, the contract does not: nothing says where it came from.
    bad = replace(poison, data={"to_stage": "needs_confirmed", "changed_at": poison.data["changed_at"]})
    await desk.take([bad if each is poison else each for each in history.said])

    stages = await desk.stages()
    assert (stages["first_contact"]["current"], stages["needs_confirmed"]["current"]) == (1, 1)
    audit = await desk.answer("boss", "/audit/gaps")
    assert (audit["complete"], audit["parked"], audit["missing"]) == (False, 2, [])

    # Repaired where it waits; then its own and those behind it are taken in order.
    async with desk.database.connection() as connection:
        await connection.execute("UPDATE parked SET body = %s WHERE error IS NOT NULL", (poison.body(),))
        assert await parking.replay(connection, CONSUMER, "opportunities", str(sick)) == 1
    assert await desk.service.subscriptions[0].effect.drain_parked() == 2
    assert (await desk.stages())["proposal"]["current"] == 1
    assert (await desk.answer("boss", "/audit/gaps"))["complete"] is True


async def test_an_event_about_no_uuid_and_a_second_of_one_version_are_parked(desk: Any, history: Any) -> None:
    deal = history.open()
    moved = history.move(deal, "first_contact", "needs_confirmed")
    twice = replace(moved, id=uuid4(), position=moved.position + 100)
    nameless = replace(moved, subject="somebody", position=moved.position + 101)
    effect = desk.service.subscriptions[0].effect
    await effect.take("opportunities", 0, [*history.said, twice, nameless])
    async with desk.database.connection() as connection:
        errors = {each["aggregate_id"]: each["error"] for each in await parking.listing(connection)}
    assert set(errors) == {str(deal), "somebody"}
    assert errors[str(deal)].startswith("UniqueViolation")
    assert (await desk.stages())["needs_confirmed"]["visits"] == 1


async def test_the_audit_names_every_version_that_never_came(desk: Any, history: Any) -> None:
    whole, holed = history.open("whole"), history.open("holed")
    for from_, to in pairwise(STAGES):
        history.later(hours=1)
        history.move(whole, from_, to)
        history.move(holed, from_, to)
    headless = history.leads.register("headless")
    history.leads.score(headless)
    kept = [e for e in history.said if not (UUID(e.subject) == holed and e.version in (2, 3))]
    kept = [e for e in kept if not (UUID(e.subject) == headless and e.version == 1)]
    await desk.take(kept)

    audit = await desk.answer("admin", "/audit/gaps")

    assert (audit["complete"], audit["contracts"]) == (False, len(kept))
    assert sorted(audit["missing"], key=lambda gap: gap["source"]) == [
        {"source": "leads", "aggregate_id": str(headless), "missing_from": 1, "missing_to": 1},
        {"source": "opportunities", "aggregate_id": str(holed), "missing_from": 2, "missing_to": 3},
    ]
    before = await desk.answer("admin", "/audit/gaps", as_of=history.said[1].time.isoformat())
    assert (before["complete"], before["contracts"]) == (True, 2)
    assert await desk.answer("boss", "/leads/summary") == []


async def test_only_analysts_and_administrators_audit_and_only_the_latter_rebuild(
    desk: Any, history: Any
) -> None:
    history.open()
    await desk.take(history.said)
    for who, audits, rebuilds in (("director", 403, 403), ("boss", 200, 403), ("admin", 200, 200)):
        client = await desk.client(who)
        assert (await client.get("/audit/gaps")).status_code == audits
        assert (await client.post("/operations/facts/rebuild")).status_code == rebuilds


async def test_contracts_of_unknown_types_are_kept_and_named(desk: Any, history: Any) -> None:
    history.open()
    strange = replace(history.said[0], type="crm.opportunities.OpportunityDreamt.v1", version=2, position=50)
    await desk.take([*history.said, strange])
    audit = await desk.answer("boss", "/audit/gaps")
    assert audit["complete"] is True
    assert [(each["type"], each["contracts"]) for each in audit["unknown_types"]] == [(strange.type, 1)]


async def test_the_tables_are_made_by_the_part_that_consumes(databases: Any) -> None:
    url = await databases.create()
    async with service_under_test(build, "analytics", url, parts={"consume"}) as running:

        async def made() -> bool:
            return bool(
                await running.service.database.fetch("SELECT FROM positions WHERE name LIKE 'views/%%'")
            )

        await eventually(made)
    await databases.drop(url)


async def test_two_processes_that_start_at_once_make_the_tables_once(databases: Any) -> None:
    url = await databases.create()
    async with service_under_test(build, "analytics", url, parts=()) as running:
        database = running.service.database
        await asyncio.gather(*(FactStore(database, STAGES).ensure() for _ in range(4)))
        assert await database.fetch("SELECT count(*) FROM contracts") == [(0,)]
    await databases.drop(url)


async def test_every_column_comes_from_a_field_that_its_contract_has() -> None:
    for said_by in (*(fact.said_by for fact in KEPT), ENTERING):
        for contract, said in said_by.items():
            schema = contract.model_json_schema()
            for path in said.values():
                if isinstance(path, Always):
                    continue
                for one in path.paths if isinstance(path, FirstOf) else (path,):
                    at: Any = schema
                    for step in one.split("."):
                        refs = [part["$ref"] for part in [at, *at.get("anyOf", [])] if "$ref" in part]
                        at = schema["$defs"][refs[0].rsplit("/", 1)[1]] if refs else at
                        assert step in at["properties"], f"{type_of(contract)} has no {one}"
                        at = at["properties"][step]


async def test_a_rebuild_waits_for_an_analyst_without_making_others_wait(
    desk: Any, history: Any, postgres: str
) -> None:
    history.open()
    await desk.take(history.said)
    name = (await desk.database.fetch("SELECT current_database()"))[0][0]
    url = postgres.rpartition("/")[0] + f"/{name}"
    async with await psycopg.AsyncConnection.connect(url) as analyst:
        await analyst.execute("SELECT count(*) FROM analytics.v_funnel_stages")
        rebuilding = asyncio.create_task(store_of(desk).rebuild())

        async def waiting() -> bool:
            query = "SELECT FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'"
            return bool(await desk.database.fetch(query))

        await eventually(waiting)
        for number in range(3):
            history.open(f"meanwhile {number}")
            await desk.take(history.said[-1:])
            assert (await desk.stages())["first_contact"]["entered"] == 2 + number
        assert not rebuilding.done()
    assert await rebuilding == 4
    assert (await desk.stages())["first_contact"]["entered"] == 4
