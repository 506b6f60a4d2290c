"""What a peer received: each message once, with how often it came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, JsonValue


class Message(BaseModel):
    """The body of a message, in either direction. `id` names the message, not the thing it is about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str
    id: str
    data: dict[str, JsonValue]


class Receipt(BaseModel):
    """One message as received. `times` counts all its deliveries, `altered` those that had other bytes."""

    message_id: str
    type: str
    sha256: str
    first_at: str
    last_at: str
    times: int = 1
    altered: int = 0
    data: dict[str, JsonValue]
    answer: dict[str, JsonValue]


class Counts(BaseModel):
    """Sums over the ledger."""

    messages: int
    deliveries: int
    duplicates: int
    altered: int
    refused: int
    lost_answers: int
    by_type: dict[str, int]


@dataclass
class Ledger:
    """Receipts in the order of first arrival; `refused` counts what was not believed or understood."""

    receipts: dict[str, Receipt] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)

    def again(self, message_id: str, body: bytes, at: str) -> Receipt | None:
        """The receipt of a message that came before, with this delivery counted; None for a new one."""
        receipt = self.receipts.get(message_id)
        if receipt is not None:
            receipt.times += 1
            receipt.last_at = at
            receipt.altered += digest(body) != receipt.sha256
        return receipt

    def record(self, receipt: Receipt) -> None:
        """Keep the receipt of a new message."""
        self.receipts[receipt.message_id] = receipt

    def counts(self, lost_answers: int) -> Counts:
        """The sums."""
        receipts = self.receipts.values()
        deliveries = sum(each.times for each in receipts)
        return Counts(
            messages=len(receipts),
            deliveries=deliveries,
            duplicates=deliveries - len(receipts),
            altered=sum(each.altered for each in receipts),
            refused=self.refused.total(),
            lost_answers=lost_answers,
            by_type=dict(Counter(each.type for each in receipts)),
        )

    def clear(self) -> None:
        """Forget everything."""
        self.receipts.clear()
        self.refused.clear()


def digest(body: bytes) -> str:
    """The fingerprint by which two deliveries of one message are compared."""
    return sha256(body).hexdigest()
