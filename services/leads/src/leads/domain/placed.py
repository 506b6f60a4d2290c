"""The part of a lead that concerns where it is: with a person, in a pool, or waiting for somebody who is free."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from crm_platform.eventsourcing.aggregate import DomainEvent
from crm_platform.values import Code, Ownership, PersonId, ShortText, Value
from leads.domain.errors import HasNoOwner
from leads.domain.followed import Followed


class Place(Value):
    """In which pool a lead lies and from which it came; who had it last; whether people were told that it waits.

    `changed_at` is when it was last given to somebody or revised.
    """

    pool: Code | None = None
    came_from: Code | None = None
    let_go_by: PersonId | None = None
    let_go_at: datetime | None = None
    changed_at: datetime | None = None
    told: bool = False

    def given(self, at: datetime) -> "Place":
        """With somebody."""
        return self.model_copy(update={"pool": None, "changed_at": at, "told": False})

    def let_go(self, pool: str | None, by: str | None, at: datetime) -> "Place":
        """With nobody."""
        last = {"let_go_by": by, "let_go_at": at} if by is not None else {}
        return self.model_copy(update={"pool": pool, "came_from": pool or self.came_from, **last})


class Placed(Followed):
    """Somebody who is one person's to win, until that person lets go."""

    if TYPE_CHECKING:  # the lead declares them, behind what has no default
        ownership: Ownership | None
        place: Place

    class Assigned(DomainEvent):
        TOPIC = "leads.LeadAssigned"
        ownership: Ownership
        owner_name: ShortText
        rule: ShortText | None
        turn: int | None
        reason: ShortText
        previous_owner_id: PersonId | None
        round: int | None = None

        def apply(self, aggregate: "Placed") -> None:
            aggregate.ownership = self.ownership
            aggregate.agenda = aggregate.agenda.handed_over(self.timestamp)
            aggregate.place = aggregate.place.given(self.timestamp)

    class Released(DomainEvent):
        """It is nobody's: it lies in a pool, or waits for the rules where there is none."""

        TOPIC = "leads.LeadReleased"
        pool: Code | None
        pool_name: ShortText | None
        rule: ShortText | None
        round: int | None
        reason: ShortText
        previous_owner_id: PersonId | None

        def apply(self, aggregate: "Placed") -> None:
            aggregate.ownership = None
            aggregate.place = aggregate.place.let_go(self.pool, self.previous_owner_id, self.timestamp)

    class LeftWaiting(DomainEvent):
        """Nobody could be given the lead; `recipients` are told, in one notice of `waiting` leads."""

        TOPIC = "leads.LeadLeftWaiting"
        name: ShortText
        reason: ShortText
        recipients: tuple[PersonId, ...]
        waiting: int

        def apply(self, aggregate: "Placed") -> None:
            aggregate.place = aggregate.place.model_copy(update={"told": True})

    def assign(
        self,
        ownership: Ownership,
        owner_name: str,
        *,
        reason: str,
        rule: str | None = None,
        turn: int | None = None,
        round: int | None = None,  # noqa: A002
        now: datetime,
    ) -> None:
        """Give to a person; `rule`, its next `turn` and the `round` of the ledger when a rule chose."""
        self._must_be_open()
        if ownership == self.ownership:
            return
        self.record(
            self.Assigned,
            now=now,
            ownership=ownership,
            owner_name=owner_name,
            rule=rule,
            turn=turn,
            reason=reason,
            previous_owner_id=self.owner_id,
            round=round,
        )

    def release(
        self,
        pool: str | None,
        pool_name: str | None,
        *,
        reason: str,
        rule: str | None = None,
        round: int | None = None,  # noqa: A002
        now: datetime,
    ) -> None:
        """Let it go, into a pool or back to the rules; `rule` and `round` when a rule put it into a pool.

        Raises `HasNoOwner` where there is nobody who could let go.
        """
        self._must_be_open()
        if self.ownership is None and (rule is None or self.place.pool is not None):
            raise HasNoOwner
        self.record(
            self.Released,
            now=now,
            pool=pool,
            pool_name=pool_name,
            rule=rule,
            round=round,
            reason=reason,
            previous_owner_id=self.owner_id,
        )

    def leave_waiting(self, reason: str, recipients: Sequence[str], waiting: int, *, now: datetime) -> None:
        """Say once, until it is somebody's or let go again, that nobody can get it."""
        if self.is_waiting and not self.place.told:
            self.record(
                self.LeftWaiting,
                now=now,
                name=self.called,
                reason=reason,
                recipients=tuple(recipients),
                waiting=waiting,
            )

    @property
    def is_waiting(self) -> bool:
        """Whether it is open, nobody's, and in no pool."""
        return self.is_open and self.ownership is None and self.place.pool is None

    @property
    def worked_at(self) -> datetime | None:
        """When a person last did something with it: got it, revised it, was in contact."""
        contacts = [record.occurred_at for record in self.agenda.follow_ups.values()]
        return max([*([self.place.changed_at] if self.place.changed_at else []), *contacts], default=None)

    @property
    def owner_id(self) -> str | None:
        return self.ownership.owner_id if self.ownership else None

    @property
    def team(self) -> str | None:
        return self.ownership.team if self.ownership else None

    @property
    @abstractmethod
    def region(self) -> str | None: ...
