"""What is known of a lead, and how it stands."""

from enum import StrEnum

from pydantic import Field

from crm_platform.values import Amount, Code, Email, LongText, Phone, ShortText, Value


class LeadStatus(StrEnum):
    OPEN = "open"
    CONVERTED = "converted"
    DISQUALIFIED = "disqualified"


class LeadDetails(Value):
    """What may be known of somebody who may want to buy."""

    company: ShortText | None = None
    contact: ShortText | None = None
    phone: Phone | None = None
    email: Email | None = None
    address: ShortText | None = None
    region: Code | None = None
    industry: Code | None = None
    source: ShortText | None = None
    campaign: ShortText | None = None
    company_size: int | None = Field(default=None, ge=1, le=10_000_000)
    budget: Amount | None = None
    need: LongText | None = None
    notes: LongText | None = None
    customer_id: Code | None = None


class LeadProfile(LeadDetails):
    """What is known of somebody who may want to buy."""

    name: ShortText
