"""Leads that come by themselves: from forms and by mail. Who is known already is touched, not registered again."""

from uuid import UUID

from pydantic import ValidationError

from crm_platform.context import Context
from crm_platform.errors import FieldError, Invalid
from crm_platform.eventsourcing.log import Recorded
from leads.application.commands import RegisterLead
from leads.application.converting import Customers
from leads.application.models import ActiveModels
from leads.application.service import Leads
from leads.domain.columns import coded
from leads.domain.customer_keys import customer_keys
from leads.domain.errors import DuplicateLead
from leads.domain.lead import LeadProfile
from leads.domain.touches import Touch


class Capturing:
    """Registers or touches, whichever is right, once per key of the context."""

    def __init__(self, leads: Leads, models: ActiveModels, customers: Customers) -> None:
        self._leads = leads
        self._models = models
        self._customers = customers

    async def capture(self, profile: LeadProfile, touch: Touch, context: Context) -> tuple[Recorded, bool]:
        """The lead, and whether it is new. Somebody with a lead's phone or mail address is that lead."""
        customer_id = await self._customer(profile)
        known = profile.model_copy(update={"customer_id": customer_id})
        try:
            model = await self._models.scoring()
            return await self._leads.register(RegisterLead.of(known), context, model, touch=touch), True
        except DuplicateLead as duplicate:
            lead_id = UUID(str(duplicate.params["lead_id"]))
            return await self._leads.touch(lead_id, touch, context.step("touch")), False

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
