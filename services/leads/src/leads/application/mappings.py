"""Saved mappings of columns and words: what an importer chose once is there for the next file of the kind."""

from uuid import UUID

from pydantic import Field

from crm_platform.context import Context
from crm_platform.errors import NotFound
from crm_platform.eventsourcing.log import EventLog, Recorded
from crm_platform.security.scope import Principal
from crm_platform.values import ShortText
from leads.domain.import_mapping import ImportMapping, MappingContent


class SaveMapping(MappingContent):
    """Save a mapping under a name, over the one that has it; for the team when it is shared."""

    name: ShortText
    shared: bool = Field(default=False, description="For everybody in the team.")


class Mappings:
    """Commands on saved mappings."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    async def save(self, command: SaveMapping, context: Context) -> Recorded:
        """Save or replace; see `SaveMapping`."""
        who = context.principal
        content = MappingContent(columns=command.columns, values=command.values)
        id_ = ImportMapping.id_of(command.name, owner_id=who.subject, team=who.team, shared=command.shared)

        def begin() -> ImportMapping:
            return ImportMapping.save(
                command.name,
                content,
                owner_id=who.subject,
                team=who.team,
                region=who.region,
                shared=command.shared,
                now=context.now,
            )

        return await self._log.define(
            context, ImportMapping, id_, begin, lambda m: m.replace(content, now=context.now)
        )

    async def remove(self, mapping_id: UUID, context: Context) -> Recorded:
        """Forget a mapping."""
        return await self._log.change(context, ImportMapping, mapping_id, lambda m: m.remove(now=context.now))

    async def content(self, mapping_id: UUID, principal: Principal) -> MappingContent:
        """What a mapping says. Raises `NotFound` for one of somebody else that is not shared with the caller's team."""
        mapping = await self._log.load(ImportMapping, mapping_id)
        mine = mapping.owner_id == principal.subject or (mapping.shared and mapping.team == principal.team)
        if mapping.removed or not mine:
            raise NotFound
        return mapping.content
