"""Conditions that every question has: as of when, whose rows, whose filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from crm_platform.security.scope import Principal


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, now or as of when. `now` is the end of what still lasts."""

    principal: Principal
    now: datetime
    as_of: datetime | None = None

    def known(self, *aliases: LiteralString) -> LiteralString:
        """The condition that picks the facts which hold, or held as far as was known at `as_of`."""
        one: LiteralString = (
            "{0}.recorded_to = 'infinity'"
            if self.as_of is None
            else "{0}.recorded_from <= %(as_of)s AND {0}.recorded_to > %(as_of)s"
        )
        return " AND ".join(one.format(alias) for alias in aliases)

    def begun(self, alias: LiteralString) -> LiteralString:
        """The condition that picks every fact known, whether it still holds or not."""
        return "true" if self.as_of is None else alias + ".recorded_from <= %(as_of)s"

    def ended(self, alias: LiteralString) -> LiteralString:
        """The condition under which a fact is known to have ended."""
        return alias + (".recorded_to < 'infinity'" if self.as_of is None else ".recorded_to <= %(as_of)s")

    def in_scope(self, alias: LiteralString) -> LiteralString:
        """The condition that keeps what the caller may read; needs the columns owner_id, team and region."""
        own = alias + ".owner_id = %(me)s"
        match self.principal.scope:
            case "all":
                return "true"
            case "team" if self.principal.team is not None:
                return f"({own} OR {alias}.team = %(my_team)s)"
            case "region" if self.principal.region is not None:
                return f"({own} OR {alias}.region = %(my_region)s)"
            case _:
                return own

    @property
    def values(self) -> dict[str, Any]:
        """The values of these conditions."""
        me = self.principal
        return {
            "as_of": self.as_of,
            "now": self.as_of or self.now,
            "me": me.subject,
            "my_team": me.team,
            "my_region": me.region,
        }


def matching(columns: Mapping[LiteralString, LiteralString], given: Mapping[str, object]) -> LiteralString:
    """The conditions that the given filters put on their columns."""
    return " AND ".join(
        ["true", *(f"{column} = %({name})s" for name, column in columns.items() if given.get(name) is not None)]
    )
