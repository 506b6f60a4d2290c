"""Views: level with the log, asked as of any moment, thrown away and built again to the same bytes."""

import asyncio
from datetime import datetime

import pytest
import sqlalchemy as sa

from crm_platform.errors import Invalid, NotYet
from crm_platform.eventsourcing.log import EventLog
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import View, select
from crm_testing.machines import MACHINES, Machine, bought, command, moved
from crm_testing.running import background


async def rows(log: EventLog, as_of: datetime | None = None) -> list[tuple[str, str, int]]:
    t = MACHINES.table.c
    found = await select(
        log.database, sa.select(t.name, t.place, t.version).where(MACHINES.at(as_of)).order_by(t.name)
    )
    return [(row["name"], row["place"], row["version"]) for row in found]


async def fingerprint(log: EventLog) -> str:
    (row,) = await log.database.fetch(
        "SELECT md5(string_agg(t::text, ',' ORDER BY id, version)) FROM machine_list t"
    )
    return str(row[0])


async def history(log: EventLog, machines: int = 30) -> int:
    for number in range(machines):
        machine = bought(name=f"m{number:02}")
        machine.move("hall 1")
        await log.save(command(), machine)
        last = await log.change(command(), Machine, machine.id, lambda m: m.move("hall 2"))
        if number % 3 == 0:
            last = await log.change(command(), Machine, machine.id, Machine.scrap)
    return last.position


async def test_a_read_sees_what_was_just_written(log: EventLog, projector: Projector) -> None:
    recorded = await log.save(command(), bought())
    await projector.reached(MACHINES, recorded.position)
    assert await rows(log) == [("press", "factory", 1)]


async def test_a_read_of_a_position_that_was_never_given_is_refused(
    log: EventLog, projector: Projector
) -> None:
    with pytest.raises(Invalid):
        await projector.reached(MACHINES, 1_000)


async def test_a_read_that_the_view_does_not_reach_in_time_is_refused(log: EventLog) -> None:
    recorded = await log.save(command(), bought())
    with pytest.raises(NotYet):
        await Projector(log, [MACHINES], wake=log.news).reached(MACHINES, recorded.position)


async def test_a_list_is_answered_as_of_any_moment(log: EventLog, projector: Projector) -> None:
    machine = bought()
    await log.save(command(), machine)
    live = []
    for place in ("a", "b", "c"):
        recorded = await log.change(command(), Machine, machine.id, moved(place))
        await projector.reached(MACHINES, recorded.position)
        (then,) = (await log.database.fetch("SELECT clock_timestamp()"))[0]
        live.append((then, await rows(log)))
    for then, answer in live:
        assert await rows(log, as_of=then) == answer


async def test_a_rebuilt_view_has_the_same_bytes_also_while_commands_arrive(
    log: EventLog, projector: Projector
) -> None:
    await projector.reached(MACHINES, await history(log))
    before = await fingerprint(log)
    await projector.rebuild(MACHINES)
    assert await fingerprint(log) == before

    writing = asyncio.create_task(history(log))
    await projector.rebuild(MACHINES)
    await projector.reached(MACHINES, await writing)
    live = await fingerprint(log)
    await projector.rebuild(MACHINES)
    assert await fingerprint(log) == live
    assert len(await rows(log)) == 60


async def test_what_is_recorded_at_one_time_is_one_version_wherever_a_page_of_the_log_ends(
    log: EventLog, projector: Projector
) -> None:
    await projector.reached(MACHINES, await history(log, 6))
    beside = MACHINES.beside()
    async with log.database.transaction() as connection:
        await connection.execute(MACHINES.ddl(beside).encode())
        for event in await log.read(0, 1_000):
            await MACHINES.fold_into(connection, beside, [event])
    one_by_one = await log.database.fetch(f"SELECT t::text FROM {beside.name} t ORDER BY id, version")
    shown = await log.database.fetch("SELECT t::text FROM machine_list t ORDER BY id, version")
    assert one_by_one == shown
    saved = await log.database.fetch("SELECT count(DISTINCT (aggregate_id, recorded_at)) FROM events")
    assert saved == [(len(shown),)]


async def test_a_view_with_another_shape_is_built_anew(log: EventLog) -> None:
    async with background((first := Projector(log, [MACHINES], wake=log.news)).run()):
        await first.reached(MACHINES, await history(log, 3))
    wider = View(
        "machine_list",
        Machine,
        lambda row, event: (
            row.update(shout=event.name.upper()) if isinstance(event, Machine.Bought) else None
        ),
        sa.Column("shout", sa.Text),
    )
    async with background((second := Projector(log, [wider], wake=log.news)).run()):
        await second.reached(wider, await log.position())
    found = await select(log.database, sa.select(wider.table.c.shout).where(wider.at(None)))
    assert sorted(row["shout"] for row in found) == ["M00", "M01", "M02"]
