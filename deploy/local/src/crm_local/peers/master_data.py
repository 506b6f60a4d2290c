"""Master data: owns customers, products and people, tells the gateway about each version of each record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, JsonValue

from crm_local.peers import wire
from crm_local.peers.base import Answer, NotUnderstood, Peer
from crm_local.peers.ledger import Message
from crm_local.peers.seed import SEED, Customer, Person, Product, Record
from crm_local.peers.wire import RequestedCustomer

Kind = Literal["customers", "products", "people"]

_SINGULAR = {"customers": "customer", "products": "product", "people": "person"}
_MODELS: Mapping[str, type[Record]] = {"customers": Customer, "products": Product, "people": Person}
_REQUESTS = UUID("6d1c2a55-1a0b-5f0d-8a44-53e0d4a0c7f1")
_SEEDED_AT = "2026-01-01T00:00:00.000+00:00"


class Stored(BaseModel):
    """One record. `version` counts its own changes, `revision` is the place of its last one among all.

    `requested_by` is the request from the CRM that it was made for.
    """

    id: str
    version: int
    revision: int
    changed_at: str
    requested_by: str | None
    record: dict[str, JsonValue]


class Page(BaseModel):
    """Records in the order of their last change; ask again with `after=revision` for what changed since."""

    items: list[Stored]
    revision: int


class MasterData(Peer):
    """Receives `customer.requested`; calls back `customer.changed`, `product.changed`, `person.changed`."""

    name = "master-data"

    def forget(self) -> None:
        self.stored: dict[str, dict[str, Stored]] = {kind: {} for kind in get_args(Kind)}
        self.revision = 0
        for kind, records in (
            ("customers", SEED.customers),
            ("products", SEED.products),
            ("people", SEED.people),
        ):
            for record_id, record in records.items():
                self._store(kind, record_id, record, _SEEDED_AT)

    def apply(self, message: Message, at: str) -> Answer:
        if message.type != wire.CUSTOMER_REQUESTED:
            raise NotUnderstood(f"master data does not know {message.type}, only {wire.CUSTOMER_REQUESTED}")
        requested = RequestedCustomer.model_validate(message.data)
        customer_id = f"C-{uuid5(_REQUESTS, requested.request_id)}"
        if customer_id not in self.stored["customers"]:
            customer = Customer.model_validate(requested.model_dump(exclude={"request_id"}))
            self._store("customers", customer_id, customer, at, requested.request_id)
        return {"customer_id": customer_id}

    def act(self, action: str, fields: Mapping[str, JsonValue], at: str) -> None:
        kind = str(fields["kind"])
        self._store(kind, str(fields["id"]), _MODELS[kind].model_validate(fields["record"]), at)

    def resume(self) -> None:
        """The gateway may have forgotten: tell it everything; what it knows it recognises by version."""
        self.push()

    def router(self) -> APIRouter:
        router = APIRouter()
        signed = [Depends(self.signed)]
        router.add_api_route("/api/{kind}", self.changes, methods=["GET"], dependencies=signed)
        router.add_api_route("/{kind}", self.changes, methods=["GET"])
        router.add_api_route("/customers/{record_id}", self.put_customer, methods=["PUT"])
        router.add_api_route("/products/{record_id}", self.put_product, methods=["PUT"])
        router.add_api_route("/people/{record_id}", self.put_person, methods=["PUT"])
        router.add_api_route("/push", self.push_all, methods=["POST"], status_code=204)
        return router

    async def changes(
        self,
        kind: Kind,
        after: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Page:
        """What changed after a revision, the oldest change first."""
        changed = sorted(
            (each for each in self.stored[kind].values() if each.revision > after),
            key=lambda each: each.revision,
        )
        items = changed[:limit]
        return Page(items=items, revision=items[-1].revision if items else max(after, 0))

    async def put_customer(self, record_id: str, record: Customer) -> Stored:
        """A person in the master-data office makes or changes a customer."""
        return self._put("customers", record_id, record)

    async def put_product(self, record_id: str, record: Product) -> Stored:
        """The same for a product."""
        return self._put("products", record_id, record)

    async def put_person(self, record_id: str, record: Person) -> Stored:
        """The same for somebody who works here."""
        return self._put("people", record_id, record)

    async def push_all(self) -> None:
        """Tell the gateway everything once more."""
        self.push()

    def push(self) -> None:
        """Queue the present version of every record."""
        for kind, records in self.stored.items():
            for stored in records.values():
                self._tell(kind, stored)

    def _put(self, kind: Kind, record_id: str, record: Record) -> Stored:
        self.do("put", kind=kind, id=record_id, record=record.model_dump(mode="json"))
        return self.stored[kind][record_id]

    def _store(
        self, kind: str, record_id: str, record: Record, at: str, requested_by: str | None = None
    ) -> None:
        before = self.stored[kind].get(record_id)
        self.revision += 1
        stored = Stored(
            id=record_id,
            version=before.version + 1 if before else 1,
            revision=self.revision,
            changed_at=at,
            requested_by=before.requested_by if before else requested_by,
            record=record.model_dump(mode="json"),
        )
        self.stored[kind][record_id] = stored
        self._tell(kind, stored)

    def _tell(self, kind: str, stored: Stored) -> None:
        singular = _SINGULAR[kind]
        data = {
            f"{singular}_id": stored.id,
            "version": stored.version,
            "changed_at": stored.changed_at,
            "requested_by": stored.requested_by,
            **stored.record,
        }
        self.call_back(f"{singular}.changed", f"{stored.id} {stored.version}", data)
