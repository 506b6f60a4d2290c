"""What is known of a lead, and how it stands."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from crm_platform.values import Amount, Code, Email, LongText, Phone, ShortText, Value
from leads.domain.uscc import Uscc


class LeadStatus(StrEnum):
    """How a lead stands: open, or what it ended as."""

    OPEN = "open"
    CONVERTED = "converted"
    DISQUALIFIED = "disqualified"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


Word = Annotated[ShortText, StringConstraints(max_length=64)]
"""A region or industry: a code, or what somebody wrote for which there is no code."""


class LeadDetails(Value):
    """What may be known of somebody who may want to buy."""

    company: ShortText | None = None
    contact: ShortText | None = None
    phone: Phone | None = None
    email: Email | None = None
    address: ShortText | None = None
    region: Word | None = None
    industry: Word | None = None
    source: ShortText | None = None
    campaign: ShortText | None = None
    company_size: int | None = Field(default=None, ge=1, le=10_000_000)
    budget: Amount | None = None
    need: LongText | None = None
    notes: LongText | None = None
    customer_id: Code | None = None
    uscc: Uscc | None = None


class LeadProfile(LeadDetails):
    """What is known of somebody who may want to buy."""

    name: ShortText
