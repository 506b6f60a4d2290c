"""Which rows a role sees and changes, and how often a caller may ask."""

from typing import Any

import pytest

from crm_platform.errors import TooMany
from crm_platform.security.ratelimit import RateLimit
from crm_platform.security.scope import ROLE_SCOPES, Principal, changeable, system_principal, visible

OWN = ("wang", "south-1", "south")
TEAM = ("li", "south-1", "south")
REGION = ("xu", "south-2", "south")
OTHER = ("zhou", "east-1", "east")


@pytest.mark.parametrize(
    ("role", "seen", "changed"),
    [
        ("salesperson", [OWN], [OWN]),
        ("technician", [OWN], [OWN]),
        ("manager", [OWN, TEAM], [OWN, TEAM]),
        ("director", [OWN, TEAM, REGION], [OWN, TEAM, REGION]),
        ("analyst", [OWN, TEAM, REGION, OTHER], [OWN]),
        ("dispatcher", [OWN], [OWN]),
        ("admin", [OWN, TEAM, REGION, OTHER], [OWN, TEAM, REGION, OTHER]),
        ("unheard-of", [OWN], [OWN]),
    ],
)
def test_a_role_bounds_what_is_seen_and_what_is_changed(role: Any, seen: Any, changed: Any) -> None:
    principal = Principal.of("wang", [role], team="south-1", region="south")
    rows = [OWN, TEAM, REGION, OTHER]
    assert [row for row in rows if visible(principal, *row)] == seen
    assert [row for row in rows if changeable(principal, *row)] == changed


def test_the_widest_of_several_roles_counts_but_reading_widely_is_not_writing_widely() -> None:
    principal = Principal.of("wang", ["salesperson", "manager", "analyst"], team="south-1")
    assert (principal.scope, principal.write_scope) == ("all", "team")


def test_a_manager_without_a_team_does_not_see_what_has_no_team() -> None:
    principal = Principal.of("wang", ["manager"])
    assert not visible(principal, "li", None, None)
    assert not visible(Principal.of("wang", ["director"]), None, None, None)


def test_no_role_is_no_more_than_ones_own() -> None:
    assert Principal.of("wang").scope == "own"
    assert not Principal.of("wang").has(*ROLE_SCOPES)
    assert system_principal("orders").scope == "all"


def test_a_bucket_lets_a_burst_through_and_then_the_steady_rate() -> None:
    now = [0.0]
    limit = RateLimit(10, 20, clock=lambda: now[0])
    for _ in range(20):
        limit.take("wang")
    with pytest.raises(TooMany) as refused:
        limit.take("wang")
    assert refused.value.retry_after == pytest.approx(0.1)
    limit.take("li")
    now[0] += 0.1
    limit.take("wang")
    with pytest.raises(TooMany):
        limit.take("wang")


def test_no_rate_is_no_limit() -> None:
    limit = RateLimit(0)
    for _ in range(1000):
        limit.take("wang")


def test_callers_are_forgotten_before_memory_runs_out() -> None:
    limit = RateLimit(1, 1, capacity=10, clock=lambda: 0.0)
    limit.take("first")
    for n in range(10):
        limit.take(f"caller-{n}")
    limit.take("first")
