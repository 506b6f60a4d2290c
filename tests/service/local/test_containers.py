"""Kafka in a container: what is asked of an engine, by one that answers like it but runs nothing."""

import io
import json
import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from testcontainers.core.config import testcontainers_config

from crm_platform.http.server import listening, serving
from crm_testing.containers import ContainerBroker, container_engine_answers

MAPPED = 45678
STARTED = b"[2026-03-02 12:00:00,000] INFO [KafkaRaftServer nodeId=1] Kafka Server started (kafka.server.KafkaRaftServer)\n"


class Engine:
    """The few answers of an engine that starting, asking and ending one container take; `asked` are its requests."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.created: dict[str, Any] = {}
        self.script = ""
        self.app = Starlette(
            routes=[Route("/{path:path}", self.answer, methods=["GET", "POST", "PUT", "DELETE"])]
        )

    async def answer(self, request: Request) -> Response:
        what = request.path_params["path"].partition("/")[2] or request.path_params["path"]
        self.asked.append((request.method, what))
        match request.method, what:
            case "GET", "version":
                return JSONResponse({"ApiVersion": "1.47", "Version": "27.0", "MinAPIVersion": "1.24"})
            case "POST", "containers/create":
                self.created = json.loads(await request.body())
                return JSONResponse({"Id": "c0ffee", "Warnings": []}, 201)
            case "PUT", "containers/c0ffee/archive":
                with tarfile.open(fileobj=io.BytesIO(await request.body())) as archive:
                    (member,) = archive.getmembers()
                    script = archive.extractfile(member)
                    assert script is not None
                    self.script = script.read().decode()
                return Response()
            case "GET", "containers/c0ffee/logs":
                frame = b"\x01\x00\x00\x00" + len(STARTED).to_bytes(4, "big") + STARTED
                return Response(frame, media_type="application/vnd.docker.raw-stream")
            case "GET", "containers/c0ffee/json":
                return JSONResponse(self.container())
            case "GET", path if path.startswith("images/"):
                return JSONResponse({"Id": "sha256:1", "RepoTags": []})
            case "POST" | "DELETE", _:
                return Response(status_code=204)
            case _:
                return JSONResponse({"message": f"unexpected: {what}"}, 404)

    def container(self) -> dict[str, Any]:
        ports = {"9093/tcp": [{"HostIp": "0.0.0.0", "HostPort": str(MAPPED)}]}
        state = {"Status": "running", "Running": True}
        return {
            "Id": "c0ffee",
            "Name": "/kafka",
            "Image": "sha256:1",
            "State": state,
            "Config": {"Tty": False, "Labels": {}},
            "HostConfig": {"LogConfig": {"Type": "json-file"}},
            "NetworkSettings": {"Ports": ports, "Networks": {"bridge": {"Gateway": "172.17.0.1"}}},
        }


@asynccontextmanager
async def engine(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Engine]:
    made = Engine()
    monkeypatch.setattr(testcontainers_config, "ryuk_disabled", True)
    monkeypatch.setattr("testcontainers.core.utils.inside_container", lambda: False)
    async with serving(made.app, listening("127.0.0.1", 0)) as url:
        monkeypatch.setenv("DOCKER_HOST", url.replace("http", "tcp"))
        yield made


async def test_a_broker_in_a_container_is_reached_where_the_engine_put_its_port(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with engine(monkeypatch) as asked:
        broker = ContainerBroker()
        assert await broker.start() == broker.bootstrap_servers == f"127.0.0.1:{MAPPED}"
        environment = dict(line.split("=", 1) for line in asked.created["Env"])
        assert asked.created["Image"].startswith("confluentinc/cp-kafka:")
        assert environment["KAFKA_PROCESS_ROLES"] == "broker,controller"
        assert environment["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
        assert environment["KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR"] == "1"
        assert "9093/tcp" in asked.created["ExposedPorts"]
        assert f"KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://127.0.0.1:{MAPPED}," in asked.script
        await broker.kill()
        await broker.stop()
        assert asked.asked[-2:] == [
            ("POST", "containers/c0ffee/kill"),
            ("DELETE", "containers/c0ffee"),
        ]


async def test_an_engine_is_looked_for_where_it_is_said_to_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with engine(monkeypatch):
        assert container_engine_answers()
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")
        assert not container_engine_answers()
