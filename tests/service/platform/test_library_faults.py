"""The known faults of the store's libraries, and of frozen and killed processes, each with the guard against it."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from operator import lt
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

from crm_local.broker import Broker
from crm_local.processes import ServerProcess
from crm_platform.errors import Unavailable
from crm_platform.eventsourcing.log import EventLog, Recorded
from crm_platform.persistence.database import TRANSIENT, Connection, Database
from crm_platform.persistence.leases import with_lease
from crm_testing.faults import Proxy, empty_topic, proxied
from crm_testing.machine_process import CONSUMER, TOPIC
from crm_testing.machines import Machine, bought, command, open_log
from crm_testing.running import background
from crm_testing.waiting import eventually, turns


def at_port(url: str, port: int) -> str:
    address = urlsplit(url)
    return urlunsplit(address._replace(netloc=f"{address.username}@127.0.0.1:{port}"))


def proxy_of(url: str) -> AbstractAsyncContextManager[Proxy]:
    return proxied(urlsplit(url).port or 5432)


@asynccontextmanager
async def machine_process(
    part: str, role_url: str, home: Path, servers: str = ""
) -> AsyncIterator[ServerProcess]:
    """One part of the machines' service in a process of its own."""
    process = ServerProcess.spawn(
        [sys.executable, "-m", "crm_testing.machine_process", part],
        cwd=home,
        log=home / f"{part}.log",
        env={"MACHINES_DATABASE_URL": role_url, "KAFKA_BOOTSTRAP_SERVERS": servers},
    )
    try:
        yield process
    finally:
        await process.kill()


async def events_in(log: EventLog) -> int:
    return int((await log.database.fetch("SELECT count(*) FROM events"))[0][0])


async def outcome_within(seconds: float, work: Coroutine[object, object, object]) -> object:
    """What came of it: its result or its error; "nothing" when it did not end in time, even though it was asked to."""
    task = asyncio.create_task(work)
    done, _ = await asyncio.wait([task], timeout=seconds)
    return (task.exception() or task.result()) if done else "nothing"


def test_a_process_refuses_to_start_in_the_mode_that_appends_without_the_lock() -> None:
    environment = os.environ | {"LEADS_POSTGRES_ENABLE_DB_FUNCTIONS": "yes"}
    ended = subprocess.run(
        [sys.executable, "-m", "leads", "relay"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert "appends without the log's lock" in ended.stderr


async def test_a_frozen_writer_stalls_no_other(log: EventLog, role_url: str, tmp_path: Path) -> None:
    async with machine_process("write", role_url, tmp_path) as writer:
        await eventually(lambda: events_in(log), timeout=30)
        for _ in range(5):
            before = await events_in(log)
            await eventually(partial(events_in, log), until=partial(lt, before))
            writer.pause()
            for _ in range(5):
                assert isinstance(await outcome_within(5, log.save(command(), bought())), Recorded)
            writer.resume()


async def test_a_command_whose_answer_was_lost_on_the_way_is_answered_as_it_was_stored(role_url: str) -> None:
    async with proxy_of(role_url) as proxy, open_log(at_port(role_url, proxy.port)) as log:
        await log.save(command(), bought())
        machine, key = bought(), str(uuid4())
        # The statement is prepared by now, so what travels is the command's content.
        proxy.lose_next_answer_to(key.encode())
        recorded = await log.save(command(key), machine)
        assert proxy.lost_answers == 1
        assert (recorded.id, recorded.version) == (machine.id, 1)
        assert await events_in(log) == 2
        again = await log.save(command(key), bought(machine.id))
        assert (again.id, again.version, again.position) == (machine.id, 1, recorded.position)


async def test_commands_whose_connection_the_server_kills_are_each_stored_once(log: EventLog) -> None:
    await log.save(command(), bought())
    saves = [asyncio.create_task(log.save(command(), bought())) for _ in range(50)]
    async with log.database.connection() as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE '%append(%' AND pid <> pg_backend_pid()"
        )
    recorded = await asyncio.gather(*saves)
    assert len({each.id for each in recorded}) == 50
    assert await events_in(log) == 51


async def test_a_server_that_does_not_answer_makes_commands_fail_in_time(role_url: str) -> None:
    async with proxy_of(role_url) as proxy, open_log(at_port(role_url, proxy.port)) as log:
        machine = bought()
        await log.save(command(), machine)
        proxy.hold()
        outcomes = await asyncio.gather(
            outcome_within(20, log.save(command(), bought())),
            outcome_within(20, log.change(command(), Machine, machine.id, lambda m: m.move("x"))),
        )
        proxy.release()
        assert [type(outcome) for outcome in outcomes] == [Unavailable, Unavailable]
        await eventually(log.database.ping)
        await log.save(command(), bought())


async def test_a_server_that_does_not_answer_makes_reads_fail_in_time(role_url: str) -> None:
    async with proxy_of(role_url) as proxy, open_log(at_port(role_url, proxy.port)) as log:
        await log.save(command(), bought())
        proxy.hold()
        outcome = await outcome_within(12, log.position())
        proxy.release()
        assert isinstance(outcome, TRANSIENT)
        await eventually(log.database.ping)


async def test_a_server_that_does_not_answer_makes_statements_with_a_limit_of_their_own_fail_in_time(
    role_url: str,
) -> None:
    async with proxy_of(role_url) as proxy, open_log(at_port(role_url, proxy.port)) as log:
        async with await log.database.connect(statement_timeout="2s") as connection:
            proxy.hold()
            outcome = await outcome_within(8, connection.execute("SELECT 1"))
            proxy.release()
        assert isinstance(outcome, TRANSIENT)
        await eventually(log.database.ping)


async def test_a_lease_passes_on_while_its_holder_is_frozen(
    log: EventLog, role_url: str, tmp_path: Path, kafka: Broker
) -> None:
    servers = kafka.bootstrap_servers
    await empty_topic(servers, TOPIC)
    async with machine_process("relay", role_url, tmp_path, servers) as holder:
        await log.save(command(), bought())
        await eventually(lambda: published(log), timeout=30)
        holder.pause()
        taken = asyncio.Event()

        async def work(_connection: object) -> None:
            taken.set()
            await asyncio.Event().wait()

        async with background(with_lease(log.database, "relay", work)):
            async with asyncio.timeout(25):
                await taken.wait()
        holder.resume()


async def test_work_that_fails_while_it_is_being_cancelled_is_not_begun_again(log: EventLog) -> None:
    began: list[Connection] = []

    async def work(connection: Connection) -> None:
        began.append(connection)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise OSError from None

    leased = asyncio.create_task(with_lease(log.database, "relay", work))
    await eventually(lambda: began)
    leased.cancel()
    done, _ = await asyncio.wait([leased], timeout=5)
    assert leased in done
    assert leased.cancelled()


@pytest.mark.parametrize("between", range(16))
async def test_a_cancellation_that_comes_together_with_a_connection_is_not_lost(
    role_url: str, between: int
) -> None:
    """So many turns of the loop pass `between` the connection's release and the cancellation; some hit the moment."""
    database = Database(role_url, "machines", pool_size=1)
    await database.open()

    async def hold() -> None:
        async with database.connection():
            await asyncio.Event().wait()

    try:
        async with database.connection():
            waiting = asyncio.create_task(hold())
            await turns(16)
        await turns(between)
        waiting.cancel()
        done, _ = await asyncio.wait([waiting], timeout=2)
        waiting.cancel()
        assert done
    finally:
        await database.close()


async def test_a_killed_consumer_is_replaced_when_its_session_ends(
    log: EventLog, role_url: str, tmp_path: Path, kafka: Broker
) -> None:
    servers = kafka.bootstrap_servers
    await empty_topic(servers, TOPIC)
    (tmp_path / "next").mkdir()
    async with machine_process("relay", role_url, tmp_path, servers):
        async with machine_process("consume", role_url, tmp_path, servers) as first:
            await log.save(command(), bought())
            await eventually(lambda: counted(log), timeout=30, until=lambda found: found == (1, 1))
            await first.kill()
        await asyncio.gather(*(log.save(command(), bought()) for _ in range(20)))
        async with machine_process("consume", role_url, tmp_path / "next", servers):
            await eventually(lambda: counted(log), timeout=25, until=lambda found: found == (21, 1))


async def published(log: EventLog) -> bool:
    rows = await log.database.fetch("SELECT max(position) FROM positions WHERE starts_with(name, 'relay/')")
    return bool(rows[0][0])


async def counted(log: EventLog) -> tuple[int, int]:
    """How many events were folded, and the most often that one was."""
    rows = await log.database.fetch(
        "SELECT count(*), coalesce(max(version), 0) FROM copies WHERE kind = %s", CONSUMER
    )
    return rows[0][0], rows[0][1]


async def test_a_consumer_waits_for_the_tables_of_a_migration_that_has_not_run(
    database: str, log: EventLog, tmp_path: Path, kafka: Broker
) -> None:
    role_url = at_port(database, urlsplit(database).port or 5432).replace("postgres@", "machines@")
    servers = kafka.bootstrap_servers
    await empty_topic(servers, TOPIC)
    async with machine_process("relay", role_url, tmp_path, servers):
        await log.save(command(), bought())
        await eventually(lambda: published(log), timeout=30)
        await rename(database, "machines", "machines_later")
        async with machine_process("consume", role_url, tmp_path, servers) as early:
            log_file = tmp_path / "consume.log"
            await eventually(
                lambda: log_file.exists() and "does not exist" in log_file.read_text(), timeout=30
            )
            await rename(database, "machines_later", "machines")
            await eventually(lambda: counted(log), timeout=30, until=lambda found: found == (1, 1))
            assert early.alive


async def rename(database: str, old: str, new: str) -> None:
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        await connection.execute(f"ALTER SCHEMA {old} RENAME TO {new}".encode())
