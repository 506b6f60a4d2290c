"""The import of one lead file: started, finished with its counts or failed with a reason, and perhaps undone."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.values import Code, PersonId, ShortText, Value
from leads.domain.errors import ImportIsOver, NotADryRun, NothingToUndo
from leads.domain.profile import Word

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]
ImportKey = Literal["phone", "email", "id"]
Outcome = Literal["created", "updated", "merged", "duplicate", "unchanged", "invalid"]
UndoOutcome = Literal["withdrawn", "restored", "kept"]
Translations = Annotated[
    dict[Annotated[str, StringConstraints(pattern="^(source|region|industry)$")], dict[ShortText, Word]],
    Field(description="By field: what is written in the file, and what to take it for."),
]


class ImportMode(StrEnum):
    """Make new leads, change those that exist, or both."""

    INSERT = "insert"
    UPDATE = "update"
    UPSERT = "upsert"


class ImportStatus(StrEnum):
    """How far an import is."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class ImportOptions(Value):
    """How the rows of a file are taken: by `mode`, existing leads found by `key`, or only tried."""

    mode: ImportMode = ImportMode.INSERT
    key: ImportKey = "phone"
    clear: bool = Field(default=False, description="Empty cells empty the fields of leads that are updated.")
    dry_run: bool = Field(default=False, description="Tell what would become of each row, and write no lead.")
    values: Translations = Field(default_factory=dict)


class Importer(Value):
    """Who imports: their leads are what an update reaches."""

    id: PersonId
    name: ShortText
    roles: list[str]
    team: Code | None = None
    region: Code | None = None


class LeadImport(Aggregate):
    TOPIC = "leads.LeadImport"

    file_name: str
    sha256: str
    started_by: str
    mapping: dict[str, str]
    rows: int | None
    options: ImportOptions = ImportOptions()
    importer: Importer | None = None
    status: ImportStatus = ImportStatus.RUNNING

    class Started(InitialEvent):
        TOPIC = "leads.LeadImportStarted"
        file_name: ShortText
        sha256: Sha256
        started_by: PersonId
        rows: Count | None
        mapping: dict[str, str]
        options: ImportOptions = ImportOptions()
        importer: Importer | None = None

    class Finished(DomainEvent):
        TOPIC = "leads.LeadImportFinished"
        created: Count
        duplicates: Count
        invalid: Count
        updated: Count = 0
        unchanged: Count = 0
        merged: Count = 0
        digest: Sha256 | None = None

        def apply(self, aggregate: "LeadImport") -> None:
            aggregate.status = ImportStatus.FINISHED

    class Failed(DomainEvent):
        TOPIC = "leads.LeadImportFailed"
        reason: ShortText

        def apply(self, aggregate: "LeadImport") -> None:
            aggregate.status = ImportStatus.FAILED

    class UndoAsked(DomainEvent):
        TOPIC = "leads.LeadImportUndoAsked"
        asked_by: PersonId

        def apply(self, aggregate: "LeadImport") -> None:
            aggregate.status = ImportStatus.UNDOING

    class Undone(DomainEvent):
        TOPIC = "leads.LeadImportUndone"
        withdrawn: Count
        restored: Count
        kept: Count

        def apply(self, aggregate: "LeadImport") -> None:
            aggregate.status = ImportStatus.UNDONE

    @classmethod
    def start(
        cls,
        id: UUID,  # noqa: A002
        *,
        file_name: str,
        sha256: str,
        importer: Importer,
        mapping: Mapping[str, str],
        options: ImportOptions,
        rows: int | None = None,
        now: datetime,
    ) -> Self:
        """Begin with a file whose columns are understood (field by title); `rows` without the header."""
        return cls.begin(
            cls.Started,
            id=id,
            now=now,
            file_name=file_name,
            sha256=sha256,
            started_by=importer.id,
            rows=rows,
            mapping=dict(mapping),
            options=options,
            importer=importer,
        )

    def finish(self, counts: Mapping[Outcome, int], digest: str, *, now: datetime) -> None:
        """Every row has its result; `digest` is over all of them."""
        self._must_run()
        self.record(
            self.Finished,
            now=now,
            created=counts.get("created", 0),
            duplicates=counts.get("duplicate", 0),
            invalid=counts.get("invalid", 0),
            updated=counts.get("updated", 0),
            unchanged=counts.get("unchanged", 0),
            merged=counts.get("merged", 0),
            digest=digest,
        )

    def fail(self, reason: str, *, now: datetime) -> None:
        """The file cannot be read on."""
        self._must_run()
        self.record(self.Failed, now=now, reason=reason)

    def ask_undo(self, asked_by: str, *, now: datetime) -> None:
        """Take back what the import wrote, as far as nobody went on from it."""
        if self.options.dry_run:
            raise NothingToUndo(status="dry-run")
        if self.status not in (ImportStatus.FINISHED, ImportStatus.FAILED):
            raise NothingToUndo(status=self.status.value)
        self.record(self.UndoAsked, now=now, asked_by=asked_by)

    def to_be_committed(self) -> ImportOptions:
        """How the same file is taken for good after a dry run. Raises `NotADryRun`."""
        if not self.options.dry_run or self.status is not ImportStatus.FINISHED:
            raise NotADryRun(status=self.status.value)
        return self.options.model_copy(update={"dry_run": False})

    def end_undo(self, counts: Mapping[UndoOutcome, int], *, now: datetime) -> None:
        """Every row that had an effect was withdrawn, restored or kept."""
        if self.status is not ImportStatus.UNDOING:
            raise ImportIsOver(status=self.status.value)
        self.record(
            self.Undone,
            now=now,
            withdrawn=counts.get("withdrawn", 0),
            restored=counts.get("restored", 0),
            kept=counts.get("kept", 0),
        )

    @property
    def owner_id(self) -> str | None:
        return self.started_by

    @property
    def team(self) -> str | None:
        return self.importer.team if self.importer else None

    @property
    def region(self) -> str | None:
        return self.importer.region if self.importer else None

    def _must_run(self) -> None:
        if self.status is not ImportStatus.RUNNING:
            raise ImportIsOver(status=self.status.value)
