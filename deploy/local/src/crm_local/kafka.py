"""A real Apache Kafka without containers: one KRaft node from the jars of Maven Central, on the loopback interface.

The jars are fetched once by Maven into a cache folder (`KUAICRM_KAFKA_LIBS`, else `.local/kafka-libs` in the repository).
"""

import asyncio
import base64
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

from crm_local.broker import speaks_kafka
from crm_local.processes import ServerProcess, StartFailed, free_port, require_free, tail, until

REPOSITORY = Path(__file__).resolve().parents[4]
RECIPE = REPOSITORY / "deploy" / "kafka"

START_SECONDS = 60.0

HEAP = ("-Xms128m", "-Xmx384m")
QUICK_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")


def missing_for_kafka() -> list[str]:
    """What this machine lacks for a native Kafka; empty when it can be started."""
    needed = ["java"] if _libs_complete() else ["java", "mvn"]
    return [program for program in needed if shutil.which(program) is None]


class KafkaBroker:
    """One Kafka node and its data directory; the data outlives `stop`, `kill` and the next `start`.

    `port` 0 takes free ports at the first start and keeps them with the data. `settings` come over those of the recipe
    (`@PORT@` and `@CPORT@` in them are the ports), `users` sign in by SCRAM-SHA-512: passwords by name.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int = 0,
        settings: Mapping[str, str] = MappingProxyType({}),
        users: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._home = data_dir.resolve()
        self._settings = self._home / "server.properties"
        self._record = self._home / "process.json"
        self._log = self._home / "broker.log"
        self._port = port
        self._own_settings = settings
        self._users = users
        self._process: ServerProcess | None = None

    @property
    def bootstrap_servers(self) -> str:
        """`host:port` for clients; known once started."""
        return f"127.0.0.1:{self._port}"

    @property
    def running(self) -> bool:
        """Whether the broker process lives."""
        return self._process is not None and self._process.alive

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process else None

    async def start(self) -> str:
        """Make the broker answer and return its address; one left over on the same data is taken over.

        Raises StartFailed, with what is missing on the machine or the end of the broker's log.
        """
        if missing := missing_for_kafka():
            raise StartFailed(f"a native Kafka needs {' and '.join(missing)} on the path")
        libs = await asyncio.to_thread(kafka_libs)
        self._home.mkdir(parents=True, exist_ok=True)
        process = self._leftover()
        if process is None:
            if not self._settings.exists():
                await asyncio.to_thread(self._format, libs)
            self._port = self._noted_port()
            await require_free(self._port)
            command: list[str | Path] = [
                "java",
                *HEAP,
                *QUICK_START,
                f"-Dlog4j2.configurationFile={RECIPE / 'log4j2.properties'}",
                "-cp",
                f"{libs}/*",
                "kafka.Kafka",
                self._settings,
            ]
            process = ServerProcess.spawn(command, cwd=self._home, log=self._log)
            process.note(self._record)
        await self._wait_until_ready(process)
        return self.bootstrap_servers

    async def stop(self) -> None:
        """Controlled shutdown. Does nothing when it is not running."""
        if self._process is not None:
            await self._process.end(signal.SIGTERM, seconds=30)
            self._process = None

    async def kill(self) -> None:
        """SIGKILL: what was acknowledged must still be there after the next start."""
        if self._process is not None:
            await self._process.kill()
            self._process = None

    async def end_leftover(self) -> None:
        """Kill a broker that an earlier run left on this data, before the data is deleted. Starts nothing."""
        if leftover := ServerProcess.recorded(self._record):
            await leftover.kill()

    def pause(self) -> None:
        """Freeze the broker (SIGSTOP): connections stay open, nothing answers."""
        self._living().pause()

    def resume(self) -> None:
        """Let a frozen broker go on."""
        self._living().resume()

    async def wipe(self) -> None:
        """Lose everything: stop, delete the data and its cluster id. The next start is an empty cluster, same port."""
        await self.stop()
        await self.end_leftover()
        await asyncio.to_thread(shutil.rmtree, self._home, ignore_errors=True)

    def _living(self) -> ServerProcess:
        if self._process is None:
            raise RuntimeError("Kafka is not running")
        return self._process

    def _leftover(self) -> ServerProcess | None:
        process = ServerProcess.recorded(self._record)
        if process is not None:
            process.resume()
            self._port = self._noted_port()
        return process

    async def _wait_until_ready(self, process: ServerProcess) -> None:
        async def ready_or_dead() -> bool:
            return not process.alive or await speaks_kafka(self._port)

        if not await until(ready_or_dead, seconds=START_SECONDS) or not process.alive:
            await process.kill()
            raise StartFailed(f"Kafka did not start on port {self._port}:\n{tail(self._log)}")
        self._process = process

    def _noted_port(self) -> int:
        for line in self._settings.read_text().splitlines():
            if line.startswith("advertised.listeners="):
                return int(line.rpartition(":")[2])
        raise StartFailed(f"{self._settings} names no listener")

    def _format(self, libs: Path) -> None:
        port, controller_port = self._port or free_port(), free_port()
        filled = (RECIPE / "server.properties.template").read_text()
        # Of two lines with one name, the later one counts.
        filled += "".join(f"{name}={value}\n" for name, value in self._own_settings.items())
        values = {"@PORT@": port, "@CPORT@": controller_port, "@DATA@": self._home / "data"}
        for mark, value in values.items():
            filled = filled.replace(mark, str(value))
        fresh = self._home / "server.properties.new"
        fresh.write_text(filled)
        shutil.rmtree(self._home / "data", ignore_errors=True)
        # An id that begins with a dash would be read as an option.
        cluster_id = "K" + base64.urlsafe_b64encode(uuid4().bytes).decode()[1:].rstrip("=")
        command = ["java", *QUICK_START, "-cp", f"{libs}/*", "kafka.tools.StorageTool", "format"]
        users = [
            word
            for name, password in self._users.items()
            for word in ("--add-scram", f"SCRAM-SHA-512=[name={name},password={password}]")
        ]
        done = subprocess.run(
            [*command, "-t", cluster_id, "-c", str(fresh), *users],
            cwd=self._home,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StartFailed(f"Kafka could not format {self._home}:\n{done.stdout}{done.stderr}")
        # Its presence says that the data is formatted.
        fresh.rename(self._settings)


def kafka_libs() -> Path:
    """The folder with Kafka's jars, fetched by Maven when it is not there yet. Raises StartFailed."""
    folder = _libs_folder()
    if _libs_complete():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as unfinished:
        command = ["mvn", "-q", "-B", "-f", str(RECIPE / "pom.xml"), "dependency:copy-dependencies"]
        options = ["-DincludeScope=runtime", f"-DoutputDirectory={unfinished}/libs"]
        done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
        if done.returncode:
            raise StartFailed(f"Maven could not fetch Kafka:\n{done.stdout}{done.stderr}")
        if not _libs_complete():
            Path(unfinished, "libs").rename(folder)
    return folder


def _libs_folder() -> Path:
    return Path(os.environ.get("KUAICRM_KAFKA_LIBS") or REPOSITORY / ".local" / "kafka-libs")


def _libs_complete() -> bool:
    return any(_libs_folder().glob("kafka_2.13-*.jar"))
