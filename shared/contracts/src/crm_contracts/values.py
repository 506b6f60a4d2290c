"""Values as they look on the wire, shared by the contracts of several contexts. Money and quantities are
decimal text, never floats; times are UTC.
"""

from datetime import UTC
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

UtcTime = Annotated[AwareDatetime, AfterValidator(lambda time: time.astimezone(UTC))]

DecimalText = Annotated[
    str,
    Field(
        pattern=r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?$",
        description="Decimal number as text: at most 15 digits before and 4 after the point.",
    ),
]


class Stage(StrEnum):
    """The stages of the pipeline that every installation starts with."""

    FIRST_CONTACT = "first_contact"
    NEEDS_CONFIRMED = "needs_confirmed"
    PROPOSAL = "proposal"
    NEGOTIATION = "negotiation"
    WON = "won"
    LOST = "lost"


# An open set on the wire: pipelines are configurable, and a closed one could never grow compatibly.
StageCode = Annotated[
    str, Field(description="Code of a pipeline stage; `won` and `lost` are final.", examples=[*Stage])
]
Score = Annotated[int, Field(ge=0, le=100)]
Percent = Annotated[int, Field(ge=0, le=100)]


class WireValue(BaseModel):
    """Base of values inside contracts; readers ignore fields they do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Money(WireValue):
    """An amount in one currency."""

    amount: DecimalText
    currency: str = Field(pattern="^[A-Z]{3}$", description="ISO 4217 code.")

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> Self:
        """Money from a decimal; raises pydantic's ValidationError beyond the digits the wire carries."""
        return cls(amount=decimal_text(amount), currency=currency)

    @property
    def value(self) -> Decimal:
        """The amount as a number."""
        return Decimal(self.amount)


class CustomerRef(WireValue):
    """A customer as known when the event happened."""

    customer_id: str | None = Field(default=None, description="Id in master data, once it is known there.")
    name: str
    contact: str | None = None
    phone: str | None = None
    email: str | None = None


class Line(WireValue):
    """One product with quantity and price."""

    product_id: str
    name: str
    quantity: DecimalText
    unit: str
    unit_price: Money
    amount: Money


class Ownership(WireValue):
    """Who is responsible, and the team and region whose people may see it."""

    owner_id: str
    team: str | None = None
    region: str | None = None


class Notice(WireValue):
    """Something that people should be told now; a contract that carries one as `notice` is told by the gateway."""

    recipients: list[str] = Field(min_length=1, max_length=100, description="Ids of the people to tell.")
    kind: str = Field(
        description="What it is about, such as `lead.follow-up-due`; people choose channels by it."
    )
    title: str = Field(max_length=200)
    title_zh: str = Field(max_length=200)
    text: str = Field(default="", max_length=2000)
    text_zh: str = Field(default="", max_length=2000)
    link: str | None = Field(default=None, description="Where to go in the web app, such as `/leads/<id>`.")
    due_at: UtcTime | None = Field(default=None, description="When what it reminds of is due.")
    urgent: bool = Field(default=False, description="Whether it may disturb people in their quiet hours.")


def decimal_text(number: Decimal) -> str:
    """The number without exponent; zeros beyond the fourth decimal are dropped, other digits never are."""
    text = f"{number:f}"
    whole, point, decimals = text.partition(".")
    return f"{whole}.{decimals[:4]}" if point and not decimals[4:].strip("0") else text
