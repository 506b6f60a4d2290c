"""Clients that sell while everything fails: each command has one key and is sent until it is answered."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import uuid4

import httpx

from crm_testing.fleet import Fleet

_AGAIN_WITHIN = 90.0  # seconds in which a command must be answered, however often it is sent
_PAUSE = 0.2  # seconds before a command is sent again
_ANSWER_WITHIN = 8.0  # seconds after which a client gives an answer up
_SELLER = "wang.min"
_STAGES = ("needs_confirmed", "proposal", "negotiation")
_Turn = Callable[[httpx.AsyncClient, Random], Coroutine[Any, Any, None]]
_AMOUNT = {"amount": "1000.00", "currency": "CNY"}


class GaveUp(AssertionError):
    """A command or an effect did not come in time."""


@dataclass
class Load:
    """What clients did and were told. Keys are by service; `seconds_without_answer` is the longest such time."""

    running: Fleet
    seed: int = 0
    pace: float = 0.1
    """Seconds between the leads of one client."""
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    different_answers: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    repeated: int = 0
    seconds_without_answer: float = 0.0
    confirmed_orders: list[str] = field(default_factory=list)
    _last_answer: float = field(default_factory=time.monotonic)
    _stopping: bool = False

    @property
    def count(self) -> int:
        """How many commands were acknowledged."""
        return sum(map(len, self.acknowledged.values()))

    async def run(self, *, registering: int = 4, selling: int = 2) -> None:
        """So many clients until `stop`; returns when each has got its last answer. Raises GaveUp."""
        chance = Random(self.seed)  # noqa: S311  repeatable on purpose
        turns = [self._register] * registering + [self._sell] * selling
        async with asyncio.TaskGroup() as clients:
            for turn in turns:
                clients.create_task(self._client(turn, Random(chance.random())))  # noqa: S311

    def stop(self) -> None:
        """Let every client finish what it is at."""
        self._stopping = True

    async def _client(self, turn: _Turn, chance: Random) -> None:
        async with httpx.AsyncClient(timeout=_ANSWER_WITHIN, trust_env=False) as http:
            while not self._stopping:
                await turn(http, chance)
                await asyncio.sleep(self.pace)

    async def _register(self, http: httpx.AsyncClient, chance: Random) -> None:
        """A lead; some are converted, and some come again as another lead, which is refused."""
        lead = {"id": str(uuid4()), "name": "Fault GmbH", "email": f"{uuid4()}@x.example"}
        await self.command(http, "leads", "/leads", lead, again=chance.random() < 0.3)
        luck = chance.random()
        if luck < 0.2:
            await self.command(
                http, "leads", f"/leads/{lead['id']}/convert", {"amount": _AMOUNT}, again=luck < 0.1
            )
        elif luck < 0.35:
            await self.command(http, "leads", "/leads", {**lead, "id": str(uuid4())}, refused=True)

    async def _sell(self, http: httpx.AsyncClient, chance: Random) -> None:
        """A lead becomes a confirmed order, across three services."""
        lead_id = str(uuid4())
        await self.command(
            http, "leads", "/leads", {"id": lead_id, "name": "Sale AG", "email": f"{lead_id}@x.example"}
        )
        answer = await self.command(http, "leads", f"/leads/{lead_id}/convert", {"amount": _AMOUNT})
        opportunity = f"/opportunities/{answer['opportunity_id']}"
        await self.appears(http, "opportunities", opportunity)
        for stage in _STAGES:
            await self.command(http, "opportunities", f"{opportunity}/move", {"to_stage": stage})
        await self.command(http, "opportunities", f"{opportunity}/win", {}, again=chance.random() < 0.5)
        orders = await self.appears(http, "orders", "/orders", opportunity=answer["opportunity_id"])
        order_id = orders["items"][0]["id"]
        await self.command(http, "orders", f"/orders/{order_id}/confirm", {}, again=chance.random() < 0.5)
        self.confirmed_orders.append(order_id)

    async def command(
        self,
        http: httpx.AsyncClient,
        service: str,
        path: str,
        body: object,
        *,
        again: bool = False,
        refused: bool = False,
    ) -> dict[str, Any]:
        """Send until it is acknowledged, or refused where that is expected; `again` sends it once more and compares."""
        key = str(uuid4())
        answer = await self._answer(http, service, path, body, key)
        if answer.is_success == refused:
            raise GaveUp(f"{service} {path}: {answer.status_code} {answer.text[:300]}")
        told = self.refused if refused else self.acknowledged
        told.setdefault(service, []).append(key)
        if again:
            repeated = await self._answer(http, service, path, body, key)
            if (repeated.status_code, repeated.content) != (answer.status_code, answer.content):
                self.different_answers.append(f"{path}: {answer.text} then {repeated.text}")
        return dict(answer.json())

    async def _answer(
        self, http: httpx.AsyncClient, service: str, path: str, body: object, key: str
    ) -> httpx.Response:
        until = time.monotonic() + _AGAIN_WITHIN
        while time.monotonic() < until:
            headers = {"idempotency-key": key, "authorization": self._bearer()}
            with suppress(httpx.TransportError):
                answer = await http.post(self.running.url(service) + path, json=body, headers=headers)
                self.statuses[answer.status_code] += 1
                if answer.status_code < 500:
                    self._heard()
                    return answer
            self.repeated += 1
            await asyncio.sleep(_PAUSE)
        raise GaveUp(f"no answer to {service} {path} within {_AGAIN_WITHIN:.0f} s")

    async def appears(self, http: httpx.AsyncClient, service: str, path: str, **asked: str) -> dict[str, Any]:
        """What a read answers once it answers with something. Raises GaveUp."""
        until = time.monotonic() + _AGAIN_WITHIN
        while time.monotonic() < until:
            with suppress(httpx.TransportError):
                headers = {"authorization": self._bearer()}
                answer = await http.get(self.running.url(service) + path, params=asked, headers=headers)
                self.statuses[answer.status_code] += 1
                content = answer.json() if answer.is_success else {"items": []}
                if content.get("items", True):
                    return dict(content)
            await asyncio.sleep(_PAUSE)
        raise GaveUp(f"{service} {path} did not appear within {_AGAIN_WITHIN:.0f} s")

    def _bearer(self) -> str:
        return f"Bearer {self.running.issuer.token_for(_SELLER)}"

    def _heard(self) -> None:
        now = time.monotonic()
        self.seconds_without_answer = max(self.seconds_without_answer, now - self._last_answer)
        self._last_answer = now
