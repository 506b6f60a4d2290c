"""What the receivers of notifications share: they keep what came, once each, and misbehave on demand as peers do."""

from __future__ import annotations

from typing import Annotated, ClassVar

from fastapi import APIRouter, FastAPI, Query
from pydantic import JsonValue

from crm_local.peers.base import Received, now
from crm_local.peers.faults import Faults, FaultyEdge
from crm_local.peers.ledger import Ledger, Receipt, digest


class ChannelPeer:
    """One simulated receiver. What it received is forgotten at the end."""

    name: ClassVar[str]

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.edge = FaultyEdge(self._application())

    def router(self) -> APIRouter:
        """Its own routes: under `/api` what the gateway calls, beside it what people do."""
        return APIRouter()

    async def start(self) -> None:
        """Begin to listen where it has a port of its own."""

    async def stop(self) -> None:
        """End it."""

    def keep(self, message_id: str, kind: str, content: bytes, fields: dict[str, JsonValue]) -> None:
        """Note a message; one that came before counts once more."""
        at = now()
        if self.ledger.again(message_id, content, at) is None:
            self.ledger.record(
                Receipt(
                    message_id=message_id,
                    type=kind,
                    sha256=digest(content),
                    first_at=at,
                    last_at=at,
                    data=fields,
                    answer={},
                )
            )

    async def received(
        self, after: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=1, le=1000)] = 100
    ) -> Received:
        """What came in, from the `after`-th message on."""
        counts = self.ledger.counts(self.edge.lost_answers)
        receipts = list(self.ledger.receipts.values())
        return Received(peer=self.name, counts=counts, messages=receipts[after : after + limit])

    async def reset(self) -> None:
        """Forget everything and behave."""
        self.ledger.clear()
        self.edge.heal()
        self.edge.lost_answers = 0

    async def faults(self) -> Faults:
        """How it misbehaves now."""
        return self.edge.faults

    async def set_faults(self, faults: Faults) -> Faults:
        """Misbehave like this from now on."""
        self.edge.set(faults)
        return faults

    def _application(self) -> FastAPI:
        app = FastAPI(title=f"{self.name} simulator", openapi_url=None)
        app.add_api_route("/received", self.received, methods=["GET"])
        app.add_api_route("/reset", self.reset, methods=["POST"], status_code=204)
        app.add_api_route("/faults", self.faults, methods=["GET"])
        app.add_api_route("/faults", self.set_faults, methods=["PUT"])
        app.include_router(self.router())
        return app
