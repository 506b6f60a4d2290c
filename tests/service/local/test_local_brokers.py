"""Both brokers of the laptop: one keyed record there and back, kill, restart, takeover, wipe."""

import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from crm_contracts.topics import PARTITIONS, TOPICS
from crm_local.broker import Broker, ExternalBroker, ensure_topics
from crm_local.embedded_broker import EmbeddedBroker
from crm_local.kafka import KafkaBroker
from crm_local.processes import StartFailed
from crm_testing.fixtures import real_kafka
from crm_testing.homes import clear, new_home
from crm_testing.waiting import eventually


@pytest_asyncio.fixture
async def home() -> AsyncIterator[Path]:
    folder = new_home()
    yield folder
    await clear(folder)


async def publish(bootstrap_servers: str, topic: str, key: bytes, body: bytes) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(topic, body, key=key, headers=[("ce_id", b"1")])
    finally:
        await producer.stop()


async def first_record(bootstrap_servers: str, topic: str) -> tuple[object, object, object]:
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap_servers, auto_offset_reset="earliest")
    await consumer.start()
    try:
        record = await consumer.getone()
    finally:
        await consumer.stop()
    return record.key, record.value, record.headers


async def described(bootstrap_servers: str) -> tuple[str, dict[str, int]]:
    """The cluster id, and each topic with its number of partitions."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        cluster = await admin.describe_cluster()
        topics = await admin.describe_topics()
    finally:
        await admin.close()
    return cluster["cluster_id"], {topic["topic"]: len(topic["partitions"]) for topic in topics}


async def test_the_embedded_broker_brings_a_keyed_record_there_and_back(
    embedded_broker: EmbeddedBroker,
) -> None:
    await there_and_back(embedded_broker)


async def test_a_real_kafka_brings_a_keyed_record_there_and_back(kafka: Broker) -> None:
    await there_and_back(kafka)


async def there_and_back(broker: Broker) -> None:
    topic = f"there-and-back-{uuid4().hex}"
    await ensure_topics(broker.bootstrap_servers, [topic])
    await publish(broker.bootstrap_servers, topic, b"key", "客户".encode())
    found = await first_record(broker.bootstrap_servers, topic)
    assert found == (b"key", "客户".encode(), (("ce_id", b"1"),))


async def test_the_topics_of_the_contracts_can_be_ensured_again_and_again(
    embedded_broker: EmbeddedBroker,
) -> None:
    await ensure_topics(embedded_broker.bootstrap_servers)
    await ensure_topics(embedded_broker.bootstrap_servers)
    _, topics = await described(embedded_broker.bootstrap_servers)
    assert {name: topics[name] for name in TOPICS.values()} == dict.fromkeys(TOPICS.values(), PARTITIONS)


async def test_every_start_of_the_embedded_broker_is_an_empty_cluster_of_its_own(home: Path) -> None:
    broker = EmbeddedBroker(home / "broker")
    address = await broker.start()
    await ensure_topics(address, ["lost"])
    first, _ = await described(address)
    await broker.stop()
    assert await broker.start() == address
    second, topics = await described(address)
    assert second != first
    assert "lost" not in topics
    await broker.kill()


async def test_an_embedded_broker_left_over_is_replaced_on_its_port(home: Path) -> None:
    left = EmbeddedBroker(home / "broker")
    address = await left.start()
    first, _ = await described(address)
    broker = EmbeddedBroker(home / "broker", port=int(address.rpartition(":")[2]))
    assert await broker.start() == address
    second, _ = await described(address)
    assert second != first
    await broker.stop()
    await left.stop()


async def test_a_port_that_is_taken_is_refused(home: Path, embedded_broker: EmbeddedBroker) -> None:
    port = int(embedded_broker.bootstrap_servers.rpartition(":")[2])
    with pytest.raises(StartFailed, match="is taken"):
        await EmbeddedBroker(home / "broker", port=port).start()


async def test_a_native_kafka_keeps_its_records_through_kill_takeover_and_stop_until_wiped(
    home: Path,
) -> None:
    if not isinstance(real_kafka(home / "kafka"), KafkaBroker):
        pytest.skip("the Kafka of this machine is not ours to kill")
    broker = KafkaBroker(home / "kafka")
    address = await broker.start()
    await ensure_topics(address, ["kept"])
    await publish(address, "kept", b"key", b"body")
    cluster, _ = await described(address)

    await broker.kill()
    assert await broker.start() == address
    assert (await first_record(address, "kept"))[1] == b"body"

    heir = KafkaBroker(home / "kafka")
    assert await heir.start() == address
    broker.pause()
    broker.resume()
    assert (await described(address))[0] == cluster

    await heir.wipe()
    await eventually(lambda: not broker.running)
    broker = KafkaBroker(home / "kafka", port=int(address.rpartition(":")[2]))
    assert await broker.start() == address
    wiped, topics = await described(address)
    assert wiped != cluster
    assert "kept" not in topics
    await broker.stop()


async def test_a_broker_killed_from_outside_starts_again(home: Path) -> None:
    broker = EmbeddedBroker(home / "broker")
    address = await broker.start()
    assert broker.pid is not None
    os.kill(broker.pid, signal.SIGKILL)
    assert await broker.start() == address
    await broker.stop()


async def test_a_broker_of_others_is_neither_stopped_nor_killed(embedded_broker: EmbeddedBroker) -> None:
    external = ExternalBroker(embedded_broker.bootstrap_servers)
    assert await external.start() == embedded_broker.bootstrap_servers
    await external.stop()
    with pytest.raises(RuntimeError, match="others run"):
        await external.kill()
    assert (await described(embedded_broker.bootstrap_servers))[0]


async def test_a_machine_without_any_kafka_is_told_what_is_missing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    monkeypatch.setenv("KUAICRM_KAFKA_LIBS", str(home / "empty"))
    monkeypatch.delenv("KAFKA_BOOTSTRAP_SERVERS", raising=False)
    monkeypatch.delenv("KUAICRM_SKIP_UNAVAILABLE", raising=False)
    with pytest.raises(
        pytest.fail.Exception, match="java and mvn not on the path, no container engine answers"
    ):
        real_kafka(home / "kafka")
    monkeypatch.setenv("KUAICRM_SKIP_UNAVAILABLE", "1")
    with pytest.raises(pytest.skip.Exception, match="no real Kafka"):
        real_kafka(home / "kafka")
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "cluster:9092")
    assert real_kafka(home / "kafka").bootstrap_servers == "cluster:9092"
