"""What all peers share: they believe signed messages only, act once on each, and misbehave on demand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, ClassVar
from uuid import UUID, uuid5

from fastapi import APIRouter, FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError
from standardwebhooks import Webhook, WebhookVerificationError

from crm_local.peers.callbacks import Callbacks, Sent
from crm_local.peers.faults import Faults, FaultyEdge
from crm_local.peers.journal import Journal
from crm_local.peers.ledger import Counts, Ledger, Message, Receipt, digest
from crm_local.peers.settings import PeersSettings

_MESSAGES = UUID("0a5a6f0e-3a5c-5d8e-9d3d-7a1f6c9b2e41")

Answer = dict[str, JsonValue]


class NotUnderstood(Exception):
    """The message is genuine, but this peer cannot act on it."""


class Received(BaseModel):
    """What a peer received, oldest first, with the sums over everything."""

    peer: str
    counts: Counts
    messages: list[Receipt]


class Secrets(BaseModel):
    """The secrets whose signatures a peer accepts."""

    model_config = ConfigDict(extra="forbid")

    deliveries: tuple[str, ...]


class Peer:
    """One simulated system. Subclasses state how they `apply` a message and `act` on what a person does.

    Both change the state only from their arguments, so that reading the journal again gives the same state.
    """

    name: ClassVar[str]

    def __init__(self, settings: PeersSettings) -> None:
        self.settings = settings
        self.secrets = settings.secrets[self.name].deliveries
        self.ledger = Ledger()
        self.callbacks = Callbacks(self.name, settings.secrets[self.name].callbacks, self._called_back)
        self.running = False
        folder = settings.state_dir
        self._journal = Journal(folder / f"{self.name}.jsonl" if folder else None)
        self._tasks: set[asyncio.Task[None]] = set()
        self.edge = FaultyEdge(self._application())
        self.forget()
        self._restore()

    def apply(self, message: Message, at: str) -> Answer:
        """Act on a message that came for the first time, at `at`; the answer is repeated for each redelivery.

        Raises `NotUnderstood` or pydantic's `ValidationError`, and has then changed nothing.
        """
        return {}

    def act(self, action: str, fields: Mapping[str, JsonValue], at: str) -> None:
        """Carry out what a person did in this peer."""
        raise NotImplementedError(action)

    def forget(self) -> None:
        """Start with the state a new peer has; `apply` and `act` build on it."""

    def resume(self) -> None:
        """Go on with what was under way, after a start."""

    def router(self) -> APIRouter:
        """The peer's own routes: under `/api` what the gateway asks (signed), beside it what people do."""
        return APIRouter()

    async def start(self) -> None:
        """Begin to call the gateway back."""
        self.running = True
        self.callbacks.point_to(self.settings.gateway_url)
        self.later(0, self.callbacks.run)
        self.resume()

    async def stop(self) -> None:
        """End all that is under way."""
        self.running = False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def do(self, action: str, **fields: JsonValue) -> None:
        """Carry out and remember what a person, or the demo in their place, does here."""
        at = now()
        self.act(action, fields, at)
        self._journal.append({"kind": "action", "action": action, "at": at, "fields": fields})

    def call_back(self, kind: str, key: str, data: Mapping[str, JsonValue]) -> None:
        """Tell the gateway; `key` names the content, so the same content is always the same message."""
        message_id = str(uuid5(_MESSAGES, f"{self.name}\n{kind}\n{key}"))
        body = json.dumps({"type": kind, "id": message_id, "data": data}, ensure_ascii=False)
        self.callbacks.queue(message_id, body.encode())

    def later(self, seconds: float, step: Callable[[], Coroutine[None, None, None]]) -> None:
        """Do one step after a while, if the peer still runs then."""

        async def waited() -> None:
            await asyncio.sleep(seconds)
            await step()

        task = asyncio.create_task(waited())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def signed(self, request: Request) -> None:
        """A dependency: the caller signed this request."""
        self._proven(request.headers, await request.body())

    async def deliver(self, request: Request) -> Response:
        """Take a message from the gateway: the effect once, the answer as often as it is asked for."""
        body = await request.body()
        message_id = self._proven(request.headers, body)
        at = now()
        known = self.ledger.again(message_id, body, at)
        if known is not None:
            altered = known.sha256 != digest(body)
            return JSONResponse(
                {"error": "same id, other body"} if altered else known.answer, 409 if altered else 200
            )
        try:
            message = Message.model_validate_json(body)
            if message.id != message_id:
                raise NotUnderstood("the id in the body is not the one in the header")
            answer = self.apply(message, at)
        except (NotUnderstood, ValidationError) as refusal:
            self.ledger.refused["not-understood"] += 1
            return JSONResponse({"error": str(refusal)}, 422)
        receipt = Receipt(
            message_id=message_id,
            type=message.type,
            sha256=digest(body),
            first_at=at,
            last_at=at,
            data=message.data,
            answer=answer,
        )
        self.ledger.record(receipt)
        self._journal.append({"kind": "received", "receipt": receipt.model_dump(mode="json")})
        return JSONResponse(answer)

    async def received(
        self,
        of_type: Annotated[str | None, Query(alias="type")] = None,
        after: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Received:
        """What came in, from the `after`-th message on."""
        receipts = [each for each in self.ledger.receipts.values() if of_type in (None, each.type)]
        counts = self.ledger.counts(self.edge.lost_answers)
        return Received(peer=self.name, counts=counts, messages=receipts[after : after + limit])

    async def reset(self) -> None:
        """Forget everything and behave."""
        self.ledger.clear()
        self.callbacks.clear()
        self._journal.clear()
        self.edge.heal()
        self.edge.lost_answers = 0
        self.forget()

    async def faults(self) -> Faults:
        """How this peer misbehaves now."""
        return self.edge.faults

    async def set_faults(self, faults: Faults) -> Faults:
        """Misbehave like this from now on; what is not given is well-behaved."""
        self.edge.set(faults)
        return faults

    async def set_secrets(self, secrets: Secrets) -> None:
        """Believe these secrets from now on and no others."""
        self.secrets = secrets.deliveries

    async def sent(self) -> Sent:
        """How far this peer is with calling the gateway back."""
        return self.callbacks.sent()

    async def retry_refused(self) -> None:
        """Send once more what the gateway refused."""
        self.callbacks.retry_refused()

    def _application(self) -> FastAPI:
        app = FastAPI(title=f"{self.name} simulator", openapi_url=None)
        app.add_api_route("/api/events", self.deliver, methods=["POST"])
        app.add_api_route("/received", self.received, methods=["GET"])
        app.add_api_route("/reset", self.reset, methods=["POST"], status_code=204)
        app.add_api_route("/faults", self.faults, methods=["GET"])
        app.add_api_route("/faults", self.set_faults, methods=["PUT"])
        app.add_api_route("/secrets", self.set_secrets, methods=["PUT"], status_code=204)
        app.add_api_route("/sent", self.sent, methods=["GET"])
        app.add_api_route("/sent/retry", self.retry_refused, methods=["POST"], status_code=204)
        app.include_router(self.router())
        return app

    def _proven(self, headers: Mapping[str, str], body: bytes) -> str:
        """The id of a message that one of the secrets signed lately; raises the 401 otherwise."""
        for secret in self.secrets:
            # Malformed signatures raise other errors than the library's own.
            with suppress(WebhookVerificationError, ValueError):
                Webhook(secret).verify(body, dict(headers), json_parse=False)
                return headers["webhook-id"]
        self.ledger.refused["not-signed"] += 1
        raise HTTPException(401, "not signed with a secret this peer knows, or not lately")

    def _called_back(self, message_id: str) -> None:
        self._journal.append({"kind": "called-back", "id": message_id})

    def _restore(self) -> None:
        for entry in self._journal.entries():
            match entry:
                case {"kind": "received", "receipt": receipt}:
                    kept = Receipt.model_validate(receipt)
                    self.ledger.record(kept)
                    self.apply(Message(type=kept.type, id=kept.message_id, data=kept.data), kept.first_at)
                case {"kind": "action", "action": str(action), "fields": dict(fields), "at": str(at)}:
                    self.act(action, fields, at)
                case {"kind": "called-back", "id": str(message_id)}:
                    self.callbacks.drop(message_id)


def now() -> str:
    """The time as messages carry it: UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
