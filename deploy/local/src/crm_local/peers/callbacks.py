"""Sends a peer's own messages to the gateway, one after the other, each until it is accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
from pydantic import BaseModel
from standardwebhooks import Webhook

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
# The gateway understood and does not want it: repeating changes nothing until somebody has looked.
FINAL = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 415, 422})


class Sent(BaseModel):
    """How the sending stands. `refused` names the messages that were set aside, with the gateway's answer."""

    pending: int
    accepted: int
    attempts: int
    refused: dict[str, str]


class Callbacks:
    """An outbox. The id of a message follows from its content, so sending it once more changes nothing."""

    def __init__(self, peer: str, secret: str, accepted: Callable[[str], None]) -> None:
        self._path = f"/api/integration-gateway/v1/inbound/{peer}"
        self._webhook = Webhook(secret)
        self._accepted = accepted
        self._gateway_url: str | None = None
        self._wake = asyncio.Event()
        self._pending: dict[str, bytes] = {}
        self._refused: dict[str, tuple[bytes, str]] = {}
        self._accepted_count = 0
        self._attempts = 0

    def point_to(self, gateway_url: str | None) -> None:
        """Say where the gateway answers; nothing is sent while that is unknown."""
        self._gateway_url = gateway_url.rstrip("/") if gateway_url else None
        self._wake.set()

    def queue(self, message_id: str, body: bytes) -> None:
        """Send this as soon as possible."""
        self._pending.setdefault(message_id, body)
        self._wake.set()

    def drop(self, message_id: str) -> None:
        """This one was accepted earlier."""
        self._pending.pop(message_id, None)

    def clear(self) -> None:
        """Forget everything."""
        self._pending.clear()
        self._refused.clear()
        self._accepted_count = self._attempts = 0

    def retry_refused(self) -> None:
        """Queue again what the gateway refused."""
        for message_id, (body, _answer) in self._refused.items():
            self.queue(message_id, body)
        self._refused.clear()

    def sent(self) -> Sent:
        """How the sending stands."""
        refused = {message_id: answer for message_id, (_body, answer) in self._refused.items()}
        return Sent(
            pending=len(self._pending),
            accepted=self._accepted_count,
            attempts=self._attempts,
            refused=refused,
        )

    async def run(self) -> None:
        """Send until cancelled."""
        # No proxy: the gateway is reached as the settings say.
        async with httpx.AsyncClient(timeout=10.0, trust_env=False) as client:
            pause = FIRST_PAUSE
            while True:
                while not (self._pending and self._gateway_url):
                    self._wake.clear()
                    await self._wake.wait()
                message_id, body = next(iter(self._pending.items()))
                if await self._settled(client, message_id, body):
                    pause = FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)

    async def _settled(self, client: httpx.AsyncClient, message_id: str, body: bytes) -> bool:
        self._attempts += 1
        now = datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(message_id, now, body.decode()),
        }
        try:
            answer = await client.post(f"{self._gateway_url}{self._path}", content=body, headers=headers)
        except httpx.HTTPError:
            return False
        if answer.is_success:
            self._pending.pop(message_id, None)
            self._accepted_count += 1
            self._accepted(message_id)
            return True
        if answer.status_code in FINAL:
            self._pending.pop(message_id, None)
            self._refused[message_id] = (body, f"{answer.status_code} {answer.text[:500]}")
            return True
        return False
