"""How the columns and words of files that come again are understood, saved under a name for a person or their team."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, field_validator

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Code, PersonId, ShortText, Value
from leads.domain.columns import FIELDS
from leads.domain.errors import MappingIsRemoved
from leads.domain.imports import Translations

Titles = Annotated[dict[ShortText, Code | None], Field(max_length=200)]
"""The field of each column title; None where a column is left out."""


class MappingContent(Value):
    """What a saved mapping says."""

    columns: Titles = Field(default_factory=dict)
    values: Translations = Field(default_factory=dict)

    @field_validator("columns")
    @classmethod
    def _fields_that_there_are(cls, columns: dict[str, str | None]) -> dict[str, str | None]:
        if unknown := {field for field in columns.values() if field} - set(FIELDS):
            raise ValueError(f"no field is called {', '.join(sorted(unknown))}")
        return columns


class ImportMapping(Aggregate):
    TOPIC = "leads.ImportMapping"

    name: str
    owner_id: str
    team: str | None
    region: str | None
    shared: bool
    content: MappingContent
    removed: bool = False

    class Saved(InitialEvent):
        TOPIC = "leads.ImportMappingSaved"
        name: ShortText
        owner_id: PersonId
        team: Code | None
        region: Code | None
        shared: bool
        content: MappingContent

    class Replaced(DomainEvent):
        TOPIC = "leads.ImportMappingReplaced"
        content: MappingContent

        def apply(self, aggregate: "ImportMapping") -> None:
            aggregate.content = self.content
            aggregate.removed = False

    class Removed(DomainEvent):
        TOPIC = "leads.ImportMappingRemoved"

        def apply(self, aggregate: "ImportMapping") -> None:
            aggregate.removed = True

    @staticmethod
    def id_of(name: str, *, owner_id: str, team: str | None, shared: bool) -> UUID:
        """One name is one mapping: of the team when it is shared, else of the person."""
        whose = ("team", team or "") if shared else ("person", owner_id)
        return derived_id("import-mapping", *whose, name)

    @classmethod
    def save(
        cls,
        name: str,
        content: MappingContent,
        *,
        owner_id: str,
        team: str | None,
        region: str | None,
        shared: bool,
        now: datetime,
    ) -> Self:
        return cls.begin(
            cls.Saved,
            id=cls.id_of(name, owner_id=owner_id, team=team, shared=shared),
            now=now,
            name=name,
            owner_id=owner_id,
            team=team,
            region=region,
            shared=shared,
            content=content,
        )

    def replace(self, content: MappingContent, *, now: datetime) -> None:
        """Understand files so from now on; a mapping that was removed is there again."""
        if self.removed or content != self.content:
            self.record(self.Replaced, now=now, content=content)

    def remove(self, *, now: datetime) -> None:
        if self.removed:
            raise MappingIsRemoved(name=self.name)
        self.record(self.Removed, now=now)
