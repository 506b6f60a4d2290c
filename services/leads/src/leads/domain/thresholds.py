"""The scores from which on a lead needs somebody's attention, as the company set them."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from leads.domain.rated import Threshold, check_thresholds


class ScoreThresholds(Aggregate):
    """The thresholds in force; there are none until they are set."""

    TOPIC = "leads.ScoreThresholds"
    ID: ClassVar[UUID] = derived_id("score-thresholds")

    thresholds: tuple[Threshold, ...]

    class Defined(InitialEvent):
        TOPIC = "leads.ScoreThresholdsDefined"
        thresholds: tuple[Threshold, ...]

    class Revised(DomainEvent):
        TOPIC = "leads.ScoreThresholdsRevised"
        thresholds: tuple[Threshold, ...]

        def apply(self, aggregate: "ScoreThresholds") -> None:
            aggregate.thresholds = self.thresholds

    @classmethod
    def define(cls, thresholds: Sequence[Threshold], *, now: datetime) -> Self:
        """Set them for the first time; raises Invalid for what is there twice."""
        check_thresholds(thresholds)
        return cls.begin(cls.Defined, id=cls.ID, now=now, thresholds=tuple(thresholds))

    def revise(self, thresholds: Sequence[Threshold], *, now: datetime) -> None:
        """Set them anew. Leads that stand above a new threshold already do not cross it."""
        check_thresholds(thresholds)
        if tuple(thresholds) != self.thresholds:
            self.record(self.Revised, now=now, thresholds=tuple(thresholds))
