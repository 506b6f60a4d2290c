"""A Kafka consumer in a process of its own: `python -m bench.watcher TOPIC SERVERS` prints each key and when it came.

Times are of the system-wide monotonic clock, so those of another process on the machine can be subtracted.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from aiokafka import AIOKafkaConsumer


async def watch(topic: str, servers: str) -> None:
    """Print a first line when ready, then `[key, seconds]` for each record, until killed."""
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=servers, auto_offset_reset="latest", fetch_max_wait_ms=100
    )
    await consumer.start()
    for partition in consumer.assignment():
        await consumer.position(partition)
    print("[]", flush=True)
    while True:
        for records in (await consumer.getmany(timeout_ms=1_000)).values():
            seen = time.monotonic()
            for record in records:
                sys.stdout.write(json.dumps([(record.key or b"").decode(), seen]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(watch(sys.argv[1], sys.argv[2]))
