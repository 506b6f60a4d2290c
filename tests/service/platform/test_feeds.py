"""Copies on devices: whole at first, level afterwards, whatever is written, given away or rebuilt meanwhile."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from pydantic import BaseModel

from crm_platform.errors import Unavailable
from crm_platform.eventsourcing.log import EventLog
from crm_platform.http.feeds import Change, Feed, Feeds
from crm_platform.http.paging import InvalidCursor
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import View
from crm_platform.security.scope import Principal
from crm_testing.machines import MACHINES, Machine, bought, command, moved, open_log


class Shown(BaseModel):
    id: UUID
    version: int
    name: str
    place: str


def in_place(table: sa.Table, principal: Principal) -> sa.ColumnElement[bool]:
    """Everybody sees the machines of their own hall, which is their team here."""
    return sa.true() if principal.scope == "all" else table.c.place == principal.team


def keeper(hall: str, subject: str = "keeper", *roles: str) -> Principal:
    return Principal.of(subject, roles or ("manager",), team=hall)


FACTORY, HALL, ROOT = keeper("factory"), keeper("hall"), Principal.of("root", ("admin",))
FEED = Feed("machine", MACHINES, Shown, Shown.model_validate, in_place)


class Device:
    def __init__(self, feeds: Feeds, who: Principal) -> None:
        self.feeds = feeds
        self.who = who
        self.cursor: str | None = None
        self.rows: dict[UUID, Any] = {}
        self.resets = 0
        self.changes: list[Change] = []

    async def pull(self, limit: int = 7) -> "Device":
        while True:
            page = await self.feeds.read(self.who, self.cursor, limit)
            if page.reset:
                self.rows.clear()
                self.resets += 1
            for change in page.changes:
                self.rows[change.id] = change.row
                if change.row is None:
                    del self.rows[change.id]
            self.changes += page.changes
            self.cursor = page.cursor
            if not page.more:
                return self


@pytest.fixture
def feeds(projector: Projector) -> Feeds:
    return Feeds(projector, [FEED], b"key")


async def there(log: EventLog, hall: str) -> dict[UUID, str]:
    rows = await log.database.fetch(
        "SELECT id, place FROM machine_list WHERE recorded_to IS NULL AND place = %s", hall
    )
    return dict(rows)


async def test_a_device_gets_its_own_and_nothing_else(
    log: EventLog, projector: Projector, feeds: Feeds
) -> None:
    machines = [bought(name=f"m{n}") for n in range(20)]
    for machine in machines:
        await log.save(command(), machine)
    for machine in machines[:5]:
        last = await log.change(command(), Machine, machine.id, moved("hall"))
    await projector.reached(MACHINES, last.position)
    factory, hall = await Device(feeds, FACTORY).pull(), await Device(feeds, HALL).pull(limit=2)
    assert factory.rows.keys() == {m.id for m in machines[5:]}
    assert hall.rows.keys() == {m.id for m in machines[:5]}
    assert all(row.version == 2 for row in hall.rows.values())
    assert (await Device(feeds, ROOT).pull()).rows.keys() == {m.id for m in machines}


async def test_what_leaves_the_scope_is_a_tombstone_for_those_who_saw_it_only(
    log: EventLog, projector: Projector, feeds: Feeds
) -> None:
    machine = bought()
    await projector.reached(MACHINES, (await log.save(command(), machine)).position)
    factory, hall, yard = [await Device(feeds, who).pull() for who in (FACTORY, HALL, keeper("yard"))]
    moved_on = await log.change(command(), Machine, machine.id, moved("hall"))
    await projector.reached(MACHINES, moved_on.position)
    for device in (factory, hall, yard):
        device.changes.clear()
        await device.pull()
    assert [(c.id, c.version, c.row) for c in factory.changes] == [(machine.id, 2, None)]
    assert [c.row and c.row.place for c in hall.changes] == ["hall"]  # type: ignore[attr-defined]
    assert yard.changes == []


async def test_another_team_or_role_begins_anew(log: EventLog, projector: Projector, feeds: Feeds) -> None:
    machine = bought()
    await projector.reached(MACHINES, (await log.save(command(), machine)).position)
    device = await Device(feeds, FACTORY).pull()
    assert device.rows
    device.who = keeper("hall")
    assert (await device.pull()).rows == {}
    assert device.resets == 2
    device.who = keeper("hall", "keeper", "admin")
    assert (await device.pull()).rows.keys() == {machine.id}


async def test_an_edited_or_foreign_cursor_is_refused(projector: Projector, feeds: Feeds) -> None:
    cursor = str((await Device(feeds, FACTORY).pull()).cursor)
    for who, given in (
        (keeper("factory", "other"), cursor),
        (FACTORY, "A" + cursor[1:]),
        (FACTORY, "é"),
        (FACTORY, ""),
    ):
        with pytest.raises(InvalidCursor):
            await feeds.read(who, given, 10)


async def test_a_log_that_was_put_back_makes_devices_begin_anew(
    log: EventLog, projector: Projector, feeds: Feeds
) -> None:
    await projector.reached(MACHINES, (await log.save(command(), bought())).position)
    ahead = Feeds(projector, [FEED], b"key")
    ahead.positions = _far_ahead  # type: ignore[method-assign]
    device = Device(feeds, FACTORY)
    device.cursor = await ahead.here(FACTORY)
    assert len((await device.pull()).rows) == 1
    assert device.resets == 1


async def _far_ahead() -> tuple[int, int]:
    return 1_000_000, 1_000_000


async def test_a_device_that_is_far_behind_gets_a_new_copy(log: EventLog, projector: Projector) -> None:
    machine = bought()
    await projector.reached(MACHINES, (await log.save(command(), machine)).position)
    device = await Device(Feeds(projector, [FEED], b"key", far=3), FACTORY).pull()
    for place in ("hall", "yard", "factory", "hall"):
        last = await log.change(command(), Machine, machine.id, moved(place))
    await projector.reached(MACHINES, last.position)
    assert (await device.pull()).rows == {}
    assert device.resets == 2


async def test_a_view_with_another_meaning_is_told_anew_and_not_before_it_is_made(
    log: EventLog, projector: Projector, feeds: Feeds
) -> None:
    await projector.reached(MACHINES, (await log.save(command(), bought())).position)
    device = await Device(feeds, FACTORY).pull()
    changed = View("machine_list", Machine, MACHINES._fold, *MACHINES._columns, revision=2, indexed=["place"])
    device.feeds = Feeds(projector, [Feed("machine", changed, Shown, Shown.model_validate, in_place)], b"key")
    with pytest.raises(Unavailable):
        await device.pull()
    await projector.rebuild(changed)
    assert len((await device.pull()).rows) == 1
    assert device.resets == 2


async def test_what_is_old_is_not_copied_but_told_when_it_changes(
    log: EventLog, projector: Projector, feeds: Feeds
) -> None:
    machine = bought()
    await projector.reached(MACHINES, (await log.save(command(), machine)).position)
    old = datetime.now(UTC) - timedelta(days=91)
    await log.database.fetch("UPDATE machine_list SET recorded_from = %s RETURNING 1", old)
    device = await Device(feeds, FACTORY).pull()
    assert device.rows == {}
    renamed = await log.change(command(), Machine, machine.id, Machine.scrap)
    await projector.reached(MACHINES, renamed.position)
    assert (await device.pull()).rows.keys() == {machine.id}


@pytest.mark.parametrize("seed", range(3))
async def test_devices_that_read_while_many_write_lose_nothing(
    role_url: str, log: EventLog, projector: Projector, feeds: Feeds, seed: int
) -> None:
    """Writers in several processes' worth of logs, readers with pages of every size: at the end all are level."""
    chance = random.Random(seed)
    devices = [Device(feeds, who) for who in (FACTORY, HALL, ROOT) for _ in range(2)]
    finished = asyncio.Event()

    async def write(own: EventLog) -> None:
        machines: list[UUID] = []
        for _ in range(40):
            if not machines or chance.random() < 0.4:
                machine = bought()
                await own.save(command(), machine)
                machines.append(machine.id)
            else:
                place = chance.choice(["factory", "hall", "yard"])
                await own.change(command(), Machine, chance.choice(machines), moved(place))

    async def keep_level(device: Device) -> None:
        while not finished.is_set():
            await device.pull(limit=chance.choice([1, 2, 5, 50]))
            await asyncio.sleep(0)

    reading = [asyncio.create_task(keep_level(device)) for device in devices]
    async with open_log(role_url) as second, open_log(role_url) as third:
        await asyncio.gather(*(write(own) for own in (log, second, third, second)))
    await projector.reached(MACHINES, await log.position())
    finished.set()
    await asyncio.gather(*reading)
    for device in devices:
        await device.pull()
    expected = {"factory": await there(log, "factory"), "hall": await there(log, "hall")}
    everything = {id_ for (id_,) in await log.database.fetch("SELECT DISTINCT id FROM machine_list")}
    for device in devices[:4]:
        assert {id_: row.place for id_, row in device.rows.items()} == expected[str(device.who.team)]
    for device in devices[4:]:
        assert device.rows.keys() == everything
    versions: dict[UUID, int] = dict(
        await log.database.fetch("SELECT id, version FROM machine_list WHERE recorded_to IS NULL")
    )
    assert all(row.version == versions[id_] for device in devices for id_, row in device.rows.items())
