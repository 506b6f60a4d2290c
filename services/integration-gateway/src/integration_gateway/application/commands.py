"""What administrators can ask of the integration gateway: one class per command, as it comes over HTTP."""

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from crm_platform.values import ShortText, Value
from integration_gateway.domain.webhook import EventFilter

LONGEST_URL = 2048
LONGEST_OVERLAP_HOURS = 7 * 24


def is_secret(text: str) -> str:
    """As Standard Webhooks has them: 24 to 64 bytes in base64 behind `whsec_`."""
    try:
        size = len(b64decode(text.removeprefix("whsec_"), validate=True))
    except NotBase64:
        size = 0
    if not 24 <= size <= 64:
        raise PydanticCustomError("secret-form", "Must be whsec_ and the base64 of 24 to 64 bytes")
    return text


Secret = Annotated[
    str,
    StringConstraints(pattern=r"^whsec_[A-Za-z0-9+/]{32,86}={0,2}$"),
    AfterValidator(is_secret),
]
Url = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_URL)]
Filters = Annotated[list[EventFilter], Field(min_length=1, max_length=50)]


class RegisterWebhook(Value):
    """Send published events to an address from now on."""

    url: Url
    types: Filters
    description: ShortText | None = None
    secret: Secret | None = Field(
        default=None, description="Signs what is sent; without one we make one and show it once."
    )


class ReviseWebhook(Value):
    """Send to another address, or other events. All of it is replaced."""

    url: Url
    types: Filters
    description: ShortText | None = None


class RotateSecret(Value):
    """Sign with a new secret, and for a while with the old one as well."""

    secret: Secret | None = Field(default=None, description="Without one we make one and show it once.")
    overlap_hours: int = Field(default=24, ge=0, le=LONGEST_OVERLAP_HOURS)


class DisableWebhook(Value):
    """Send nothing more to an address."""

    reason: ShortText


class ReplayParked(Value):
    """Try all parked deliveries of a target again."""

    target: Annotated[str, StringConstraints(min_length=1, max_length=120)]
