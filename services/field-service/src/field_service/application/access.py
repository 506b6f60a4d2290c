"""Who reaches which work orders. Dispatching knows no teams: a dispatcher reaches all of them, as a manager does."""

from dataclasses import replace

from crm_platform.security.scope import ADMIN, DISPATCHER, MANAGER, SYSTEM, TECHNICIAN, Principal

DISPATCHING = (DISPATCHER, MANAGER, ADMIN, SYSTEM)
"""Roles that open, assign and cancel, and may stand in for a technician."""

WORKING = (TECHNICIAN, *DISPATCHING)
"""Roles that start and close."""


def reaching(principal: Principal) -> Principal:
    """The principal with the row scope that this context gives them."""
    return replace(principal, scope="all", write_scope="all") if principal.has(*DISPATCHING) else principal
