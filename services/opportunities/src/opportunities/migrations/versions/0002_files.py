"""Files that people attach to activities and visits."""

from crm_platform.persistence.migrating import create_blobs

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    create_blobs()
