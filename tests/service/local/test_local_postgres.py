"""The embedded PostgreSQL: starts, survives, is taken over, ends."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio

from crm_local.postgres import EmbeddedPostgres
from crm_local.processes import StartFailed, accepts_connections, free_port
from crm_testing.databases import Databases
from crm_testing.homes import OWNER, clear, clear_abandoned, new_home
from crm_testing.waiting import eventually


@pytest_asyncio.fixture
async def data_dir() -> AsyncIterator[Path]:
    home = new_home()
    yield home / "postgres"
    await clear(home)


async def ask(url: str, statement: str) -> tuple[object, ...] | None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        cursor = await connection.execute(statement.encode())
        return await cursor.fetchone() if cursor.description else None


async def test_a_new_server_sorts_by_code_point_and_speaks_utf8(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    url = await server.start()
    settings = "datlocprovider, datlocale, pg_encoding_to_char(encoding), current_setting('fsync')"
    found = await ask(url, f"SELECT {settings} FROM pg_database WHERE datname = current_database()")
    assert found == ("b", "C.UTF-8", "UTF8", "on")
    assert await ask(url, "SELECT upper('ärger'), '客户' < '工单'") == ("ÄRGER", True)
    await server.stop()


async def test_it_listens_on_loopback_only(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir, port=free_port(), durable=False)
    url = await server.start()
    assert await ask(url, "SHOW listen_addresses") == ("127.0.0.1",)
    await server.stop()


async def test_what_was_committed_survives_kill_and_restart_on_the_same_port(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    url = await server.start()
    await ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    await server.kill()
    assert await server.start() == url
    assert await ask(url, "SELECT answer FROM kept") == (42,)
    assert await server.restart() == url
    assert await ask(url, "SELECT answer FROM kept") == (42,)
    await server.stop()


async def test_a_postmaster_killed_from_outside_is_replaced(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    url = await server.start()
    answer = await ask(url, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")
    assert answer is not None
    postmaster = int((data_dir / "pgdata" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    await eventually(lambda: not server.running)
    assert await server.start() == url
    assert await ask(url, "SELECT 1") == (1,)
    await server.stop()


async def test_a_server_that_outlived_its_starter_is_taken_over(data_dir: Path) -> None:
    script = (
        "import asyncio, os, signal, sys\n"
        "from pathlib import Path\n"
        "from crm_local.postgres import EmbeddedPostgres\n"
        "async def main():\n"
        "    print(await EmbeddedPostgres(Path(sys.argv[1])).start(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    starter = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, str(data_dir), stdout=subprocess.PIPE
    )
    printed, _ = await starter.communicate()
    assert starter.returncode == -signal.SIGKILL

    server = EmbeddedPostgres(data_dir)
    assert await server.start() == printed.decode().strip()
    assert await ask(server.url, "SELECT 1") == (1,)
    await server.stop()
    assert not await accepts_connections(int(server.url.rpartition(":")[2].partition("/")[0]))


async def test_a_stale_pid_file_that_names_a_living_stranger_does_not_prevent_the_start(
    data_dir: Path,
) -> None:
    stranger = EmbeddedPostgres(data_dir.parent / "stranger", durable=False)
    await stranger.start()
    server = EmbeddedPostgres(data_dir)
    await server.start()
    pid_file = data_dir / "pgdata" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    await server.kill()
    pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
    await server.start()
    assert await ask(server.url, "SELECT 1") == (1,)
    await server.stop()
    assert stranger.running
    await stranger.stop()


async def test_an_interrupted_first_start_is_begun_again(data_dir: Path) -> None:
    (data_dir / "pgdata" / "base").mkdir(parents=True)
    server = EmbeddedPostgres(data_dir)
    await server.start()
    await server.stop()


async def test_a_taken_port_is_refused(data_dir: Path, postgres: str) -> None:
    taken = int(postgres.rpartition(":")[2].partition("/")[0])
    with pytest.raises(StartFailed, match="is taken"):
        await EmbeddedPostgres(data_dir, port=taken).start()


async def test_a_paused_server_answers_again_when_it_is_resumed(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    url = await server.start()
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        server.pause()
        question = asyncio.ensure_future(connection.execute("SELECT 1"))
        done, _ = await asyncio.wait([question], timeout=0.3)
        assert not done
        server.resume()
        assert await (await question).fetchone() == (1,)
    await server.stop()


async def test_what_a_killed_run_left_behind_is_ended_and_deleted() -> None:
    home = new_home()
    server = EmbeddedPostgres(home / "postgres", durable=False)
    url = await server.start()
    # The run's process is gone: nobody has this pid and start time.
    (home / OWNER).write_text('{"pid": 1, "started": 0}')
    await clear_abandoned(home.parent)
    assert not home.exists()
    assert not await accepts_connections(int(url.rpartition(":")[2].partition("/")[0]))
    await eventually(lambda: not server.running)


async def test_a_database_is_a_copy_of_what_was_prepared_once(databases: Databases) -> None:
    runs: list[str] = []

    async def prepare(url: str) -> None:
        runs.append(url)
        await ask(url, "CREATE TABLE prepared AS SELECT 1 AS one")

    first = await databases.create(prepared_by=prepare)
    second = await databases.create(prepared_by=prepare)
    await ask(first, "UPDATE prepared SET one = 2")
    assert await ask(second, "SELECT one FROM prepared") == (1,)
    assert len(runs) == 1
    await databases.drop(first)
    await databases.drop(second)
