"""The import of one lead file: started, then finished with its counts or failed with a reason."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.values import PersonId, ShortText
from leads.domain.columns import Columns
from leads.domain.errors import ImportIsOver

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]


class ImportStatus(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class LeadImport(Aggregate):
    TOPIC = "leads.LeadImport"

    file_name: str
    sha256: str
    started_by: str
    mapping: dict[str, str]
    status: ImportStatus = ImportStatus.RUNNING

    class Started(InitialEvent):
        TOPIC = "leads.LeadImportStarted"
        file_name: ShortText
        sha256: Sha256
        started_by: PersonId
        rows: Count | None
        mapping: dict[str, str]

    class Finished(DomainEvent):
        TOPIC = "leads.LeadImportFinished"
        created: Count
        duplicates: Count
        invalid: Count

        def apply(self, aggregate: "LeadImport") -> None:
            aggregate.status = ImportStatus.FINISHED

    class Failed(DomainEvent):
        TOPIC = "leads.LeadImportFailed"
        reason: ShortText

        def apply(self, aggregate: "LeadImport") -> None:
            aggregate.status = ImportStatus.FAILED

    @classmethod
    def start(
        cls,
        id: UUID,  # noqa: A002
        *,
        file_name: str,
        sha256: str,
        started_by: str,
        columns: Columns,
        rows: int | None = None,
        now: datetime,
    ) -> Self:
        """Begin with a file whose columns are understood; `rows` without the header, when they are counted."""
        return cls.begin(
            cls.Started,
            id=id,
            now=now,
            file_name=file_name,
            sha256=sha256,
            started_by=started_by,
            rows=rows,
            mapping=columns.mapping,
        )

    def finish(self, *, created: int, duplicates: int, invalid: int, now: datetime) -> None:
        """Every row has its result."""
        self._must_run()
        self.record(self.Finished, now=now, created=created, duplicates=duplicates, invalid=invalid)

    def fail(self, reason: str, *, now: datetime) -> None:
        """The file cannot be read on."""
        self._must_run()
        self.record(self.Failed, now=now, reason=reason)

    def _must_run(self) -> None:
        if self.status is not ImportStatus.RUNNING:
            raise ImportIsOver(status=self.status.value)
