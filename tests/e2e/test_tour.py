"""What a newcomer does: `run` with the demo, then the tour page, command by command as written; stop, and start again."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest_asyncio

from crm_local.installation import forget
from crm_local.postgres import binaries
from crm_local.processes import free_port
from crm_testing.homes import clear, new_home
from crm_testing.waiting import eventually

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tour.md"
BLOCK = re.compile(r"^```(bash|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READY_SECONDS = 60
DEMO_SECONDS = 300
STOP_SECONDS = 10


@dataclass
class Installation:
    """`python -m crm_local run` in a process of its own, on free ports; `said` is what it printed so far."""

    home: Path
    ports: dict[str, int]
    process: asyncio.subprocess.Process | None = None
    said: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['port']}"

    @property
    def environment(self) -> dict[str, str]:
        """What the page leaves open to set: where things answer, and a psql."""
        return {
            **os.environ,
            "BASE": self.url,
            "PEERS": f"http://127.0.0.1:{self.ports['peers-port']}",
            "DATABASE": f"postgresql://sun_hao@127.0.0.1:{self.ports['postgres-port']}/kuaicrm",
            "PSQL": str(binaries() / "psql"),
        }

    async def start(self) -> None:
        options = [part for name, port in self.ports.items() for part in (f"--{name}", str(port))]
        self.said = ""
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "crm_local", "run", "--home", str(self.home), *options),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._reading = asyncio.create_task(self._read())
        await eventually(lambda: "docs/tour.md" in self.said or not self._runs, READY_SECONDS)
        assert self._runs, self.said

    async def stop(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        await eventually(lambda: not self._runs, STOP_SECONDS)
        await self._reading
        assert self.process.returncode == 0, self.said

    @property
    def _runs(self) -> bool:
        return self.process is not None and self.process.returncode is None

    async def _read(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.said += line.decode()


@pytest_asyncio.fixture(scope="module")
async def installation() -> AsyncIterator[Installation]:
    """A fresh one whose demo was played to its end."""
    folder = new_home()
    ports = {name: free_port() for name in ("port", "peers-port", "postgres-port", "kafka-port")}
    made = Installation(folder / "tour", ports)
    await made.start()
    await eventually(lambda: re.search(r"installations: |stopped", made.said), DEMO_SECONDS)
    yield made
    if made.process is not None and made.process.returncode is None:
        await made.stop()
    await forget(made.home)
    await clear(folder)


async def test_the_first_start_says_what_runs_and_plays_the_demo(installation: Installation) -> None:
    for told in ("ready", installation.url, "lin.yue", "analyst", "Ctrl-C"):
        assert told in installation.said
    assert "stopped" not in installation.said
    counted = re.search(r"installations: (\d+) opened, (\d+) closed", installation.said)
    assert counted is not None
    opened, closed = (int(number) for number in counted.groups())
    assert opened > closed > 0


async def test_the_start_page_is_served_whole_and_by_this_machine_alone(installation: Installation) -> None:
    async with httpx.AsyncClient(base_url=installation.url, trust_env=False) as client:
        page = await client.get("/")
        assert page.headers["content-security-policy"].startswith("default-src 'self'")
        assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page.text)
        for path in re.findall(r"""(?:src|href)=["'](/[^"']+)""", page.text):
            assert (await client.get(path)).status_code == 200, path
        for service in (
            "leads",
            "opportunities",
            "orders",
            "field-service",
            "analytics",
            "integration-gateway",
        ):
            assert "swagger" in (await client.get(f"/docs/{service}/docs")).text
            assert (await client.get(f"/docs/{service}/openapi.json")).json()["paths"]
        assert (await client.get("/nothing")).headers["content-type"] == "application/problem+json"
        assert (await client.get("/health/ready")).json()["status"] == "ready"


async def test_every_command_of_the_tour_does_what_the_page_says(
    installation: Installation, tmp_path: Path
) -> None:
    blocks = BLOCK.findall(PAGE.read_text())
    assert len(blocks) > 20
    bash = await asyncio.create_subprocess_exec(
        "bash", cwd=tmp_path, env=installation.environment,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    output = ""
    try:
        for number, (kind, text) in enumerate(blocks):
            if kind == "bash":
                code, output = await _pasted(bash, text, f"end-of-block-{number}")
                assert code == 0, f"{text}\n{output}"
            else:
                _assert_shown(text, output, blocks[number - 1][1])
    finally:
        os.killpg(bash.pid, signal.SIGKILL)
        await bash.wait()


async def test_playing_the_demo_again_changes_nothing(installation: Installation) -> None:
    before = await _won(installation)
    command = (sys.executable, "-m", "crm_local", "demo", "--url", installation.url)
    again = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    async with asyncio.timeout(DEMO_SECONDS):
        said, _ = await again.communicate()
    assert again.returncode == 0, said.decode()
    assert "0 leads converted, 0 disqualified" in said.decode()
    assert await _won(installation) == before


async def test_what_was_there_is_there_after_the_next_start(installation: Installation) -> None:
    before = await _won(installation)
    await installation.stop()
    await installation.start()
    assert "demo 演示" not in installation.said
    assert await _won(installation) == before


async def _pasted(bash: asyncio.subprocess.Process, commands: str, mark: str) -> tuple[int, str]:
    """The exit code and the output of commands that are pasted into a shell that stays."""
    assert bash.stdin is not None
    assert bash.stdout is not None
    # Also a command in the middle must not fail.
    watched = f"set -E; trap 'failed=$?' ERR; failed=0\n{commands}\necho; echo {mark} $failed\n"
    bash.stdin.write(watched.encode())
    await bash.stdin.drain()
    output = ""
    async with asyncio.timeout(60):
        async for line in bash.stdout:
            if line.startswith(mark.encode()):
                return int(line.split()[1]), output
            output += line.decode()
    raise AssertionError(f"the shell ended:\n{commands}\n{output}")


def _assert_shown(expected: str, output: str, commands: str) -> None:
    """Every line of the page stands in the output, in its order; `…` is anything."""
    pattern = ".*".join(re.escape(line).replace("…", ".*") for line in expected.strip().splitlines())
    assert re.search(pattern, output, re.DOTALL), f"{commands}\nshould show\n{expected}\nbut shows\n{output}"


async def _won(installation: Installation) -> int:
    async with httpx.AsyncClient(base_url=installation.url, trust_env=False) as client:
        form = {"grant_type": "password", "username": "sun.hao", "password": "demo"}
        token = (await client.post("/auth/token", data=form)).json()["access_token"]
        funnel = await client.get("/api/analytics/v1/funnel", headers={"authorization": f"Bearer {token}"})
        return int(next(stage["entered"] for stage in funnel.json()["stages"] if stage["code"] == "won"))
