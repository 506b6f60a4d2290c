"""What is thought of likely duplicates: pairs of leads, what is done about them per channel, and runs over all leads."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, ClassVar, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import PersonId, ShortText, Value
from leads.domain.errors import PairIsSettled, RunIsOver
from leads.domain.matching import Evidence
from leads.domain.touches import Channel

FoundBy = Literal["entry", "run"]
Percent = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0)]


class PairStatus(StrEnum):
    """What people judged of a pair; open: nothing yet."""

    OPEN = "open"
    DISMISSED = "dismissed"
    MERGED = "merged"


class DuplicatePair(Aggregate):
    """Two leads that may be the same. Once somebody judged them, nothing suspects them again."""

    TOPIC = "leads.DuplicatePair"

    first: UUID
    second: UUID
    score: int
    status: PairStatus = PairStatus.OPEN

    class Suspected(InitialEvent):
        TOPIC = "leads.DuplicateSuspected"
        first: UUID
        second: UUID
        score: Percent
        weight: float
        evidence: list[Evidence]
        found_by: FoundBy

    class Weighed(DomainEvent):
        """A later look gave another score."""

        TOPIC = "leads.DuplicateWeighed"
        score: Percent
        weight: float
        evidence: list[Evidence]

        def apply(self, aggregate: "DuplicatePair") -> None:
            aggregate.score = self.score

    class Dismissed(DomainEvent):
        """Somebody knows that they are two."""

        TOPIC = "leads.DuplicateDismissed"
        reason: ShortText | None
        by: PersonId

        def apply(self, aggregate: "DuplicatePair") -> None:
            aggregate.status = PairStatus.DISMISSED

    class Settled(DomainEvent):
        """They were merged."""

        TOPIC = "leads.DuplicateSettled"
        survivor_id: UUID

        def apply(self, aggregate: "DuplicatePair") -> None:
            aggregate.status = PairStatus.MERGED

    class Reopened(DomainEvent):
        """The merge was undone, or the judgement taken back."""

        TOPIC = "leads.DuplicateReopened"

        def apply(self, aggregate: "DuplicatePair") -> None:
            aggregate.status = PairStatus.OPEN

    @staticmethod
    def id_of(one: UUID, other: UUID) -> UUID:
        """The same for both orders."""
        return derived_id("duplicate-pair", *sorted((str(one), str(other))))

    @classmethod
    def suspect(
        cls,
        one: UUID,
        other: UUID,
        *,
        score: int,
        weight: float,
        evidence: list[Evidence],
        found_by: FoundBy,
        now: datetime,
    ) -> Self:
        first, second = sorted((one, other), key=str)
        return cls.begin(
            cls.Suspected,
            id=cls.id_of(one, other),
            now=now,
            first=first,
            second=second,
            score=score,
            weight=weight,
            evidence=evidence,
            found_by=found_by,
        )

    def weigh(self, *, score: int, weight: float, evidence: list[Evidence], now: datetime) -> None:
        """Look again; what was judged stays as it was judged."""
        if self.status is PairStatus.OPEN and score != self.score:
            self.record(self.Weighed, now=now, score=score, weight=weight, evidence=evidence)

    def dismiss(self, reason: str | None, *, by: str, now: datetime) -> None:
        """Remember that they are two."""
        if self.status is not PairStatus.OPEN:
            raise PairIsSettled(status=self.status.value)
        self.record(self.Dismissed, now=now, reason=reason, by=by)

    def settle(self, survivor_id: UUID, *, now: datetime) -> None:
        """They were merged, whatever was thought of them before."""
        if self.status is not PairStatus.MERGED:
            self.record(self.Settled, now=now, survivor_id=survivor_id)

    def reopen(self, *, now: datetime) -> None:
        """Suspect them again."""
        if self.status is not PairStatus.OPEN:
            self.record(self.Reopened, now=now)


class ChannelPolicy(Value):
    """What happens to a lead that exists already. `exact`: same phone, e-mail or tax code; `likely`: by its score."""

    exact: Literal["block", "warn", "merge"] = Field(
        default="block",
        description="Merge: the lead that is there is told what it did not know, and that it came again. Where whoever"
        " sends may not change it, or by a form or mail, the touch alone tells what was said.",
    )
    likely: Literal["block", "warn", "allow"] = "warn"
    score: Percent = Field(default=50, description="From which score on a candidate counts as likely.")


DEFAULT_POLICIES: Final[Mapping[Channel, ChannelPolicy]] = {
    Channel.MANUAL: ChannelPolicy(),
    # A run over all leads finds what programs and imports let pass, at a fraction of the cost.
    Channel.API: ChannelPolicy(likely="allow"),
    Channel.IMPORT: ChannelPolicy(likely="allow"),
    Channel.WEB_FORM: ChannelPolicy(exact="merge"),
    Channel.E_MAIL: ChannelPolicy(exact="merge"),
}


class Policies(Value):
    """The policies in force, by channel."""

    version: int
    channels: dict[Channel, ChannelPolicy]

    def of(self, channel: Channel) -> ChannelPolicy:
        """The policy of a channel; the default where none was set."""
        return self.channels.get(channel) or DEFAULT_POLICIES[channel]


@cache
def default_policies() -> Policies:
    """What holds until an administrator decides: people are warned, machines refused, forms and mail merged."""
    return Policies(version=0, channels=dict(DEFAULT_POLICIES))


class DuplicatePolicy(Aggregate):
    """What is done about duplicates, in every version."""

    TOPIC = "leads.DuplicatePolicy"
    ID: ClassVar[UUID] = derived_id("duplicate-policy")

    channels: dict[Channel, ChannelPolicy]

    class Defined(InitialEvent):
        TOPIC = "leads.DuplicatePolicyDefined"
        channels: dict[Channel, ChannelPolicy]

    class Revised(DomainEvent):
        TOPIC = "leads.DuplicatePolicyRevised"
        channels: dict[Channel, ChannelPolicy]

        def apply(self, aggregate: "DuplicatePolicy") -> None:
            aggregate.channels = self.channels

    @classmethod
    def define(cls, channels: Mapping[Channel, ChannelPolicy], *, now: datetime) -> Self:
        return cls.begin(cls.Defined, id=cls.ID, now=now, channels={**DEFAULT_POLICIES, **channels})

    def revise(self, channels: Mapping[Channel, ChannelPolicy], *, now: datetime) -> None:
        """Change the policies of the channels named; the others stay."""
        wanted = {**self.channels, **channels}
        if wanted != self.channels:
            self.record(self.Revised, now=now, channels=wanted)

    @property
    def current(self) -> Policies:
        return Policies(version=self.version, channels=self.channels)


class RunStatus(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class DuplicateRun(Aggregate):
    """One look over all leads for duplicates, nightly or on demand."""

    TOPIC = "leads.DuplicateRun"

    status: RunStatus = RunStatus.RUNNING

    class Started(InitialEvent):
        TOPIC = "leads.DuplicateRunStarted"
        started_by: PersonId

    class Finished(DomainEvent):
        """`compared` pairs were weighed by `weights` (bits, by field and level), `found` of them are likely."""

        TOPIC = "leads.DuplicateRunFinished"
        leads: Count
        compared: Count
        found: Count
        suspected: Count
        weights: dict[str, dict[str, float]]

        def apply(self, aggregate: "DuplicateRun") -> None:
            aggregate.status = RunStatus.FINISHED

    class Failed(DomainEvent):
        TOPIC = "leads.DuplicateRunFailed"
        reason: ShortText

        def apply(self, aggregate: "DuplicateRun") -> None:
            aggregate.status = RunStatus.FAILED

    @classmethod
    def start(cls, id: UUID, *, started_by: str, now: datetime) -> Self:  # noqa: A002
        return cls.begin(cls.Started, id=id, now=now, started_by=started_by)

    def finish(
        self,
        *,
        leads: int,
        compared: int,
        found: int,
        suspected: int,
        weights: dict[str, dict[str, float]],
        now: datetime,
    ) -> None:
        """Every likely pair is suspected; `suspected` of them were not known before."""
        self._must_run()
        self.record(
            self.Finished,
            now=now,
            leads=leads,
            compared=compared,
            found=found,
            suspected=suspected,
            weights=weights,
        )

    def fail(self, reason: str, *, now: datetime) -> None:
        """The run cannot go on."""
        self._must_run()
        self.record(self.Failed, now=now, reason=reason)

    def _must_run(self) -> None:
        if self.status is not RunStatus.RUNNING:
            raise RunIsOver(status=self.status.value)
