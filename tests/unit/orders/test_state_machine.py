"""The table of states: every step not in it is refused, and every order can come to an end."""

from itertools import product

import pytest

from orders.domain.errors import InvalidTransition
from orders.domain.state_machine import TRANSITIONS, OrderState, Step, after, allowed_steps


@pytest.mark.parametrize(("state", "step"), list(product(OrderState, Step)))
def test_a_step_is_taken_when_the_table_has_it_and_else_refused_with_those_it_has(
    state: OrderState, step: Step
) -> None:
    if (state, step) in TRANSITIONS:
        assert after(state, step) is TRANSITIONS[state, step]
        return
    with pytest.raises(InvalidTransition) as refused:
        after(state, step)
    assert refused.value.params == {
        "from_state": state.value,
        "step": step.value,
        "allowed": allowed_steps(state),
    }


def test_every_state_is_reached_from_placed() -> None:
    reached = {OrderState.PLACED}
    while more := {to for (start, _), to in TRANSITIONS.items() if start in reached} - reached:
        reached |= more
    assert reached == set(OrderState)


def test_a_cancelled_order_takes_no_step_and_a_delivered_one_only_invoices() -> None:
    assert allowed_steps(OrderState.CANCELLED) == []
    assert allowed_steps(OrderState.DELIVERED) == ["invoice"]
