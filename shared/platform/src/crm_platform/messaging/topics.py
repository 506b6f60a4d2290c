"""Makes the topics of the contracts on a cluster, and refuses those that are there but cannot be used.

`python -m crm_platform.messaging.topics topics.yaml [--replication-factor 1]`; the cluster is that of the settings.
"""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code
from pydantic import BaseModel, ConfigDict, PositiveInt

from crm_platform.messaging.cluster import Cluster
from crm_platform.settings import ServiceSettings

_IN_SYNC = "min.insync.replicas"
_KNOWN_WITHIN = 20.0  # seconds until every broker knows a topic just made


class DeclaredTopic(BaseModel):
    """One topic of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    partitions: PositiveInt


class DeclaredTopics(BaseModel):
    """What `deploy/topics.yaml` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    config: dict[str, str | int]
    replication_factor: PositiveInt
    topics: list[DeclaredTopic]

    def with_replicas(self, replicas: int) -> "DeclaredTopics":
        """The same for a cluster of another size: one replica fewer than there are must have a record."""
        config = self.config | {_IN_SYNC: max(1, replicas - 1)}
        return self.model_copy(update={"replication_factor": replicas, "config": config})


async def create_topics(
    cluster: Cluster,
    partitions: Mapping[str, int],
    *,
    replication_factor: int = 1,
    config: Mapping[str, str] | None = None,
) -> None:
    """Create the topics that are not there yet, by name and partitions; existing ones are left as they are.

    Raises a KafkaError when the broker refuses one.
    """
    admin = AIOKafkaAdminClient(**cluster.client)
    await admin.start()
    try:
        answer = await admin.create_topics(
            [
                NewTopic(name, number, replication_factor, topic_configs=dict(config or {}))
                for name, number in partitions.items()
            ]
        )
    finally:
        await admin.close()
    for name, code, *_ in answer.topic_errors:
        if code not in (0, TopicAlreadyExistsError.errno):
            raise for_code(code)(f"topic {name} could not be created")


async def unusable(cluster: Cluster, declared: DeclaredTopics) -> list[str]:
    """What is wrong with the topics that the cluster has: another number of partitions, or records that expire.

    Waits up to 20 s for topics just made, which not every broker knows at once; then raises TimeoutError.
    """
    admin = AIOKafkaAdminClient(**cluster.client)
    await admin.start()
    try:
        async with asyncio.timeout(_KNOWN_WITHIN):
            while True:
                found = await _described(admin, [topic.name for topic in declared.topics])
                if found is not None:
                    break
                await asyncio.sleep(0.2)
    finally:
        await admin.close()
    faults = []
    for topic in declared.topics:
        partitions, config = found[topic.name]
        if partitions != topic.partitions:
            faults.append(f"{topic.name} has {partitions} partitions, not {topic.partitions}")
        for key, value in declared.config.items():
            # How many replicas must have a record is the affair of a cluster that is there already.
            if key != _IN_SYNC and config.get(key) != str(value):
                faults.append(f"{topic.name} has {key}={config.get(key)}, not {value}")
    return faults


async def _described(
    admin: AIOKafkaAdminClient, names: Sequence[str]
) -> dict[str, tuple[int, dict[str, str]]] | None:
    """Partitions and configuration of each topic; None while one is not known to the broker asked."""
    topics = await admin.describe_topics(list(names))
    answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names])
    resources = [resource for answer in answers for resource in answer.resources]
    if any(topic["error_code"] for topic in topics) or any(code for code, *_ in resources):
        return None
    partitions = {topic["topic"]: len(topic["partitions"]) for topic in topics}
    return {
        name: (partitions[name], {entry[0]: entry[1] for entry in entries})
        for _code, _message, _kind, name, entries in resources
    }


async def _make(declared: DeclaredTopics) -> list[str]:
    cluster = Cluster.of(ServiceSettings())
    await create_topics(
        cluster,
        {topic.name: topic.partitions for topic in declared.topics},
        replication_factor=declared.replication_factor,
        config={key: str(value) for key, value in declared.config.items()},
    )
    return await unusable(cluster, declared)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 1, with a line about each, when topics cannot be made or used."""
    parser = argparse.ArgumentParser(prog="python -m crm_platform.messaging.topics", description=__doc__)
    parser.add_argument("file", type=Path, help="deploy/topics.yaml")
    parser.add_argument(
        "--replication-factor", type=int, help="another than the file's, such as 1 for one broker"
    )
    options = parser.parse_args(arguments)
    declared = DeclaredTopics.model_validate(yaml.safe_load(options.file.read_text()))
    if options.replication_factor:
        declared = declared.with_replicas(options.replication_factor)
    try:
        faults = asyncio.run(_make(declared))
    except (KafkaError, OSError) as error:  # a TimeoutError is an OSError
        faults = [f"{type(error).__name__}: {error}"]
    for line in faults or [f"{len(declared.topics)} topics are there"]:
        sys.stderr.write(f"{line}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
