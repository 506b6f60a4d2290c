"""Who may be sent to a customer."""

from collections.abc import Collection
from typing import Self

from crm_platform.values import Ownership, ShortText, Value
from field_service.domain.errors import NotATechnician

_ROLE = "technician"


class Technician(Value):
    """A person work can be given to; their team and region bound who else may see it."""

    name: ShortText
    ownership: Ownership

    @classmethod
    def of(
        cls,
        person_id: str,
        name: str,
        *,
        roles: Collection[str],
        active: bool,
        team: str | None = None,
        region: str | None = None,
    ) -> Self:
        """The person as a technician. Raises `NotATechnician`."""
        if not active or _ROLE not in roles:
            raise NotATechnician(pointer="#/technician_id", technician_id=person_id)
        return cls(name=name, ownership=Ownership(owner_id=person_id, team=team, region=region))
