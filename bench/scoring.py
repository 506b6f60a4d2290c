"""Scores: how fast a model judges leads in bulk, and how long a new version takes for all open leads of a company."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from itertools import cycle, islice
from statistics import median
from typing import Any

import httpx

from bench.generate import EVENTS_OF_A_LEAD, PROFILE, lead, multiply
from bench.ground import SELLERS, Ground
from bench.table import Effort, Row, at_least, at_most
from crm_local.people import Account
from crm_platform.security.scope import ADMIN
from leads.domain.facts import facts_of
from leads.domain.profile import LeadProfile
from leads.domain.scoring import score
from leads.domain.seed_model import default_model

_ADMIN = Account("root", "Root", (ADMIN,))
_PROFILES = 2_000
_WITHIN = 600.0  # seconds until a run is given up


async def measure(ground: Ground, effort: Effort) -> list[Row]:
    """Leads per second in one process, and seconds from an activation to the last new score."""
    judged = median(_judged(effort.live) for _ in range(effort.rounds))
    seconds = await _rescored(ground, effort.live)
    what = f"new version of the model: {effort.live:,} owned leads scored anew"
    return [
        at_least("leads judged by the seed model, one process", judged, 50_000, "leads/s"),
        at_most(what, seconds, 60 * effort.live / 100_000, "s"),
    ]


def _judged(leads: int) -> float:
    profiles = [
        LeadProfile.model_validate(
            {**PROFILE, "company_size": 20 + number, "budget": {"amount": str(1_000 * number + 1), "currency": "CNY"}}
        )
        for number in range(_PROFILES)
    ]  # fmt: skip
    facts = [facts_of(profile) for profile in profiles]
    model = default_model()
    began = time.perf_counter()
    for known in islice(cycle(facts), leads):
        score(model, known)
    return leads / (time.perf_counter() - began)


async def _rescored(ground: Ground, leads: int) -> float:
    servers = await ground.kafka()
    url = await ground.leads_database()
    await multiply(url, "leads", lead(), leads, [seller.subject for seller in SELLERS])
    headers = {"authorization": f"Bearer {ground.token(_ADMIN)}"}
    environment = {"KAFKA_BOOTSTRAP_SERVERS": servers}
    async with (
        ground.workers("leads", url, 1, part="all", env=environment) as (port,),
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}/api/leads/v1", timeout=60, headers=headers
        ) as client,
    ):
        async with asyncio.timeout(_WITHIN):
            await _shown(client, leads * EVENTS_OF_A_LEAD)
            began = datetime.now(UTC)
            client.headers["idempotency-key"] = "activate"
            (await client.put("/scoring-model", json={"rules": _RULES})).raise_for_status()
            run = await _over(ground, client)
        if (run["status"], run["leads"], run["changed"]) != ("done", leads, leads):
            raise RuntimeError(f"not every lead was scored: {run}")
        return (datetime.fromisoformat(run["ended_at"]) - began).total_seconds()


async def _shown(client: httpx.AsyncClient, position: int) -> None:
    while True:
        answer = await client.get("/leads", params={"limit": 1, "min_position": position})
        if answer.status_code == httpx.codes.OK:
            return
        await asyncio.sleep(0.5)


async def _over(ground: Ground, client: httpx.AsyncClient) -> dict[str, Any]:
    """The run, when it is over. Tokens last five minutes."""
    while True:
        client.headers["authorization"] = f"Bearer {ground.token(_ADMIN)}"
        answer = await client.get("/scoring/runs", params={"kind": "activation"})
        runs = answer.json().get("items", [])
        if runs and runs[0]["status"] != "running":
            found: dict[str, Any] = runs[0]
            return found
        await asyncio.sleep(0.5)


_RULES = [
    {"name": "展会", "condition": "source == 'exhibition'", "points": 40},
    {"name": "规模", "condition": "company_size >= 200", "points": 19},
    {"name": "新", "condition": "age_days < 30", "points": 10, "decay": {"half_life_days": 30}},
]
