"""Touches: each time that a lead came to us, through which channel and from where, kept so that credit can be shared later."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, StringConstraints

from crm_platform.errors import Invalid
from crm_platform.values import LongText, ShortText, Value

_CLOCKS_DIFFER = timedelta(minutes=5)

Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^[^\s\p{C}]+$")]
"""A web address as the browser told it; it is shown, never followed."""

Attribution = Literal["first", "last", "linear"]


class Channel(StrEnum):
    """How a lead reaches us; the source says why."""

    MANUAL = "manual"
    API = "api"
    IMPORT = "import"
    WEB_FORM = "web-form"
    E_MAIL = "e-mail"


class Utm(Value):
    """The campaign parameters of the page that was visited."""

    source: ShortText | None = None
    medium: ShortText | None = None
    campaign: ShortText | None = None
    term: ShortText | None = None
    content: ShortText | None = None


class Visit(Value):
    """Where somebody came from on the web."""

    referrer: Address | None = None
    landing_page: Address | None = None
    utm: Utm | None = None


class Touch(Visit):
    """One time that a lead came to us. `reference` names the submission or message; `message` is what was said."""

    channel: Channel
    source: ShortText | None = None
    campaign: ShortText | None = None
    occurred_at: AwareDatetime
    message: LongText | None = None
    reference: ShortText | None = None

    def check(self, now: datetime) -> None:
        """Raises `Invalid` for a time to come."""
        if self.occurred_at > now + _CLOCKS_DIFFER:
            raise Invalid.at("#/occurred_at", "in-the-future", "Must not be in the future", "不能是未来时间")


def shares_of(touches: Sequence[Touch], model: Attribution) -> list[float]:
    """The share of a conversion that each touch, in order of time, gets; the shares sum to 1."""
    if model == "linear":
        return [1 / len(touches)] * len(touches)
    chosen = 0 if model == "first" else len(touches) - 1
    return [float(index == chosen) for index in range(len(touches))]
