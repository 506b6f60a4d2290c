"""What can be asked of the field-service context: one class per command, as it comes over HTTP."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from crm_platform.values import Code, Email, Line, LongText, PersonId, Phone, ShortText, Value
from field_service.domain.job import MOST_ITEMS, JobKind
from field_service.domain.work_order import WorkResult


def _plannable(time: datetime) -> datetime:
    if not 2000 <= time.year < 2100:
        raise ValueError("Must be in this century")
    return time.astimezone(UTC)


class AskedCustomer(Value):
    """Who is to be visited: a customer of master data by id, or somebody by name. What is left out is filled in."""

    customer_id: Code | None = None
    name: ShortText | None = None
    contact: ShortText | None = None
    phone: Phone | None = None
    email: Email | None = None


class OpenWorkOrder(Value):
    """Have somebody go to a customer. The client may choose the id."""

    id: UUID | None = None
    kind: JobKind
    customer: AskedCustomer
    summary: ShortText
    address: ShortText | None = Field(default=None, description="Left out: the address that master data has.")
    items: tuple[Line, ...] = Field(default=(), max_length=MOST_ITEMS)


class AssignWorkOrder(Value):
    """Give the work to a technician, or to another before it is started."""

    technician_id: PersonId
    scheduled_for: Annotated[AwareDatetime, AfterValidator(_plannable)] | None = None


class CloseWorkOrder(Value):
    """Tell what came of the work."""

    result: WorkResult
    note: LongText | None = None


class CancelWorkOrder(Value):
    """Nobody has to go any more."""

    reason: ShortText
