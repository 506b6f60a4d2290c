"""One index of customers instead of two, made from what is known of them; it serves conversions and candidates."""

import sqlalchemy as sa
from alembic import op

from crm_contracts.integration_gateway.v1 import CustomerRecorded
from leads.adapters.customers import INDEX, indexed

revision = "0009"
down_revision = "0008"

# The old index may have heard of a customer before the copies did, and the other way round.
_KNOWN = """
SELECT DISTINCT ON (id) version, content FROM (
  SELECT id, version, content FROM copies WHERE kind = 'CustomerRecorded'
  UNION ALL SELECT id, version, content FROM customer_identities) known
 ORDER BY id, version DESC"""


def upgrade() -> None:
    connection = op.get_bind()
    known = [
        (version, CustomerRecorded.model_validate(content))
        for version, content in connection.execute(sa.text(_KNOWN))
    ]
    op.execute("ALTER TABLE customer_identities DROP COLUMN content")
    if known:
        connection.exec_driver_sql(INDEX, list(indexed(known)))
    op.execute("DROP TABLE customer_keys")
    for table, column in (("positions", "name"), ("parked", "consumer")):
        op.execute(f"DELETE FROM {table} WHERE {column} LIKE 'leads.customer-keys%'")
