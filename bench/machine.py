"""The machine that the figures are from."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil
import psycopg

from bench.ground import Ground
from crm_local.kafka import kafka_libs

_LIBRARIES = ("eventsourcing", "fastapi", "uvicorn", "psycopg", "faststream", "aiokafka", "pydantic")


async def describe(ground: Ground) -> list[str]:
    """Lines that say where and on what the figures were taken."""
    async with await psycopg.AsyncConnection.connect(ground.postgres_url) as connection:
        row = await (await connection.execute("SHOW server_version")).fetchone()
    postgres = row[0] if row else "?"
    kafka = _kafka()
    return [
        f"{os.cpu_count()} cores ({_processor()}), {psutil.virtual_memory().total / 2**30:.0f} GB, {platform.system()}"
        f" {platform.release().split('-')[0]}",
        f"Python {platform.python_version()}, PostgreSQL {postgres}, Apache Kafka {kafka}",
        ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        f"{datetime.now(UTC):%Y-%m-%d}",
    ]


def _kafka() -> str:
    jars = [jar.stem for jar in kafka_libs().glob("kafka-clients-*.jar")]
    return jars[0].removeprefix("kafka-clients-") if jars else "?"


def _processor() -> str:
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        for line in cpu.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
