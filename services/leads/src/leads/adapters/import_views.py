"""The tables that imports and saved mappings are read from."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.persistence.views import Row, View
from leads.domain.import_mapping import ImportMapping
from leads.domain.imports import ImportStatus, LeadImport


def _fold_import(row: Row, event: Any) -> None:
    match event:
        case LeadImport.Started(options=options, importer=importer):
            row |= {"file_name": event.file_name, "status": "running", "started_at": event.timestamp}
            row |= {"owner_id": event.started_by, "mapping": event.mapping, "rows": event.rows}
            row |= {"mode": options.mode.value, "key": options.key, "dry_run": options.dry_run}
            row |= {"team": importer and importer.team, "region": importer and importer.region}
            row["due_at"] = event.timestamp
        case LeadImport.Finished():
            row |= {"status": "finished", "finished_at": event.timestamp, "due_at": None}
            row |= {"created": event.created, "duplicates": event.duplicates, "invalid": event.invalid}
            row |= {"updated": event.updated, "unchanged": event.unchanged, "digest": event.digest}
            row["merged"] = event.merged
        case LeadImport.Failed():
            row |= {"status": "failed", "finished_at": event.timestamp, "reason": event.reason}
            row["due_at"] = None
        case LeadImport.UndoAsked():
            row |= {"status": ImportStatus.UNDOING.value, "due_at": event.timestamp}
        case LeadImport.Undone():
            row |= {"status": ImportStatus.UNDONE.value, "due_at": None}
            row |= {"withdrawn": event.withdrawn, "restored": event.restored, "kept": event.kept}


IMPORTS = View(
    "import_list",
    LeadImport,
    _fold_import,
    sa.Column("file_name", sa.Text),
    *(sa.Column(name, sa.Text) for name in ("owner_id", "team", "region", "mode", "key", "status")),
    sa.Column("dry_run", sa.Boolean),
    sa.Column("mapping", JSONB),
    *(
        sa.Column(name, sa.Integer)
        for name in ("rows", "created", "updated", "merged", "duplicates", "unchanged", "invalid")
    ),
    *(sa.Column(name, sa.Integer) for name in ("withdrawn", "restored", "kept")),
    sa.Column("digest", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("started_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("finished_at", sa.TIMESTAMP(timezone=True)),
    # Since when there is work to do on it in the background.
    sa.Column("due_at", sa.TIMESTAMP(timezone=True)),
    indexed=["due_at", ("started_at", "id")],
)


def _fold_mapping(row: Row, event: Any) -> None:
    match event:
        case ImportMapping.Saved():
            row |= {"name": event.name, "owner_id": event.owner_id, "team": event.team}
            row |= {"region": event.region, "shared": event.shared}
            _understand(row, event)
        case ImportMapping.Replaced():
            _understand(row, event)
        case ImportMapping.Removed():
            row["removed"] = True


def _understand(row: Row, event: ImportMapping.Saved | ImportMapping.Replaced) -> None:
    row |= event.content.model_dump()
    row |= {"removed": False, "saved_at": event.timestamp}


MAPPINGS = View(
    "import_mapping_list",
    ImportMapping,
    _fold_mapping,
    *(sa.Column(name, sa.Text) for name in ("name", "owner_id", "team", "region")),
    sa.Column("shared", sa.Boolean),
    sa.Column("columns", JSONB),
    sa.Column("values", JSONB),
    sa.Column("removed", sa.Boolean),
    sa.Column("saved_at", sa.TIMESTAMP(timezone=True)),
    indexed=["owner_id", "team"],
)
