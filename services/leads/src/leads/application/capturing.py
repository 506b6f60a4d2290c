"""Leads that come by themselves: from forms and by mail, by the same policies as those that people enter.

Whoever sent them never learns whether somebody is known; what a policy refuses is only logged.
"""

from pydantic import ValidationError

from crm_platform.context import Context
from crm_platform.errors import FieldError, Invalid
from crm_platform.eventsourcing.log import Recorded
from crm_platform.observability.logging import logger
from leads.application.commands import RegisterLead
from leads.application.converting import Customers
from leads.application.entry import Entry
from leads.domain.columns import coded
from leads.domain.customer_keys import customer_keys
from leads.domain.errors import DuplicateLead, PossibleDuplicate
from leads.domain.lead import LeadProfile
from leads.domain.touches import Touch


class Capturing:
    """Takes leads in, once per key of the context."""

    def __init__(self, entry: Entry, customers: Customers) -> None:
        self._entry = entry
        self._customers = customers

    async def capture(self, profile: LeadProfile, touch: Touch, context: Context) -> Recorded | None:
        """The lead that was registered or came again (`extra["merged"]`); None where the channel blocks it."""
        known = profile.model_copy(update={"customer_id": await self._customer(profile)})
        try:
            return await self._entry.take(RegisterLead.of(known), context, touch)
        except (DuplicateLead, PossibleDuplicate) as refused:
            logger(channel=touch.channel.value, key=context.key).info("not taken", because=refused.code)
            return None

    async def _customer(self, profile: LeadProfile) -> str | None:
        """The customer with the same phone or mail address, where there is exactly one."""
        for kind, key in customer_keys(profile):
            if kind in ("phone", "email") and len(found := await self._customers.having(key)) == 1:
                return found[0]
        return None


def profile_of(answers: dict[str, str], **more: str | None) -> LeadProfile:
    """The lead that answers by field tell of, its region and industry by their codes. Raises `Invalid` with pointers."""
    answers = {field: coded(field, text) for field, text in answers.items()}
    name = next(
        (answers[field] for field in ("name", "company", "contact", "email", "phone") if answers.get(field)),
        "",
    )
    try:
        return LeadProfile.model_validate({**answers, **more, "name": name})
    except ValidationError as refused:
        raise Invalid(
            [
                FieldError(
                    "#/" + "/".join(map(str, e["loc"])), e["type"].replace("_", "-"), e["msg"], "内容无效"
                )
                for e in refused.errors()
            ]
        ) from None
