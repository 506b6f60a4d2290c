"""What an earlier version stored is found by this one: files of people and of imports are moved, not lost."""

import asyncio
import shutil
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import psycopg

from crm_platform.persistence.blobs import Blob, Blobs
from crm_platform.persistence.database import Database
from crm_platform.persistence.migrating import migrate
from crm_testing.databases import Databases
from leads.bootstrap import build
from leads.settings import Settings

PIECE = 1024 * 1024
ROWS = b"name,phone\n" + b"x" * (2 * PIECE)
PDF = b"%PDF-1.7 %%EOF"


def _upto(revision: str, migrations: Path, folder: Path) -> Path:
    """The migrations as they were when `revision` was the newest."""
    (folder / "versions").mkdir()
    for file in (migrations / "versions").glob("*.py"):
        if file.name[:4] <= revision:
            shutil.copy(file, folder / "versions")
    return folder


def _store(url: str, digest: str) -> None:
    with psycopg.connect(url, options="-c search_path=leads") as connection:
        connection.execute(
            "INSERT INTO files (owner, digest, media_type, content) VALUES ('li', %s, 'application/pdf', %s)",
            (digest, PDF),
        )
        connection.execute("INSERT INTO file_parts VALUES ('li', 'begun', 0, 9, 'x')")
        for import_id in (uuid4(), uuid4()):
            for start in range(0, len(ROWS), PIECE):
                connection.execute(
                    "INSERT INTO import_files (import_id, piece, content) VALUES (%s, %s, %s)",
                    (import_id, start // PIECE, ROWS[start : start + PIECE]),
                )


async def test_files_of_people_and_of_imports_are_moved_into_one_place(
    databases: Databases, tmp_path: Path
) -> None:
    async with databases.lent() as url:
        role = url.replace("postgres@", "leads@")
        service = build(Settings(database_url=role))
        before = _upto("0006", service.migrations, tmp_path)
        await asyncio.to_thread(migrate, url, role, "leads", before)
        digest, rows = sha256(PDF).hexdigest(), sha256(ROWS).hexdigest()
        await asyncio.to_thread(_store, url, digest)
        await asyncio.to_thread(migrate, url, role, "leads", service.migrations)
        database = Database(role, "leads")
        await database.open()
        blobs = Blobs(database, largest=50 * PIECE)
        assert await blobs.of("li", [digest]) == {digest: Blob(digest, "application/pdf", len(PDF))}
        assert await blobs.content("li", digest) == PDF
        async with blobs.file("leads.imports", rows) as file:
            assert file.read_bytes() == ROWS
        assert await database.fetch("SELECT count(*) FROM blobs") == [(2,)]
        await database.close()
