"""A lead and its life: registered, scored, assigned, followed up, then converted or disqualified."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self
from uuid import UUID

from crm_platform.eventsourcing.aggregate import DomainEvent, InitialEvent
from crm_platform.values import Ownership, ShortText
from leads.domain.agenda import Agenda
from leads.domain.conversion import ConversionWish, ScoreThen
from leads.domain.convertible import Convertible
from leads.domain.errors import LeadIsClosed
from leads.domain.facts import facts_of
from leads.domain.placed import Place
from leads.domain.profile import LeadDetails, LeadProfile, LeadStatus
from leads.domain.rated import Activity, Override, Rated, Standing
from leads.domain.scoring import Score
from leads.domain.touches import Touch

__all__ = ["Lead", "LeadDetails", "LeadProfile", "LeadStatus"]


class Lead(Convertible, Rated):
    TOPIC = "leads.Lead"

    profile: LeadProfile
    status: LeadStatus = LeadStatus.OPEN
    score: Score | None = None
    override: Override | None = None
    activity: Activity = Activity()
    ownership: Ownership | None = None
    opportunity_id: UUID | None = None
    agenda: Agenda = Agenda()
    place: Place = Place()
    customer_request_id: UUID | None = None
    conversions: int = 0
    converted_as: ConversionWish | None = None

    class Registered(InitialEvent):
        TOPIC = "leads.LeadRegistered"
        profile: LeadProfile
        touch: Touch | None = None

    class Touched(DomainEvent):
        TOPIC = "leads.LeadTouched"
        touch: Touch

        def apply(self, aggregate: "Lead") -> None:
            aggregate.activity = aggregate.activity.touched(self.touch.occurred_at)

    class Revised(DomainEvent):
        TOPIC = "leads.LeadRevised"
        profile: LeadProfile
        changed: list[str]

        def apply(self, aggregate: "Lead") -> None:
            aggregate.profile = self.profile
            aggregate.place = aggregate.place.model_copy(update={"changed_at": self.timestamp})

    class Disqualified(DomainEvent):
        TOPIC = "leads.LeadDisqualified"
        reason: ShortText

        def apply(self, aggregate: "Lead") -> None:
            aggregate.status = LeadStatus.DISQUALIFIED

    class Withdrawn(DomainEvent):
        TOPIC = "leads.LeadWithdrawn"
        reason: ShortText

        def apply(self, aggregate: "Lead") -> None:
            aggregate.status = LeadStatus.WITHDRAWN

    @classmethod
    def register(
        cls,
        id: UUID,  # noqa: A002
        profile: LeadProfile,
        *,
        touch: Touch | None = None,
        now: datetime,
    ) -> Self:
        """`touch` is the first: how it came to us."""
        if touch is not None:
            touch.check(now)
        return cls.begin(cls.Registered, id=id, now=now, profile=profile, touch=touch)

    def touch(self, touch: Touch, *, now: datetime) -> None:
        """It came to us once more; a closed lead can as well."""
        touch.check(now)
        self.record(self.Touched, now=now, touch=touch)

    def revise(self, changes: Mapping[str, object], *, now: datetime) -> None:
        """Know better: `changes` are valid values by field of the profile, None where something is not known."""
        self._must_be_open()
        changed = [field for field, value in changes.items() if getattr(self.profile, field) != value]
        if changed:
            profile = self.profile.model_copy(update={field: changes[field] for field in changed})
            self.record(self.Revised, now=now, profile=profile, changed=changed)

    def facts(self, now: datetime, standing: Standing | None = None) -> dict[str, str | int | float | bool]:
        """What rules can ask about the lead, its ages at `now`; rules of assignment ask about its standing, too."""
        contacts = [contact.occurred_at for contact in self.agenda.follow_ups.values()]
        active = max(self.created_on, self.activity.last_at or self.created_on, *contacts)
        return facts_of(self.profile, standing) | {
            "touches": self.activity.touches,
            "follow_ups": len(contacts),
            "age_days": max(0, (now - self.created_on).days),
            "idle_days": max(0, (now - active).days),
        }

    def disqualify(self, reason: str, *, now: datetime) -> None:
        self._must_be_open()
        self.record(self.Disqualified, now=now, reason=reason)

    def withdraw(self, reason: str, *, now: datetime) -> None:
        """Take back that there is such a lead; its history stays."""
        self._must_be_open()
        self.record(self.Withdrawn, now=now, reason=reason)

    @property
    def is_open(self) -> bool:
        return self.status is LeadStatus.OPEN

    @property
    def called(self) -> str:
        return self.profile.company or self.profile.name

    @property
    def score_now(self) -> ScoreThen:
        """The score that counts, and what the model alone says."""
        standing, automatic = self.standing, self.score and self.score.points
        if standing is None:
            return ScoreThen()
        return ScoreThen(effective=standing.points, automatic=automatic, grade=standing.grade)

    @property
    def region(self) -> str | None:
        return self.ownership.region if self.ownership else self.profile.region

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise LeadIsClosed(status=self.status.value)
