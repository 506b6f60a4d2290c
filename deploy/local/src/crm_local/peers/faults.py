"""The fault switches of a peer, and the edge that acts on them before and after the peer's own code."""

from __future__ import annotations

import asyncio
from random import Random

from pydantic import BaseModel, ConfigDict, Field
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ABORT = "kuaicrm.abort"
"""Name of the ASGI extension with which a server lets an application cut its connection."""

FAULTY_PATHS = "/api/"
"""Faults touch what the gateway calls; the switches and records beside it stay reachable."""


class Faults(BaseModel):
    """How a peer misbehaves; the default is not at all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    down: bool = False
    """Cut every connection before anything is recorded."""
    status: int | None = Field(default=None, ge=300, le=599)
    """Answer everything with this status and record nothing."""
    retry_after: int | None = Field(default=None, ge=0)
    """Seconds, sent as `Retry-After` beside `status`."""
    slow_seconds: float = Field(default=0, ge=0, le=600)
    """Work normally, then hold the answer back."""
    lose_answer_rate: float = Field(default=0, ge=0, le=1)
    """Share of the requests that are recorded but never answered."""
    seed: int = 0
    """Which requests those are: the same seed loses the same ones."""


class ConnectionCut(ConnectionError):
    """The peer dropped the connection; seen by in-process callers, who have no connection to lose."""


class FaultyEdge:
    """Wraps a peer's application. `lost_answers` counts what was done and not answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.lost_answers = 0
        self.heal()

    @property
    def faults(self) -> Faults:
        """The switches as they stand."""
        return self._faults

    def set(self, faults: Faults) -> None:
        """Replace all switches and start the sequence of lost answers anew."""
        self._faults = faults
        self._chance = Random(faults.seed)  # noqa: S311  (repeatable on purpose)

    def heal(self) -> None:
        """Misbehave no more."""
        self.set(Faults())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request as the switches say."""
        path = str(scope.get("path", "")).removeprefix(str(scope.get("root_path", "")))
        if scope["type"] != "http" or not path.startswith(FAULTY_PATHS):
            await self._app(scope, receive, send)
            return
        faults = self._faults
        if faults.down:
            await _cut(scope, receive)
            return
        if faults.status is not None:
            await _answer(send, faults.status, faults.retry_after)
            return
        loses = self._chance.random() < faults.lose_answer_rate
        held_back: list[Message] = []

        async def hold_back(message: Message) -> None:
            held_back.append(message)

        await self._app(scope, receive, hold_back)
        await asyncio.sleep(faults.slow_seconds)
        if loses:
            self.lost_answers += 1
            await _cut(scope, receive)
            return
        for message in held_back:
            await send(message)


async def _answer(send: Send, status: int, retry_after: int | None) -> None:
    headers = [(b"content-length", b"0")]
    if retry_after is not None:
        headers.append((b"retry-after", str(retry_after).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _cut(scope: Scope, receive: Receive) -> None:
    extension = scope.get("extensions", {}).get(ABORT)
    if extension is None:
        raise ConnectionCut("the peer dropped the connection")
    extension["abort"]()
    while (await receive())["type"] != "http.disconnect":
        pass
