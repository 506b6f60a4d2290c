"""The HTTP interface of saved mappings."""

from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.describing import refusing
from crm_platform.http.listing import Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import Principal
from leads.adapters.import_views import MAPPINGS
from leads.application.import_queries import MappingItem
from leads.application.mappings import Mappings, SaveMapping
from leads.domain.errors import MappingIsRemoved
from leads.entrypoints.http_imports import IMPORTERS

PATH = "/api/leads/v1/import-mappings"


class Saved(BaseModel):
    """The id of the saved mapping."""

    id: UUID


def mappings_router(mappings: Mappings, projector: Projector) -> ServiceRouter:
    """Routes under `/api/leads/v1/import-mappings`."""
    router = ServiceRouter(PATH, tags=["imports"], dependencies=[IMPORTERS])
    listing = Listing(projector, MAPPINGS, sorts=("name", "saved_at"), default="name", scope=_own_or_shared)

    @router.post("", status_code=201)
    async def save_mapping(body: SaveMapping, context: CommandContext) -> Answer[Saved]:
        """Save how columns and words are understood under a name, over what is saved under it."""
        recorded = await mappings.save(body, context)
        return answer(Saved(id=recorded.id), recorded, location=f"{PATH}/{recorded.id}")

    @router.get("")
    async def list_mappings(reading: ReadContext, paging: Paged) -> Page[MappingItem]:
        """The caller's saved mappings and those shared in their team; sort by name or saved_at."""
        return await listing.page(reading, paging, MappingItem.model_validate)

    @router.get("/{mapping_id}")
    async def get_mapping(mapping_id: UUID, reading: ReadContext) -> Answer[MappingItem]:
        """One saved mapping."""
        row = await listing.row(mapping_id, reading)
        return Answer(MappingItem.model_validate(row), version=row["version"])

    @router.delete("/{mapping_id}", responses=refusing(MappingIsRemoved))
    async def remove_mapping(mapping_id: UUID, context: CommandContext) -> Answer[Saved]:
        """Forget a saved mapping."""
        recorded = await mappings.remove(mapping_id, context)
        return answer(Saved(id=recorded.id), recorded)

    return router


def _own_or_shared(table: sa.Table, principal: Principal) -> sa.ColumnElement[bool]:
    shared = sa.and_(table.c.shared, table.c.team.is_not_distinct_from(principal.team))
    return sa.and_(sa.not_(table.c.removed), sa.or_(table.c.owner_id == principal.subject, shared))
