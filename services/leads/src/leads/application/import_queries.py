"""What can be asked about imports and saved mappings, as it goes over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from leads.domain.imports import ImportKey, ImportMode, ImportStatus, Outcome, UndoOutcome


class ImportItem(BaseModel):
    """One import and how far it is."""

    id: UUID
    file_name: str
    status: ImportStatus
    mode: ImportMode
    key: ImportKey
    dry_run: bool
    rows: int | None = Field(description="Rows below the titles that say something.")
    done: int = Field(default=0, description="Rows that have their result.")
    created: int | None
    updated: int | None
    merged: int | None = Field(description="Rows given to the lead that is the same, as the policy wants.")
    duplicates: int | None
    unchanged: int | None
    invalid: int | None
    digest: str | None = Field(
        description="SHA-256 over the results: a dry run and its import have the same."
    )
    withdrawn: int | None = Field(description="By the undo: rows whose lead is gone.")
    restored: int | None = Field(description="By the undo: rows whose lead has its old values again.")
    kept: int | None = Field(description="By the undo: rows that somebody went on from.")
    reason: str | None
    started_by: str
    started_at: datetime
    finished_at: datetime | None


class ImportRow(BaseModel):
    """What became of one row of an import."""

    row: int
    outcome: Outcome
    lead_id: UUID | None = None
    reasons: list[dict[str, Any]] = Field(
        default=[],
        description="Why, by `code`; with `level` warning the row had its effect all the same. `possible-duplicate` has"
        " `candidates`: kind, id, score and evidence, and the `row` where the file itself made or changed the lead.",
    )
    changed: list[str] = Field(default=[], description="The fields that an update or a merge changed.")
    first_row: int | None = Field(
        default=None, description="The row of the same file that made the lead, where another did."
    )
    undo: UndoOutcome | None = None
    undo_reasons: list[dict[str, Any]] = []


class UnknownValue(BaseModel):
    """A word of a file that there is no code for, and how many rows have it."""

    field: str
    value: str
    rows: int


class ImportPreview(BaseModel):
    """How a file would be understood."""

    titles: list[str]
    mapping: dict[str, str] = Field(description="Field by title, for the columns that are recognized.")
    ignored: list[str]
    fields: list[str] = Field(description="What a column can hold.")
    rows: int
    sample: list[list[str]] = Field(description="The first rows.")


class MappingItem(BaseModel):
    """A saved mapping of columns and words."""

    id: UUID
    version: int
    name: str
    shared: bool
    owner_id: str
    team: str | None
    columns: dict[str, str | None]
    values: dict[str, dict[str, str]]
    saved_at: datetime
