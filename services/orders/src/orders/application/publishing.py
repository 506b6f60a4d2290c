"""Which domain events of orders become which contracts. Number claims stay private."""

from crm_contracts import values as wire
from crm_contracts.orders import v1
from crm_platform.eventsourcing.publishing import Publishing, wire_line, wire_money
from orders.domain.order import Order
from orders.domain.sale import Sale


def _customer(sale: Sale) -> wire.CustomerRef:
    return wire.CustomerRef(**sale.customer.model_dump())


def _ownership(sale: Sale) -> wire.Ownership:
    return wire.Ownership(**sale.ownership.model_dump())


def _placed(event: Order.Placed) -> v1.OrderPlaced:
    sale = event.sale
    return v1.OrderPlaced(
        number=sale.number,
        opportunity_id=event.opportunity_id and str(event.opportunity_id),
        customer=_customer(sale),
        ownership=_ownership(sale),
        lines=[wire_line(line) for line in sale.lines],
        amount=wire_money(sale.amount),
        placed_at=event.timestamp,
    )


def _confirmed(event: Order.Confirmed) -> v1.OrderConfirmed:
    sale = event.sale
    return v1.OrderConfirmed(
        number=sale.number,
        customer=_customer(sale),
        ownership=_ownership(sale),
        lines=[wire_line(line) for line in sale.lines],
        amount=wire_money(sale.amount),
        promised_on=event.promised_on,
        confirmed_at=event.timestamp,
    )


def _progressed(event: Order.Progressed) -> v1.OrderProgressed:
    return v1.OrderProgressed(**event.progress.model_dump())


def _delivered(event: Order.Delivered) -> v1.OrderDelivered:
    sale = event.sale
    return v1.OrderDelivered(
        number=sale.number,
        customer=_customer(sale),
        ownership=_ownership(sale),
        lines=[wire_line(line) for line in sale.lines],
        delivered_at=event.delivered_at,
        address=event.address,
    )


def _invoiced(event: Order.Invoiced) -> v1.OrderInvoiced:
    invoice = event.invoice
    return v1.OrderInvoiced(
        invoice_number=invoice.number, amount=wire_money(invoice.amount), invoiced_at=invoice.invoiced_at
    )


def _cancelled(event: Order.Cancelled) -> v1.OrderCancelled:
    return v1.OrderCancelled(reason=event.reason, cancelled_at=event.timestamp)


def _customer_linked(event: Order.CustomerLinked) -> v1.OrderCustomerLinked:
    sale = event.sale
    return v1.OrderCustomerLinked(
        number=sale.number,
        customer=_customer(sale),
        ownership=_ownership(sale),
        amount=wire_money(sale.amount),
        promised_on=event.promised_on,
        linked_at=event.timestamp,
    )


publishing = Publishing(
    "orders",
    {
        Order: {
            Order.Placed: _placed,
            Order.Confirmed: _confirmed,
            Order.Progressed: _progressed,
            Order.Delivered: _delivered,
            Order.Invoiced: _invoiced,
            Order.Cancelled: _cancelled,
            Order.CustomerLinked: _customer_linked,
        }
    },
)
