"""Identities: time-ordered for things people create, derived for things that follow from others."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid5, uuid7

# Fixed for ever: every derived identity in every store depends on it.
_NAMESPACE = UUID("5c9a1f0e-7d0b-5b8e-9f53-6b75616963d2")


def new_id() -> UUID:
    """A new UUIDv7; ids made later in one process sort later."""
    return uuid7()


def derived_id(*parts: str) -> UUID:
    """The same UUIDv5 for the same parts, so a reaction that runs twice names the same thing.

    Parts are joined with their lengths: `("a", "bc")` and `("ab", "c")` differ.
    """
    return uuid5(_NAMESPACE, "".join(f"{len(part)}:{part}" for part in parts))
