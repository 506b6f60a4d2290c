"""The table that campaigns are read from."""

from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from crm_platform.errors import NotYet, Unavailable
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, View, select
from leads.domain.sources import Campaign


def _fold(row: Row, event: Any) -> None:
    terms = event.terms
    row |= terms.model_dump(exclude={"cost"})
    row["code"] = event.code
    row |= {"cost": terms.cost and terms.cost.amount, "currency": terms.cost and terms.cost.currency}


CAMPAIGNS = View(
    "campaign_list",
    Campaign,
    _fold,
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("starts_on", sa.Date),
    sa.Column("ends_on", sa.Date),
    sa.Column("cost", sa.Numeric(19, 4)),
    sa.Column("currency", sa.Text),
    sa.Column("active", sa.Boolean, nullable=False),
    indexed=["code", "source"],
)


class StoredCampaigns:
    """Campaigns as the view shows them."""

    def __init__(self, projector: Projector) -> None:
        self._projector = projector

    async def named(self, position: int) -> list[tuple[str, str, str]]:
        """Code, name and source of every campaign; of two with one name the newer comes first."""
        with suppress(NotYet):  # better a campaign that is not recognized than a lead that is refused
            await self._projector.reached(CAMPAIGNS, position)
        table = CAMPAIGNS.table
        statement = (
            sa.select(table.c.code, table.c.name, table.c.source)
            .where(CAMPAIGNS.at(None))
            .order_by(table.c.starts_on.desc().nulls_last(), table.c.code)
        )
        try:
            rows = await select(self._projector.database, statement)
        except Unavailable:  # the view is not made yet
            return []
        return [(row["code"], row["name"], row["source"]) for row in rows]
