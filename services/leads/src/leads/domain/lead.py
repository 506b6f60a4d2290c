"""A lead and its life: registered, scored, assigned, followed up, then converted or disqualified."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self
from uuid import UUID

from crm_platform.eventsourcing.aggregate import DomainEvent, InitialEvent
from crm_platform.values import Ownership, PersonId, ShortText
from leads.domain.absorption import Absorption, Engagement, given_back
from leads.domain.agenda import Agenda, Handed
from leads.domain.conversion import ConversionWish, ScoreThen
from leads.domain.convertible import Convertible
from leads.domain.errors import LeadIsClosed, LeadWasMerged, NeverMerged
from leads.domain.facts import facts_of
from leads.domain.follow_ups import Upcoming
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
    absorbed: tuple[Absorption[LeadProfile], ...] = ()
    merged_into: UUID | None = None
    before_merge: LeadStatus | None = None

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

    class Merged(DomainEvent):
        """It took in another lead; `taken` are the fields whose values come from that one, `handed` its tasks."""

        TOPIC = "leads.LeadMerged"
        absorbed_id: UUID
        profile: LeadProfile
        taken: tuple[str, ...]
        handed: Handed | None = None
        engagement: Engagement = Engagement()
        next: Upcoming | None = None

        def apply(self, aggregate: "Lead") -> None:
            absorption = Absorption[LeadProfile](
                lead_id=self.absorbed_id,
                taken=self.taken,
                before=aggregate.profile,
                merged=self.profile,
                handed=self.handed,
                engagement=self.engagement,
                place=aggregate.place if aggregate.ownership is None else None,
            )
            aggregate.absorbed = (*aggregate.absorbed, absorption)
            aggregate.profile = self.profile
            if self.handed is not None:
                aggregate.agenda = aggregate.agenda.taking(self.handed)

    class Absorbed(DomainEvent):
        TOPIC = "leads.LeadAbsorbed"
        survivor_id: UUID
        survivor_name: ShortText
        survivor_owner_id: PersonId | None
        owner_id: PersonId | None

        def apply(self, aggregate: "Lead") -> None:
            aggregate.before_merge = aggregate.status
            aggregate.status = LeadStatus.MERGED
            aggregate.merged_into = self.survivor_id

    class Unmerged(DomainEvent):
        """It gave back another lead; `restored` fields are as before the merge, `kept` ones were changed since.

        `handed` are the tasks that go back, as far as they are not done.
        """

        TOPIC = "leads.LeadUnmerged"
        absorbed_id: UUID
        profile: LeadProfile
        restored: tuple[str, ...]
        kept: tuple[str, ...]
        handed: Handed | None = None
        engagement: Engagement = Engagement()
        next: Upcoming | None = None

        def apply(self, aggregate: "Lead") -> None:
            aggregate.absorbed = given_back(aggregate.absorbed, self.absorbed_id)
            aggregate.profile = self.profile
            if self.handed is not None:
                aggregate.agenda = aggregate.agenda.without(self.handed)

    class Restored(DomainEvent):
        TOPIC = "leads.LeadRestored"
        survivor_id: UUID
        status: LeadStatus
        handed: Handed | None = None
        next: Upcoming | None = None

        def apply(self, aggregate: "Lead") -> None:
            aggregate.status = self.status
            aggregate.merged_into = None
            aggregate.before_merge = None
            if self.handed is not None:
                aggregate.agenda = aggregate.agenda.resuming(self.handed)

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
        """It came to us once more; a closed lead can as well, but not one that goes on as another."""
        if self.merged_into is not None:
            raise LeadWasMerged(lead_id=str(self.merged_into))
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
        engagement = self.engagement
        active = max(self.created_on, engagement.last_at or self.created_on)
        return facts_of(self.profile, standing) | {
            "touches": engagement.touches,
            "follow_ups": engagement.follow_ups,
            "age_days": max(0, (now - self.created_on).days),
            "idle_days": max(0, (now - active).days),
        }

    @property
    def engagement(self) -> Engagement:
        """What happened with it, and with the leads that were merged into it."""
        contacts = [contact.occurred_at for contact in self.agenda.follow_ups.values()]
        total = Engagement(
            touches=self.activity.touches,
            follow_ups=len(contacts),
            last_at=max(contacts, default=None),
        ).with_(Engagement(last_at=self.activity.last_at))
        for absorption in self.absorbed:
            total = total.with_(absorption.engagement)
        return total

    def disqualify(self, reason: str, *, now: datetime) -> None:
        self._must_be_open()
        self.record(self.Disqualified, now=now, reason=reason)

    def withdraw(self, reason: str, *, now: datetime) -> None:
        """Take back that there is such a lead; its history stays."""
        self._must_be_open()
        self.record(self.Withdrawn, now=now, reason=reason)

    def merge(self, absorbed: Self, profile: LeadProfile, taken: tuple[str, ...], *, now: datetime) -> None:
        """Take `absorbed` in, and know `profile` from now on, of which it gave the fields `taken`; both change.

        What was to be done about it is to be done about this one, unless it was closed.
        """
        self._must_be_open()
        absorbed._must_be_absorbable()
        handed = absorbed.agenda.handed if absorbed.is_open else None
        self.record(
            self.Merged,
            now=now,
            absorbed_id=absorbed.id,
            profile=profile,
            taken=taken,
            handed=handed,
            engagement=absorbed.engagement,
            next=(self.agenda.taking(handed) if handed else self.agenda).upcoming,
        )
        absorbed.record(
            self.Absorbed,
            now=now,
            survivor_id=self.id,
            survivor_name=self.profile.name,
            survivor_owner_id=self.owner_id,
            owner_id=absorbed.owner_id,
        )

    def unmerge(self, absorbed: Self, *, now: datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give `absorbed` back as it was. Fields it gave become what they were, unless they were changed since.

        Its tasks go back as far as they are not done, and are not reminded of twice; an owner who came with it goes,
        too. Returns which fields were restored, and which stay.
        """
        if self.merged_into is not None:
            raise LeadWasMerged(lead_id=str(self.merged_into))
        absorption = next((one for one in self.absorbed if one.lead_id == absorbed.id), None)
        if absorption is None or absorbed.before_merge is None:
            raise NeverMerged
        profile, restored, kept = absorption.undone(self.profile)
        left = absorption.handed and self.agenda.left_of(absorption.handed)
        self.record(
            self.Unmerged,
            now=now,
            absorbed_id=absorbed.id,
            profile=profile,
            restored=restored,
            kept=kept,
            handed=left,
            engagement=absorption.engagement,
            next=(self.agenda.without(left) if left else self.agenda).upcoming,
        )
        if absorption.place and self.is_open and self.ownership and self.ownership == absorbed.ownership:
            self.release(absorption.place.pool, None, reason="The merge was undone", now=now)
        absorbed.record(
            self.Restored,
            now=now,
            survivor_id=self.id,
            status=absorbed.before_merge,
            handed=left,
            next=left and absorbed.agenda.resuming(left).upcoming,
        )
        return restored, kept

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
        if self.merged_into is not None:
            raise LeadWasMerged(lead_id=str(self.merged_into))
        if not self.is_open:
            raise LeadIsClosed(status=self.status.value)

    def _must_be_absorbable(self) -> None:
        """Open or disqualified: a lead that became an opportunity stays the one the opportunity came from."""
        if self.status is not LeadStatus.DISQUALIFIED:
            self._must_be_open()
