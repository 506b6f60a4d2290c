"""The command that makes the topics of a cluster, on a real Kafka."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
import yaml

from crm_local.broker import Broker
from crm_platform.messaging.cluster import Cluster
from crm_platform.messaging.topics import create_topics, main


@pytest.fixture
def topic() -> str:
    return f"crm.{uuid4().hex}.events.v1"


@pytest.fixture
def file(topic: str, kafka: Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file like `deploy/topics.yaml`, for the cluster of the settings."""
    monkeypatch.setenv("KUAICRM_BOOTSTRAP_SERVERS", kafka.bootstrap_servers)
    declared = {
        "config": {"cleanup.policy": "delete", "retention.ms": -1, "min.insync.replicas": 2},
        "replication_factor": 3,
        "topics": [{"name": topic, "partitions": 8}],
    }
    path = tmp_path / "topics.yaml"
    path.write_text(yaml.safe_dump(declared))
    return path


async def run(file: Path, *, replicas: int = 1) -> int:
    return await asyncio.to_thread(main, [str(file), "--replication-factor", str(replicas)])


async def test_topics_that_are_missing_are_made_and_the_next_time_found(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(file) == 0
    assert await run(file) == 0
    assert "1 topics are there" in capsys.readouterr().err


async def test_a_topic_with_other_partitions_or_whose_records_expire_is_refused(
    file: Path, topic: str, kafka: Broker, capsys: pytest.CaptureFixture[str]
) -> None:
    config = {"retention.ms": "60000", "min.insync.replicas": "2"}
    await create_topics(Cluster(kafka.bootstrap_servers), {topic: 3}, config=config)
    assert await run(file) == 1
    told = capsys.readouterr().err
    assert f"{topic} has 3 partitions, not 8" in told
    assert f"{topic} has retention.ms=60000, not -1" in told
    assert "min.insync.replicas" not in told


async def test_a_cluster_too_small_for_the_replicas_is_told(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(file, replicas=3) == 1
    assert "could not be created" in capsys.readouterr().err
