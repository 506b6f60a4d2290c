"""Kafka in a container, for machines that have a container engine but no Java."""

import asyncio
import os
import socket
from urllib.parse import urlsplit

from testcontainers.community.kafka import KafkaContainer


def container_engine_answers() -> bool:
    """Whether a container engine listens at `DOCKER_HOST`, by default the usual socket of this machine."""
    address = urlsplit(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock"))
    local = address.scheme == "unix"
    with socket.socket(socket.AF_UNIX if local else socket.AF_INET) as probe:
        probe.settimeout(5)
        try:
            probe.connect(address.path if local else (address.hostname, address.port or 2375))
        except OSError:
            return False
    return True


class ContainerBroker:
    """One Kafka node in a container of its own; the container and its data end with `stop`."""

    def __init__(self) -> None:
        self._container: KafkaContainer | None = None
        self._address = ""

    @property
    def bootstrap_servers(self) -> str:
        """`host:port` for clients; known once started."""
        return self._address

    async def start(self) -> str:
        """Fetch the image when it is not there, run it, and return the broker's address."""
        self._address = await asyncio.to_thread(self._run)
        return self._address

    async def stop(self) -> None:
        """Remove the container."""
        if self._container is not None:
            await asyncio.to_thread(self._container.stop)
            self._container = None

    async def kill(self) -> None:
        """SIGKILL the broker; the container stays."""
        if self._container is not None:
            await asyncio.to_thread(self._container.get_wrapped_container().kill)

    def _run(self) -> str:
        """Blocking, even the making, which asks the engine for its version."""
        self._container = KafkaContainer().with_kraft()
        # As deploy/kafka has it: a topic that nobody made is a fault.
        self._container.with_env("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
        self._container.start(timeout=120)
        return str(self._container.get_bootstrap_server())
