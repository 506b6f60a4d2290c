"""The HTTP interface of web forms for who defines them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from crm_platform.http.access import requires
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import ADMIN, DIRECTOR
from leads.adapters.form_views import FORMS
from leads.application.forms import Forms
from leads.domain.web_form import FormTerms

PATH = "/api/leads/v1/forms"
OWNERS = requires(DIRECTOR, ADMIN)


class FormDefined(BaseModel):
    """The id of the form; its page is at `/forms/{id}`."""

    id: UUID


class FormItem(BaseModel):
    """A form and all that is said of it."""

    id: UUID
    version: int
    terms: FormTerms
    changed_at: datetime


def forms_router(forms: Forms, projector: Projector) -> ServiceRouter:
    """Routes to define forms."""
    router = ServiceRouter(PATH, tags=["forms"], dependencies=[OWNERS])
    listing = Listing(
        projector, FORMS, sorts=("name", "changed_at"), default="name", searched=("name",), scope=everything
    )

    @router.post("", status_code=201)
    async def define_form(body: FormTerms, context: CommandContext) -> Answer[FormDefined]:
        """Define a form: what it asks, which source and campaign its leads have, and where it may stand."""
        recorded = await forms.define_form(body, context)
        return answer(FormDefined(id=recorded.id), recorded, location=f"{PATH}/{recorded.id}")

    @router.put("/{form_id}")
    async def revise_form(form_id: UUID, body: FormTerms, context: CommandContext) -> Answer[FormDefined]:
        """Change a form; all of it is replaced."""
        recorded = await forms.revise_form(form_id, body, context)
        return answer(FormDefined(id=recorded.id), recorded)

    @router.get("")
    async def list_forms(
        reading: ReadContext,
        paging: Paged,
        active: Annotated[bool | None, Query(description="Only those in use, or not in use.")] = None,
    ) -> Page[FormItem]:
        """Forms by name; sort by name or changed_at."""
        return await listing.page(reading, paging, FormItem.model_validate, active=active)

    return router
