"""The event log and its companions."""

from crm_platform.persistence.migrating import create_event_log

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_event_log()
