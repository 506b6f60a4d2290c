"""What somebody should have done: once a day, each person with overdue tasks is told of them."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import Aggregate, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import PersonId, ShortText, UtcTime, Value


class OverdueLead(Value):
    """A lead whose next follow-up is overdue."""

    lead_id: UUID
    name: ShortText
    due_at: UtcTime


class FollowUpDigest(Aggregate):
    """The digest of one person and day: its id follows from both, so there is only one."""

    TOPIC = "leads.FollowUpDigest"

    class Prepared(InitialEvent):
        TOPIC = "leads.FollowUpDigestPrepared"
        person_id: PersonId
        day: date
        overdue: Annotated[int, Field(ge=1)]
        oldest: tuple[OverdueLead, ...]

    @classmethod
    def prepare(
        cls, person_id: str, day: date, overdue: int, oldest: tuple[OverdueLead, ...], *, now: datetime
    ) -> Self:
        """Tell `person_id` on `day` that so many leads are overdue, and which are the `oldest` of them."""
        return cls.begin(
            cls.Prepared,
            id=derived_id("follow-up-digest", person_id, day.isoformat()),
            now=now,
            person_id=person_id,
            day=day,
            overdue=overdue,
            oldest=oldest,
        )
