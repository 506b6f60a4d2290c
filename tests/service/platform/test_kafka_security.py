"""A real Kafka that is spoken to over TLS only, by those who prove who they are: every client of ours does."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from crm_local.kafka import KafkaBroker, missing_for_kafka
from crm_local.processes import free_port
from crm_platform.eventsourcing.log import EventLog
from crm_platform.messaging.cluster import Cluster
from crm_platform.messaging.consumer import Consumer
from crm_platform.messaging.effects import Facts
from crm_platform.messaging.relay import Relay
from crm_platform.messaging.topics import main
from crm_platform.settings import ServiceSettings
from crm_testing.certificates import Authority
from crm_testing.machine_process import CONSUMER, PUBLISHING, TOPIC, count
from crm_testing.machines import bought, command
from crm_testing.running import background
from crm_testing.waiting import eventually

USER, PASSWORD = "crm", "correct-horse"


class Secured:
    """The broker, and the settings by which its two listeners are reached."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        self.authority = Authority.new(home)
        self.ports = {"SASL_SSL": free_port(), "SSL": free_port()}
        listeners = ",".join(f"{name}://localhost:{port}" for name, port in self.ports.items())
        plain = "PLAINTEXT://127.0.0.1:@PORT@"
        security = "org.apache.kafka.common.security"
        by_password = f'{security}.plain.PlainLoginModule required user_{USER}="{PASSWORD}";'
        settings = {
            "listeners": f"{plain},CONTROLLER://127.0.0.1:@CPORT@,{listeners}",
            "advertised.listeners": f"{listeners},{plain}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL",
            "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
            "listener.name.sasl_ssl.plain.sasl.jaas.config": by_password,
            "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": f"{security}.scram.ScramLoginModule required;",
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": str(self.authority.signed("localhost")),
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": str(self.authority.file),
            "listener.name.ssl.ssl.client.auth": "required",
        }
        self.broker = KafkaBroker(home / "kafka", settings=settings, users={USER: PASSWORD})

    def environment(self, protocol: str, more: Mapping[str, str | None]) -> dict[str, str]:
        """The variables that an operator sets."""
        known: dict[str, str | None] = {
            "bootstrap_servers": f"localhost:{self.ports[protocol]}",
            "kafka_security_protocol": protocol,
            "kafka_ca_file": str(self.authority.file),
        }
        if protocol == "SASL_SSL":
            known |= {"kafka_username": USER, "kafka_password": PASSWORD}
        else:
            known |= {"kafka_certificate_file": str(self.authority.signed("client"))}
        return {f"KUAICRM_{name.upper()}": value for name, value in {**known, **more}.items() if value}


@pytest_asyncio.fixture(scope="module")
async def secured(server_home: Path) -> AsyncIterator[Secured]:
    if missing := missing_for_kafka():
        pytest.fail(f"a broker of our own needs {' and '.join(missing)} on the path", pytrace=False)
    secured = Secured(server_home / "secured")
    await secured.broker.start()
    yield secured
    await secured.broker.stop()


@pytest.mark.parametrize(
    ("protocol", "more"),
    [
        ("SASL_SSL", {}),
        ("SASL_SSL", {"kafka_sasl_mechanism": "PLAIN"}),
        ("SSL", {}),
    ],
)
async def test_topics_are_made_and_events_go_through(
    secured: Secured, log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protocol: str, more: Any
) -> None:
    for name, value in secured.environment(protocol, more).items():
        monkeypatch.setenv(name, value)
    declared = {"config": {}, "replication_factor": 1, "topics": [{"name": TOPIC, "partitions": 8}]}
    file = tmp_path / "topics.yaml"
    file.write_text(yaml.safe_dump(declared))
    assert await asyncio.to_thread(main, [str(file)]) == 0
    cluster = Cluster.of(ServiceSettings())
    relay = Relay(log, PUBLISHING, cluster, wake=log.news, idempotent=True)
    facts = Facts(CONSUMER, log.database, count)
    await log.save(command(), bought())

    async def taken() -> bool:
        (row,) = await log.database.fetch("SELECT count(*) FROM copies WHERE kind = %s", CONSUMER)
        return bool(row[0])

    async with background(relay.run(), Consumer(facts, [TOPIC], cluster).run()):
        await eventually(taken)


@pytest.mark.parametrize(
    ("protocol", "changed"),
    [
        ("SASL_SSL", {"kafka_password": "wrong"}),
        ("SASL_SSL", {"kafka_username": "nobody", "kafka_sasl_mechanism": "PLAIN"}),
        ("SASL_SSL", {"kafka_ca_file": None}),
        ("SSL", {"kafka_certificate_file": None}),
    ],
)
async def test_who_cannot_prove_who_they_are_and_brokers_that_cannot_are_refused(
    secured: Secured, monkeypatch: pytest.MonkeyPatch, protocol: str, changed: dict[str, str | None]
) -> None:
    for name, value in secured.environment(protocol, changed).items():
        monkeypatch.setenv(name, value)
    admin = AIOKafkaAdminClient(**Cluster.of(ServiceSettings()).client)
    with pytest.raises((KafkaError, ssl.SSLError)):
        await admin.start()
    await admin.close()
