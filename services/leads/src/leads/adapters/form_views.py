"""The table that the list of web forms is read from."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.persistence.views import Row, View
from leads.domain.web_form import WebForm


def _fold(row: Row, event: Any) -> None:
    row |= {"name": event.terms.name, "active": event.terms.active, "changed_at": event.timestamp}
    row["terms"] = event.terms.model_dump(mode="json")


FORMS = View(
    "form_list",
    WebForm,
    _fold,
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("terms", JSONB, nullable=False),
    sa.Column("changed_at", sa.TIMESTAMP(timezone=True), nullable=False),
)
