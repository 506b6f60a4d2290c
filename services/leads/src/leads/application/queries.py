"""What can be asked about leads, as it goes over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from crm_platform.values import Money
from leads.domain.lead import LeadStatus
from leads.domain.scoring import ScoreFactor


class LeadItem(BaseModel):
    """A lead in a list."""

    id: UUID
    version: int
    name: str
    company: str | None
    contact: str | None
    phone: str | None
    email: str | None
    region: str | None
    industry: str | None
    source: str | None
    campaign: str | None
    company_size: int | None
    budget: Money | None
    status: LeadStatus
    score: int | None
    grade: str | None
    owner_id: str | None
    owner_name: str | None
    team: str | None
    opportunity_id: UUID | None
    registered_at: datetime
    closed_at: datetime | None


class LeadDetail(LeadItem):
    """A lead with everything that is known of it."""

    address: str | None
    need: str | None
    notes: str | None
    customer_id: str | None
    model_version: int | None
    factors: list[ScoreFactor] | None
    assigned_by_rule: str | None
    reason: str | None


class ImportItem(BaseModel):
    """One import and how far it is."""

    id: UUID
    file_name: str
    status: str
    created: int | None
    duplicates: int | None
    invalid: int | None
    reason: str | None
    started_by: str
    started_at: datetime
    finished_at: datetime | None


class ImportRow(BaseModel):
    """What became of one row of an import."""

    row: int
    outcome: str
    lead_id: UUID | None
    reasons: list[dict[str, Any]]
