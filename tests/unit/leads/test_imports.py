"""The life of an import."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from crm_testing.given import given, recorded, when
from leads.domain.errors import ImportIsOver, NotADryRun, NothingToUndo
from leads.domain.imports import Importer, ImportMode, ImportOptions, ImportStatus, LeadImport

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LI = Importer(id="li.na", name="Li Na", roles=["manager"], team="east-1", region="east")


def started() -> LeadImport:
    return LeadImport.start(
        UUID(int=1),
        file_name="展会.xlsx",
        sha256="a" * 64,
        importer=LI,
        mapping={"公司": "company", "手机": "phone"},
        options=ImportOptions(),
        rows=3,
        now=NOON,
    )


def finish(running: LeadImport) -> None:
    running.finish({"created": 1, "merged": 2, "duplicate": 1, "invalid": 1}, "b" * 64, now=NOON)


def test_an_import_starts_with_what_it_takes_over_from_which_file() -> None:
    running = when(started).then(
        recorded(
            LeadImport.Started, rows=3, mapping={"公司": "company", "手机": "phone"}, file_name="展会.xlsx"
        )
    )
    assert running.status is ImportStatus.RUNNING


def test_a_running_import_finishes_with_its_counts() -> None:
    finished = (
        given(started())
        .when(finish)
        .then(recorded(LeadImport.Finished, created=1, merged=2, duplicates=1, invalid=1))
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


def tried() -> LeadImport:
    options = ImportOptions(dry_run=True, mode=ImportMode.UPSERT, key="email")
    return LeadImport.start(
        UUID(int=2), file_name="a.csv", sha256="a" * 64, importer=LI, mapping={}, options=options, now=NOON
    )


def test_a_finished_import_is_undone_once() -> None:
    over = started()
    given(over).when(lambda i: i.ask_undo("li.na", now=NOON)).refused(
        NothingToUndo, params={"status": "running"}
    )
    finish(over)
    over.ask_undo("li.na", now=NOON)
    given(over).when(lambda i: i.ask_undo("li.na", now=NOON)).refused(NothingToUndo)
    undone = (
        given(over)
        .when(lambda i: i.end_undo({"withdrawn": 2, "kept": 1}, now=NOON))
        .then(recorded(LeadImport.Undone, withdrawn=2, restored=0, kept=1))
    )
    assert undone.status is ImportStatus.UNDONE
    given(undone).when(lambda i: i.end_undo({}, now=NOON)).refused(ImportIsOver)
    given(undone).when(lambda i: i.ask_undo("li.na", now=NOON)).refused(NothingToUndo)


def test_a_failed_import_can_be_undone_and_a_dry_run_cannot() -> None:
    failed = started()
    failed.fail("Row 3: broken", now=NOON)
    given(failed).when(lambda i: i.ask_undo("li.na", now=NOON)).then(
        recorded(LeadImport.UndoAsked, asked_by="li.na")
    )
    trial = tried()
    finish(trial)
    given(trial).when(lambda i: i.ask_undo("li.na", now=NOON)).refused(
        NothingToUndo, params={"status": "dry-run"}
    )


def test_a_finished_dry_run_is_committed_as_it_was_tried() -> None:
    trial = tried()
    with pytest.raises(NotADryRun):
        trial.to_be_committed()
    finish(trial)
    assert trial.to_be_committed() == ImportOptions(mode=ImportMode.UPSERT, key="email")
    over = started()
    finish(over)
    with pytest.raises(NotADryRun):
        over.to_be_committed()
