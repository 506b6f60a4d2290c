"""What can be asked and told about duplicates over HTTP."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from crm_platform.values import ShortText, Value
from leads.application.duplicates import Candidate, CandidateDetails
from leads.domain.duplicates import ChannelPolicy, PairStatus
from leads.domain.lead import LeadDetails, LeadProfile
from leads.domain.matching import Evidence
from leads.domain.merging import Choice
from leads.domain.touches import Channel


class CheckDuplicates(LeadDetails):
    """What is known of somebody before it is registered; a name or a company at least."""

    name: ShortText | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not (self.name or self.company):
            raise ValueError("a name or a company is needed")
        return self

    def profile(self) -> LeadProfile:
        """As the lead it would become."""
        return LeadProfile.model_construct(**{**dict(self), "name": self.name or self.company})


class Candidates(BaseModel):
    """Who may be the same, best first."""

    candidates: list[Candidate]


class DefinePolicies(Value):
    """What is done about duplicates from now on, by channel; channels that are not named stay as they are."""

    channels: dict[Channel, ChannelPolicy] = Field(min_length=1)


class DismissPair(Value):
    """Say that two leads are not the same."""

    reason: ShortText | None = None


class MergeLead(Value):
    """Merge another lead into this one. Fields without a choice follow the survivor rules of the preview."""

    absorbed_id: UUID
    choices: dict[str, Choice] = Field(default_factory=dict, max_length=50)


class UnmergeLead(Value):
    """Undo the merge of another lead into this one."""

    absorbed_id: UUID


class Merged(BaseModel):
    """The lead that goes on, and the one that went into it."""

    id: UUID
    absorbed_id: UUID


class KeptEvent(BaseModel):
    """Something done to the surviving lead since the merge; it stays."""

    version: int
    event: str
    occurred_at: datetime
    actor: str


class HeldClaim(BaseModel):
    """A phone, e-mail address or tax code of the restored lead that another lead holds by now."""

    kind: str
    lead_id: UUID


class Unmerged(BaseModel):
    """What undoing a merge restored, and what it kept."""

    id: UUID
    absorbed_id: UUID
    restored: list[str] = Field(description="Fields of the surviving lead that are as before the merge.")
    kept_fields: list[str] = Field(description="Fields that came from the other lead and were changed since.")
    kept_events: list[KeptEvent]
    held_by_others: list[HeldClaim]


class PairSide(BaseModel):
    """One lead of a pair; details only for those who may see it."""

    id: UUID
    status: str
    owner_id: str | None
    owner_name: str | None
    details: CandidateDetails | None


class PairItem(BaseModel):
    """Two leads that may be the same."""

    id: UUID
    version: int
    first: PairSide
    second: PairSide
    score: int
    weight: float = Field(description="Bits: 1 more is twice as likely.")
    evidence: list[Evidence]
    found_by: Literal["entry", "run"]
    status: PairStatus
    judged_by: str | None
    reason: str | None
    suspected_at: datetime


class RunItem(BaseModel):
    """One run over all leads."""

    id: UUID
    version: int
    status: str
    started_by: str
    leads: int | None
    compared: int | None = Field(description="Pairs that were compared.")
    found: int | None = Field(description="Pairs that are likely the same.")
    suspected: int | None = Field(description="Those of them that were not known before.")
    weights: dict[str, dict[str, float]] | None = Field(
        description="What each level of each field weighed, in bits."
    )
    reason: str | None
    started_at: datetime
    finished_at: datetime | None
