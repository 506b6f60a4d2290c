"""The life of an import."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from crm_testing.given import given, recorded, when
from leads.domain.columns import recognize
from leads.domain.errors import ImportIsOver
from leads.domain.imports import ImportStatus, LeadImport

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
COLUMNS = recognize(["公司", "手机", "序号"])


def started() -> LeadImport:
    return LeadImport.start(
        UUID(int=1),
        file_name="展会.xlsx",
        sha256="a" * 64,
        started_by="li.na",
        columns=COLUMNS,
        rows=3,
        now=NOON,
    )


def finish(running: LeadImport) -> None:
    running.finish(created=1, duplicates=1, invalid=1, now=NOON)


def test_an_import_starts_with_what_it_takes_over_from_which_file() -> None:
    running = when(started).then(
        recorded(
            LeadImport.Started, rows=3, mapping={"公司": "company", "手机": "phone"}, file_name="展会.xlsx"
        )
    )
    assert running.status is ImportStatus.RUNNING


def test_a_running_import_finishes_with_its_counts() -> None:
    finished = (
        given(started()).when(finish).then(recorded(LeadImport.Finished, created=1, duplicates=1, invalid=1))
    )
    assert finished.status is ImportStatus.FINISHED


def test_a_running_import_fails_with_a_reason() -> None:
    failed = (
        given(started())
        .when(lambda i: i.fail("Row 3: broken", now=NOON))
        .then(recorded(LeadImport.Failed, reason="Row 3: broken"))
    )
    assert failed.status is ImportStatus.FAILED


@pytest.mark.parametrize("ended", ["finished", "failed"])
def test_an_import_that_is_over_takes_nothing_more(ended: str) -> None:
    over = started()
    if ended == "finished":
        finish(over)
    else:
        over.fail("broken", now=NOON)
    given(over).when(finish).refused(ImportIsOver, params={"status": ended})
    given(over).when(lambda i: i.fail("again", now=NOON)).refused(ImportIsOver)
