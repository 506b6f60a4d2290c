"""The states of an order and every step between them, in one table."""

from enum import StrEnum

from orders.domain.errors import InvalidTransition


class OrderState(StrEnum):
    PLACED = "placed"
    CONFIRMED = "confirmed"
    IN_PRODUCTION = "in_production"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class Step(StrEnum):
    CONFIRM = "confirm"
    PROGRESS = "progress"
    DELIVER = "deliver"
    INVOICE = "invoice"
    CANCEL = "cancel"


TRANSITIONS: dict[tuple[OrderState, Step], OrderState] = {
    (OrderState.PLACED, Step.CONFIRM): OrderState.CONFIRMED,
    (OrderState.PLACED, Step.CANCEL): OrderState.CANCELLED,
    (OrderState.CONFIRMED, Step.PROGRESS): OrderState.IN_PRODUCTION,
    # What is in stock is delivered without being produced.
    (OrderState.CONFIRMED, Step.DELIVER): OrderState.DELIVERED,
    (OrderState.CONFIRMED, Step.INVOICE): OrderState.CONFIRMED,
    (OrderState.CONFIRMED, Step.CANCEL): OrderState.CANCELLED,
    (OrderState.IN_PRODUCTION, Step.PROGRESS): OrderState.IN_PRODUCTION,
    (OrderState.IN_PRODUCTION, Step.DELIVER): OrderState.DELIVERED,
    (OrderState.IN_PRODUCTION, Step.INVOICE): OrderState.IN_PRODUCTION,
    (OrderState.IN_PRODUCTION, Step.CANCEL): OrderState.CANCELLED,
    (OrderState.DELIVERED, Step.INVOICE): OrderState.DELIVERED,
}


def allowed_steps(state: OrderState) -> list[str]:
    """The steps an order in `state` can take."""
    return [step.value for step in Step if (state, step) in TRANSITIONS]


def after(state: OrderState, step: Step) -> OrderState:
    """The state that `step` leads to. Raises `InvalidTransition`."""
    try:
        return TRANSITIONS[state, step]
    except KeyError:
        raise InvalidTransition(
            from_state=state.value, step=step.value, allowed=allowed_steps(state)
        ) from None
