"""Server processes that we start: recorded on disk, found again after a crash, and ended for certain.

A child lives in its own session, so Ctrl-C in a terminal reaches only us and the order of stopping stays ours.
Its pid and start time are kept beside its data; the next start adopts or ends what an earlier one left behind.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

import psutil

POLL_SECONDS = 0.02

# Children of this process by pid: only their parent can take the exit status that keeps a dead one's pid occupied.
_children: "dict[int, subprocess.Popen[bytes]]" = {}


class StartFailed(RuntimeError):
    """A server did not come up; the message ends with the last lines of its log."""


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def tail(log: Path, lines: int = 15) -> str:
    """The last `lines` of a log, or nothing when there is no log."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


async def until(probe: Callable[[], Awaitable[bool]], *, seconds: float) -> bool:
    """Ask `probe` again and again; true as soon as it is, false after `seconds`."""
    deadline = time.monotonic() + seconds
    while not await probe():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(POLL_SECONDS)
    return True


async def accepts_connections(port: int) -> bool:
    """Whether something listens on this port of the loopback interface."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True


async def require_free(port: int) -> None:
    """Raises StartFailed when something listens on this port already."""
    if await accepts_connections(port):
        raise StartFailed(f"port {port} of 127.0.0.1 is taken by another process")


class ServerProcess:
    """One running server. Its children are signalled with it, so a kill leaves nobody at work on the data."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process

    @classmethod
    def spawn(
        cls,
        command: Sequence[str | Path],
        *,
        cwd: Path,
        log: Path,
        user: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Self:
        """Start `command`, its output appended to `log`, as `user` when given (needs root)."""
        with log.open("ab") as output:
            child = subprocess.Popen(
                [str(part) for part in command],
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=[] if user else None,
            )
        _children[child.pid] = child
        return cls(psutil.Process(child.pid))

    @classmethod
    def of_pid(cls, pid: int) -> Self | None:
        """The living process with this pid, whoever started it."""
        try:
            process = cls(psutil.Process(pid))
        except psutil.NoSuchProcess:
            return None
        return process if process.alive else None

    @classmethod
    def recorded(cls, record: Path) -> Self | None:
        """The process noted in `record` if it still lives: the start time tells it from a later one of that pid."""
        try:
            noted = json.loads(record.read_text())
        except (OSError, ValueError):
            return None
        found = cls.of_pid(noted["pid"])
        if found is None or abs(found.started - noted["started"]) > 1:
            return None
        return found

    def note(self, record: Path) -> None:
        """Write down who runs, for `recorded`."""
        record.write_text(json.dumps({"pid": self.pid, "started": self.started}))

    @property
    def pid(self) -> int:
        """The operating system's id of the process."""
        return int(self._process.pid)

    @property
    def started(self) -> float:
        """When it started, in seconds since the epoch."""
        return float(self._process.create_time())

    @property
    def alive(self) -> bool:
        """Whether it runs; a child that ended but was not waited for does not."""
        return _lives(self._process)

    def runs_in(self, folder: Path) -> bool:
        """Whether the working directory of the process is `folder`."""
        with suppress(psutil.Error):
            return Path(self._process.cwd()) == folder.resolve()
        return False

    async def end(self, how: signal.Signals, *, seconds: float) -> None:
        """Ask the process to end by signal `how`; kill it and its children when it has not within `seconds`."""
        with suppress(psutil.NoSuchProcess):
            self._process.send_signal(how)
            self._process.send_signal(signal.SIGCONT)
        if not await until(self._ended, seconds=seconds):
            await self.kill()

    async def kill(self) -> None:
        """SIGKILL for the process and then its children; returns when all are gone."""
        family = self._family()
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.kill()

        async def all_gone() -> bool:
            return not any(_lives(member) for member in family)

        if not await until(all_gone, seconds=10):
            raise RuntimeError(f"process {self.pid} or a child of it survived SIGKILL")

    def pause(self) -> None:
        """Freeze the process and its children (SIGSTOP): connections stay open, nothing answers."""
        for member in self._family():
            with suppress(psutil.NoSuchProcess):  # children come and go
                member.suspend()

    def resume(self) -> None:
        """Let a frozen process go on."""
        for member in self._family():
            with suppress(psutil.NoSuchProcess):
                member.resume()

    def _family(self) -> list[psutil.Process]:
        try:
            return [self._process, *self._process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return [self._process]

    async def _ended(self) -> bool:
        return not self.alive


def _lives(process: psutil.Process) -> bool:
    if child := _children.get(process.pid):
        if child.poll() is None:
            return True
        del _children[process.pid]
        return False
    with suppress(psutil.NoSuchProcess):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False
