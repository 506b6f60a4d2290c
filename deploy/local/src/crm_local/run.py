"""`make run`: starts an installation, says what runs where and what to try, plays the demo once, stops on Ctrl-C."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import signal
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from logging.handlers import RotatingFileHandler
from pathlib import Path

from crm_local.installation import forget, running
from crm_local.processes import StartFailed, accepts_connections

LOG_BYTES = 20_000_000
OTHER_PORTS = f"""
End that process, or choose another port (0: any free one). 端口被占用：请结束该进程，或改用其他端口（0 为任意空闲端口）:
  {sys.executable} -m crm_local run --port 8001 --peers-port 0 --postgres-port 0 --kafka-port 0"""


def run(asked: Namespace) -> int:
    """Run until Ctrl-C or SIGTERM; exit code 0 when it was ended like that, else 1."""
    try:
        with _alone(asked.home):
            return asyncio.run(_Run(asked).until_stopped())
    except StartFailed as failure:
        print(f"\nKuaiCRM cannot run 无法启动: {failure}", file=sys.stderr)
        if "is taken" in str(failure):
            print(OTHER_PORTS, file=sys.stderr)
        return 1


def reset(asked: Namespace) -> int:
    """Delete what `run` kept; refused while it runs."""
    try:
        if asked.home.exists():
            with _alone(asked.home):
                asyncio.run(forget(asked.home))
    except StartFailed as failure:
        print(f"Cannot reset 无法重置: {failure}", file=sys.stderr)
        return 1
    print(f"Nothing is left in 已清空 {asked.home}")
    return 0


class _Run:
    """One run in the foreground, from the first line to the last."""

    def __init__(self, asked: Namespace) -> None:
        self._asked = asked
        self._home: Path = asked.home
        self._began = time.monotonic()
        self._played = self._home / "demo-was-played"
        self._stop = asyncio.Event()

    async def until_stopped(self) -> int:
        """Start, welcome, play, wait; returns the exit code. Raises StartFailed."""
        await _require_free(self._asked)
        print("KuaiCRM 快格轻CRM  starting 启动中 ...", flush=True)
        serving = asyncio.create_task(self._serve())
        stopping = asyncio.create_task(self._stop.wait())
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            stopping.cancel()
            return _told(serving.exception(), self._home)
        print("\nStopping 正在停止 ...", flush=True)
        # What is cut off now complains in the file only.
        logging.getLogger().handlers[1:] = []
        # A start that is under way is broken off; what runs leaves by itself.
        serving.cancel()
        await asyncio.wait({serving})
        print(
            f"Stopped 已停止. The data stays in 数据保留在 {self._home}; `make reset` forgets it.", flush=True
        )
        return 0

    async def _serve(self) -> None:
        asked = self._asked
        self._home.mkdir(parents=True, exist_ok=True)
        # Beside the start, as it has to import what it needs.
        logs = asyncio.create_task(asyncio.to_thread(_log_to, self._home / "kuaicrm.log"))
        async with running(
            self._home,
            port=asked.port,
            peers_port=asked.peers_port,
            postgres_port=asked.postgres_port,
            kafka_port=asked.kafka_port,
            real_kafka=asked.kafka,
        ) as up:
            await logs
            welcome = import_module("crm_local.welcome").welcome
            print(welcome(up, time.monotonic() - self._began, self._home), flush=True)
            if not asked.no_demo and not self._played.exists():
                await self._play(up.url)
            await asyncio.Event().wait()

    async def _play(self, url: str) -> None:
        """Play the demo in a process of its own, as any other client; it is told once per home."""
        command = [sys.executable, "-m", "crm_local", "demo", "--url", url]
        # A session of its own: Ctrl-C comes to us, and we end it.
        player = await asyncio.create_subprocess_exec(*command, start_new_session=True)
        try:
            if await player.wait() == 0:
                self._played.touch()
        finally:
            if player.returncode is None:
                player.terminate()
                await player.wait()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the folder: two runs on the same data would stop each other's servers. Raises StartFailed."""
    home.mkdir(parents=True, exist_ok=True)
    held = os.open(home.with_name(f"{home.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise StartFailed(f"another run uses the folder 另一个进程正在使用该目录 {home}") from None
    try:
        yield
    finally:
        os.close(held)


async def _require_free(asked: Namespace) -> None:
    """Raises StartFailed when a port of ours is taken; PostgreSQL and the broker look after theirs."""
    for port in (asked.port, asked.peers_port):
        if port and await accepts_connections(port):
            raise StartFailed(f"port {port} of 127.0.0.1 is taken by another process")


def _log_to(file: Path) -> None:
    """The services' logs go into a file; only what is wrong is told here, too."""
    import_module("crm_platform.observability.logging").configure_logging("kuaicrm", console=False)
    root = logging.getLogger()
    kept = RotatingFileHandler(file, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    kept.setFormatter(root.handlers[0].formatter)
    root.handlers[:] = [kept, _OnlyErrors(file)]


class _OnlyErrors(logging.Handler):
    """Says in the terminal that something is wrong, and where it stands."""

    def __init__(self, file: Path) -> None:
        super().__init__(logging.ERROR)
        self._file = file

    def emit(self, record: logging.LogRecord) -> None:
        event = record.msg.get("event") if isinstance(record.msg, dict) else record.getMessage()
        print(f"  ! {event} (see 详见 {self._file})", file=sys.stderr, flush=True)


def _told(error: BaseException | None, home: Path) -> int:
    """Raise why it could not start, or say what ended it; returns the exit code."""
    causes = [error] if error else []
    while any(isinstance(cause, BaseExceptionGroup) for cause in causes):
        causes = [one for c in causes for one in (c.exceptions if isinstance(c, BaseExceptionGroup) else [c])]
    for cause in causes:
        if isinstance(cause, StartFailed):
            raise cause
    for cause in causes:
        print(
            f"\nKuaiCRM ended 意外退出: {type(cause).__name__}: {cause}; see 详见 {home}/kuaicrm.log",
            file=sys.stderr,
        )
        logging.getLogger("crm_local").error("ended", exc_info=cause)
    return 1
