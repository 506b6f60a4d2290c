"""Transfers: many leads handed on at once, to named people in turn, or back through the rules.

A transfer knows all its leads from the beginning and notes after each page how far it is, in the same append as the page.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.values import PersonId, ShortText, Value
from leads.domain.errors import TransferIsOver

MOST_LEADS = 100_000
PAGE = 200  # leads handed on in one append


class Left(Value):
    """A lead that was not handed on, and why."""

    lead_id: UUID
    reason: ShortText


class LeadTransfer(Aggregate):
    TOPIC = "leads.LeadTransfer"

    started_by: PersonId
    lead_ids: tuple[UUID, ...]
    to: tuple[PersonId, ...]
    reason: ShortText
    taken: int = 0
    handed_on: int = 0
    left: tuple[Left, ...] = ()

    class Started(InitialEvent):
        """`to` are those who get the leads in turn; nobody: the rules decide."""

        TOPIC = "leads.LeadTransferStarted"
        started_by: PersonId
        lead_ids: Annotated[tuple[UUID, ...], Field(max_length=MOST_LEADS)]
        to: tuple[PersonId, ...]
        reason: ShortText

    class PageTaken(DomainEvent):
        TOPIC = "leads.LeadTransferPageTaken"
        taken: int
        handed_on: int
        left: tuple[Left, ...]

        def apply(self, aggregate: "LeadTransfer") -> None:
            aggregate.taken += self.taken
            aggregate.handed_on += self.handed_on
            aggregate.left = (*aggregate.left, *self.left)

    @classmethod
    def start(
        cls,
        id: UUID,  # noqa: A002
        by: str,
        lead_ids: Sequence[UUID],
        to: Sequence[str],
        reason: str,
        *,
        now: datetime,
    ) -> Self:
        return cls.begin(
            cls.Started,
            id=id,
            now=now,
            started_by=by,
            lead_ids=tuple(dict.fromkeys(lead_ids)),
            to=tuple(to),
            reason=reason,
        )

    @property
    def next_page(self) -> tuple[UUID, ...]:
        """The leads to hand on next; none when it is finished."""
        return self.lead_ids[self.taken : self.taken + PAGE]

    def owner_at(self, place: int) -> PersonId:
        """Whose turn it is at one place of the whole."""
        return self.to[place % len(self.to)]

    def take_page(self, handed_on: int, left: Sequence[Left], *, now: datetime) -> None:
        """Note that the next page was dealt with; raises `TransferIsOver` when there is none."""
        if not self.next_page:
            raise TransferIsOver
        self.record(self.PageTaken, now=now, taken=len(self.next_page), handed_on=handed_on, left=tuple(left))
