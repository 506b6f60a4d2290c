"""Scores: how fast a model judges leads in bulk, how soon hostile conditions are refused, and how long a new version takes
for all open leads of a company, also when every one of them changes hands.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from itertools import cycle, islice
from statistics import median
from typing import Any

import httpx
import psycopg

from bench.generate import EVENTS_OF_A_LEAD, PROFILE, as_superuser, lead, multiply
from bench.ground import SELLERS, Ground
from bench.importing import know_people
from bench.table import Effort, Row, at_least, at_most
from crm_local.people import Account
from crm_platform.security.scope import ADMIN
from leads.domain.expressions import ExpressionRefused
from leads.domain.facts import SCORING, facts_of
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
    moved = await _rescored(ground, effort.live, moving=True)
    what = f"new version of the model: {effort.live:,} owned leads scored anew"
    most = 60 * effort.live / 100_000
    return [
        at_least("leads judged by the seed model, one process", judged, 50_000, "leads/s"),
        at_most(f"hostile conditions refused, the slowest of {len(_HOSTILE)}", _refused(), 100, "ms"),
        at_most(what, seconds, most, "s"),
        at_most(f"{what}, each to another owner", moved, most, "s"),
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


def _refused() -> float:
    """Milliseconds that the slowest hostile condition takes until it is refused."""
    slowest = 0.0
    for text in _HOSTILE:
        began = time.perf_counter()
        try:
            SCORING.check(text)
        except ExpressionRefused:
            slowest = max(slowest, (time.perf_counter() - began) * 1000)
        else:
            raise RuntimeError(f"not refused: {text}")
    return slowest


async def _rescored(ground: Ground, leads: int, *, moving: bool = False) -> float:
    servers = await ground.kafka()
    url = await ground.leads_database()
    owners = SELLERS[: len(SELLERS) // 2]
    await multiply(url, "leads", lead("best" if moving else None), leads, [one.subject for one in owners])
    if moving:
        async with await psycopg.AsyncConnection.connect(as_superuser(url), autocommit=True) as database:
            await database.execute("SET search_path TO leads")
            await know_people(database)
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
            if moving:
                await _asked(client, "put", "/assignment-rules", {"rules": _assignment()})
            await _asked(client, "post", "/scoring-model/versions", {"rules": _RULES})
            began = datetime.now(UTC)
            terms = {"reason": "bench", "reassign": moving}
            await _asked(client, "post", "/scoring-model/versions/2/activate", terms)
            run = await _over(ground, client)
        if (run["status"], run["leads"], run["changed"], run["moved"]) != (
            "done",
            leads,
            leads,
            moving * leads,
        ):
            raise RuntimeError(f"not every lead was scored: {run}")
        return (datetime.fromisoformat(run["ended_at"]) - began).total_seconds()


async def _asked(client: httpx.AsyncClient, method: str, path: str, body: dict[str, Any]) -> None:
    (await client.request(method, path, json=body, headers={"idempotency-key": path})).raise_for_status()


def _assignment() -> list[dict[str, Any]]:
    """Good leads are with one half of the people, the others go to the other half."""
    half = len(SELLERS) // 2
    return [
        {"name": name, "condition": condition, "method": "round_robin", "people": [{"person_id": one.subject} for one in people]}
        for name, condition, people in (("best", "score >= 75", SELLERS[:half]), ("rest", "true", SELLERS[half:]))
    ]  # fmt: skip


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


_HOSTILE = [
    "[0,1,2,3,4,5,6,7,8,9].map(a,[0,1,2,3,4,5,6,7,8,9].map(b,[0,1,2,3,4,5,6,7,8,9].map(c,a+b+c))).size() > 1",
    "(" * 240 + "true" + ")" * 240,
    "true" + "?true:true" * 45,
    "need" + "+need" * 95 + " == ''",
    "source.matches('((a{1000}){1000}){1000}')",
    "9223372036854775807 + 1 > 0",
    "source.__class__ == 'x'",
    "x" * 501,
]

_RULES = [
    {"name": "展会", "condition": "source == 'exhibition'", "points": 40},
    {"name": "规模", "condition": "company_size >= 200", "points": 19},
    {"name": "新", "condition": "age_days < 30", "points": 10, "decay": {"half_life_days": 30}},
]
