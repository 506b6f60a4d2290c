"""Files that people attach and files of imports are kept in one place, by who sent them and what they hold."""

from alembic import op

from crm_platform.persistence.migrating import create_blobs

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    create_blobs()
    op.execute(
        "INSERT INTO blobs (owner, digest, length, media_type, touched_at)"
        " SELECT owner, digest, octet_length(content), media_type, stored_at FROM files"
    )
    op.execute(
        "INSERT INTO blob_pieces (owner, digest, start, content) SELECT owner, digest, 0, content FROM files"
    )
    op.execute(
        "WITH whole AS MATERIALIZED (SELECT DISTINCT ON (digest) encode(sha256(content), 'hex') AS digest, content"
        " FROM (SELECT string_agg(content, ''::bytea ORDER BY piece) AS content FROM import_files"
        " GROUP BY import_id) AS files),"
        " kept AS (INSERT INTO blobs (owner, digest, length, media_type)"
        " SELECT 'leads.imports', digest, octet_length(content), 'application/octet-stream' FROM whole)"
        " INSERT INTO blob_pieces (owner, digest, start, content) SELECT 'leads.imports', digest, 0, content FROM whole"
    )
    # Unused since 0.1.0, the first release. What has not come whole is sent anew.
    op.execute("DROP TABLE files, file_parts, import_files")
