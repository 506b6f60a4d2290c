"""The event log on a real PostgreSQL: appended, repeated, reused, conflict; whole commands or nothing."""

import asyncio
from dataclasses import replace

import psycopg
import pytest

from crm_platform.errors import Forbidden, IdempotencyKeyReused, NotFound, Unavailable, VersionConflict
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import AggregateConflict, EventLog
from crm_platform.ids import new_id
from crm_platform.security.scope import Principal
from crm_testing.machines import Machine, MachineIsScrapped, bought, command, migrated, moved, open_log


async def count(log: EventLog) -> int:
    return int((await log.database.fetch("SELECT count(*) FROM events"))[0][0])


async def test_a_saved_aggregate_loads_as_it_was(log: EventLog) -> None:
    machine = bought()
    machine.move("hall 2")
    recorded = await log.save(command(), machine)
    assert (recorded.version, recorded.repeated) == (2, False)
    assert await log.load(Machine, machine.id) == machine


class Building(Aggregate):
    TOPIC = "test.Building"


async def test_the_id_of_another_kind_of_aggregate_is_not_found_even_where_that_one_is_in_memory(
    log: EventLog,
) -> None:
    machine = bought()
    await log.save(command(), machine)
    for _ in range(2):
        with pytest.raises(NotFound):
            await log.change(command(), Building, machine.id, lambda building: building.collect_events())


async def test_fifty_equal_commands_at_once_have_one_effect_and_one_answer(log: EventLog) -> None:
    id_ = new_id()
    context = command("the same", request="a")
    answers = await asyncio.gather(*(log.save(context, bought(id_)) for _ in range(50)))
    assert {(a.id, a.version, a.position) for a in answers} == {(id_, 1, answers[0].position)}
    assert sum(not a.repeated for a in answers) == 1
    assert await count(log) == 1


async def test_a_key_with_another_request_is_refused_and_writes_nothing(log: EventLog) -> None:
    await log.save(command("k", request="a"), bought())
    with pytest.raises(IdempotencyKeyReused):
        await log.save(command("k", request="b"), bought())
    assert await count(log) == 1


async def test_the_same_key_of_another_actor_is_independent(log: EventLog) -> None:
    await log.save(command("k"), bought())
    other = command("k", who=Principal.of("somebody-else", ["admin"]))
    assert not (await log.save(other, bought())).repeated
    assert await count(log) == 2


async def test_a_repeated_command_gets_its_first_answer_although_the_rule_now_refuses_it(
    log: EventLog,
) -> None:
    machine = bought()
    await log.save(command(), machine)
    context = command("scrap it", request="x")
    first = await log.change(context, Machine, machine.id, Machine.scrap)
    again = await log.change(context, Machine, machine.id, Machine.scrap)
    assert again == replace(first, repeated=True)
    with pytest.raises(MachineIsScrapped):
        await log.change(command(), Machine, machine.id, Machine.scrap)


async def test_one_refused_command_never_fails_its_neighbors(log: EventLog) -> None:
    taken = bought()
    await log.save(command(), taken)
    fine = [bought() for _ in range(20)]
    results = await asyncio.gather(
        *(log.save(command(), m) for m in fine[:10]),
        log.save(command(), bought(taken.id)),
        *(log.save(command(), m) for m in fine[10:]),
        return_exceptions=True,
    )
    refused = [r for r in results if isinstance(r, BaseException)]
    assert [type(r) for r in refused] == [AggregateConflict]
    assert await count(log) == 21


async def test_an_event_the_store_cannot_hold_fails_alone(log: EventLog) -> None:
    results = await asyncio.gather(
        log.save(command(), bought(name="fine")),
        log.save(command(), bought(name="nul \x00")),
        log.save(command(), bought(name="fine too")),
        return_exceptions=True,
    )
    assert isinstance(results[1], psycopg.errors.UntranslatableCharacter)
    assert await count(log) == 2


async def test_a_command_on_two_aggregates_is_all_or_nothing(log: EventLog) -> None:
    taken = bought()
    await log.save(command(), taken)
    with pytest.raises(AggregateConflict) as conflict:
        await log.save(command(), bought(), bought(taken.id))
    assert conflict.value.taken == taken.id
    assert await count(log) == 1


async def test_concurrent_changes_of_one_aggregate_all_happen_one_after_another(log: EventLog) -> None:
    machine = bought()
    await log.save(command(), machine)
    await asyncio.gather(*(log.change(command(), Machine, machine.id, moved(p)) for p in "abcd"))
    loaded = await log.load(Machine, machine.id)
    assert loaded.version == 5


async def test_a_stale_version_is_refused_and_the_current_one_taken(log: EventLog) -> None:
    machine = bought()
    await log.save(command(), machine)
    await log.change(command(version=1), Machine, machine.id, lambda m: m.move("a"))
    with pytest.raises(VersionConflict):
        await log.change(command(version=1), Machine, machine.id, lambda m: m.move("b"))
    assert (await log.load(Machine, machine.id)).place == "a"


async def test_another_process_is_seen_although_this_one_keeps_aggregates_in_memory(database: str) -> None:
    role = await asyncio.to_thread(migrated, database)
    async with open_log(role) as here, open_log(role) as there:
        machine = bought()
        await here.save(command(), machine)
        await there.change(command(), Machine, machine.id, Machine.scrap)
        with pytest.raises(MachineIsScrapped):
            await here.change(command(), Machine, machine.id, lambda m: m.move("a"))
        other = bought()
        await here.save(command(), other)
        await there.change(command(), Machine, other.id, lambda m: m.move("there"))
        recorded = await here.change(command(), Machine, other.id, lambda m: m.move("here"))
        assert recorded.version == 3
        await here.change(command(), Machine, other.id, Machine.scrap)
        await there.change(command(), Machine, other.id, Machine.repair)
        recorded = await here.change(command(), Machine, other.id, lambda m: m.move("again"))
        assert recorded.version == 6


async def test_positions_become_visible_in_commit_order(database: str) -> None:
    role = await asyncio.to_thread(migrated, database)
    seen: list[int] = []

    async def tail(log: EventLog) -> None:
        while len(seen) < 400:
            seen.extend(event.position for event in await log.read(seen[-1] if seen else 0, 50))

    async with open_log(role) as a, open_log(role) as b, open_log(role) as reader:
        reading = asyncio.create_task(tail(reader))
        await asyncio.gather(*(log.save(command(), bought()) for log in (a, b) for _ in range(200)))
        await asyncio.wait_for(reading, 20)
        stored = [
            row[0] for row in await reader.database.fetch("SELECT position FROM events ORDER BY position")
        ]
    assert seen == stored


async def test_somebody_elses_machine_looks_like_none_and_an_analyst_only_reads(log: EventLog) -> None:
    machine = bought(owner_id="li", team="east")
    await log.save(command(), machine)
    for who, error in (("zhang", NotFound), ("li", None)):
        principal = Principal.of(who, ["salesperson"])
        if error is None:
            await log.change(command(who=principal), Machine, machine.id, lambda m: m.move("x"))
        else:
            with pytest.raises(error):
                await log.change(command(who=principal), Machine, machine.id, lambda m: m.move("x"))
    with pytest.raises(Forbidden):
        await log.change(
            command(who=Principal.of("an", ["analyst"])), Machine, machine.id, lambda m: m.move("x")
        )


async def test_an_aggregate_can_be_seen_as_it_was_recorded_then(log: EventLog) -> None:
    machine = bought()
    await log.save(command(), machine)
    (then,) = (await log.database.fetch("SELECT clock_timestamp()"))[0]
    await log.change(command(), Machine, machine.id, lambda m: m.move("later"))
    assert (await log.load(Machine, machine.id, as_of=then)).place == "factory"


async def test_the_service_role_cannot_rewrite_history(log: EventLog) -> None:
    await log.save(command(), bought())
    for statement in ("UPDATE events SET version = 9", "DELETE FROM events", "DELETE FROM commands"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await log.database.fetch(statement + " RETURNING 1")


async def test_every_acknowledged_command_has_one_audit_entry(log: EventLog) -> None:
    machine = bought()
    await log.save(command(), machine)
    await log.change(command(), Machine, machine.id, Machine.scrap)
    with pytest.raises(MachineIsScrapped):
        await log.change(command(), Machine, machine.id, Machine.scrap)
    rows = await log.database.fetch("SELECT actor, name FROM commands ORDER BY recorded_at, position")
    assert rows == [("tester", "test.MachineBought"), ("tester", "test.MachineScrapped")]


async def test_a_log_that_has_ended_refuses_instead_of_waiting_for_ever(database: str) -> None:
    async with open_log(await asyncio.to_thread(migrated, database)) as log:
        await log.save(command(), bought())
    with pytest.raises(Unavailable):
        await asyncio.wait_for(log.save(command(), bought()), 5)
