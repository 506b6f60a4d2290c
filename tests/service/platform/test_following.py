"""Streams of one process: told by one reader what each may see, from wherever they began, and never held up by a slow one."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from uuid import UUID

import pytest
import sqlalchemy as sa
from pydantic import BaseModel

from crm_platform.eventsourcing.log import EventLog
from crm_platform.http import following as module
from crm_platform.http.changing import Streams, _told
from crm_platform.http.feeds import Feed, Feeds
from crm_platform.http.following import Following, Listener
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import select
from crm_platform.security.scope import Principal
from crm_testing.machines import MACHINES, Machine, bought, command, moved
from crm_testing.waiting import eventually

HALLS = ("factory", "hall", "yard")


class Shown(BaseModel):
    id: UUID
    version: int


def in_place(table: sa.Table, principal: Principal) -> sa.ColumnElement[bool]:
    return sa.true() if principal.scope == "all" else table.c.place == principal.team


def keeper(hall: str) -> Principal:
    return Principal.of("keeper", ("manager",), team=hall)


@pytest.fixture
def feeds(projector: Projector) -> Feeds:
    return Feeds(projector, [Feed("machine", MACHINES, Shown, Shown.model_validate, in_place)], b"key")


async def heard(listener: Listener, until: int) -> list[tuple[UUID, int, bool]]:
    """What it is told up to a position, by its own changes or by the position alone."""
    told: list[tuple[UUID, int, bool]] = []
    async with asyncio.timeout(20):
        while listener.position < until:
            batch = await listener.next(0.2)
            if batch is not None:
                told += [(each.id, each.version, each.gone) for each in batch.changes]
                if batch.position >= until:
                    break
    return told


async def test_each_listener_is_told_what_it_may_see_and_what_it_saw_before(
    log: EventLog, projector: Projector, feeds: Feeds
) -> None:
    following = Following(projector, feeds)
    async with AsyncExitStack() as stack:
        factory, hall, yard = [await stack.enter_async_context(following.listening(keeper(h))) for h in HALLS]
        root = await stack.enter_async_context(following.listening(Principal.of("root", ("admin",))))
        machine = bought()
        first = await log.save(command(), machine)
        assert await heard(factory, first.position) == [(machine.id, 1, False)]
        second = await log.change(command(), Machine, machine.id, moved("hall"))
        assert await heard(factory, second.position) == [(machine.id, 2, True)]
        assert (machine.id, 2, False) in await heard(hall, second.position)
        assert await heard(yard, second.position) == []
        assert [version for _, version, _ in await heard(root, second.position)][-1] == 2


async def test_thirty_listeners_cost_the_reads_of_one(
    log: EventLog, projector: Projector, feeds: Feeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[str] = Counter()

    async def counted(database: object, statement: sa.Select[tuple[object, ...]]) -> object:
        asked["looks"] += 1
        return await select(database, statement)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "select", counted)
    following = Following(projector, feeds)
    async with AsyncExitStack() as stack:
        listeners = [
            await stack.enter_async_context(following.listening(keeper(HALLS[n % 3]))) for n in range(30)
        ]
        last = await log.save(command(), bought())
        told = await asyncio.gather(*(heard(each, last.position) for each in listeners))
    assert [len(each) for each in told] == [1, 0, 0] * 10
    assert asked["looks"] == 1
    assert following._task is None


async def test_a_listener_that_does_not_keep_up_is_ended_and_holds_up_nobody(
    log: EventLog, projector: Projector, feeds: Feeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PACE", 0.0)
    following = Following(projector, feeds)
    async with (
        following.listening(keeper("factory")) as slow,
        following.listening(keeper("factory")) as quick,
    ):
        for _ in range(module._MOST_WAITING + 3):
            last = await log.save(command(), bought())
            await heard(quick, last.position)
        assert (slow.ended, quick.ended) == ("behind", None)
        assert slow.waiting.qsize() == module._MOST_WAITING + 1
        last = await log.save(command(), bought())
        assert len(await heard(quick, last.position)) == 1


@pytest.mark.parametrize("seed", range(3))
async def test_streams_from_any_cursor_are_told_every_version_that_they_may_see_while_others_write(
    log: EventLog, projector: Projector, feeds: Feeds, seed: int
) -> None:
    chance = random.Random(seed)
    following, who = Following(projector, feeds), Principal.of("root", ("admin",))
    machines: list[UUID] = []
    newest: dict[UUID, int] = {}
    finished = asyncio.Event()
    written: list[int] = []

    async def write() -> None:
        for number in range(60):
            written.append(number)
            if not machines or chance.random() < 0.3:
                machine = bought()
                await log.save(command(), machine)
                machines.append(machine.id)
            else:
                await log.change(command(), Machine, chance.choice(machines), moved(chance.choice(HALLS)))
        for id_ in machines:
            newest[id_] = (await log.load(Machine, id_)).version
        finished.set()

    async def stream(begin: str) -> dict[UUID, int]:
        known: dict[UUID, int] = {}
        async for frame in _told(following, feeds, who, begin, 60, first="ready"):
            data = frame.partition("data: ")[2].strip()
            if data != "{}":
                told = Shown.model_validate_json(data)
                known[told.id] = told.version
            if finished.is_set() and known == newest:
                break
        return known

    begin = await feeds.here(who)
    async with asyncio.timeout(50):
        writing = asyncio.create_task(write())
        streams = []
        for begins in sorted(chance.sample(range(50), 5)):
            await eventually(partial(written.__contains__, begins))
            streams.append(asyncio.create_task(stream(begin)))
        await writing
        assert all(known == newest for known in await asyncio.gather(*streams))


async def test_nobody_has_more_than_ten_streams_and_bytes_are_counted_like_text() -> None:
    streams = Streams()

    async def frames() -> AsyncIterator[bytes]:
        yield b"one"
        yield b"two"

    assert [frame async for frame in streams.counted("wang.min", frames())] == [b"one", b"two"]
    assert not streams._open
