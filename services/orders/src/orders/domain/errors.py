"""The refusals of the orders context."""

from crm_platform.errors import DomainError


class OrderExists(DomainError):
    """Another order has this id (`id`)."""

    code = "order-exists"
    title_en = "An order with this id already exists"
    title_zh = "该编号的订单已存在"


class InvalidTransition(DomainError):
    """The order's state has no such step (`from_state`, `step`); `allowed` names the steps it has."""

    code = "invalid-transition"
    title_en = "An order that is {from_state} cannot take the step {step}"
    title_zh = "订单当前状态为 {from_state}，不能执行 {step}"


class AmountMismatch(DomainError):
    """The amount is not the sum of the lines (`amount`, `sum`)."""

    code = "amount-mismatch"
    status = 422
    title_en = "The amount {amount} is not the sum of the lines, {sum}"
    title_zh = "金额 {amount} 与明细合计 {sum} 不一致"


class NothingOrdered(DomainError):
    """An order needs lines or an amount."""

    code = "nothing-ordered"
    status = 422
    title_en = "An order needs lines or an amount"
    title_zh = "订单需要产品明细或金额"


class InvoicedTooMuch(DomainError):
    """An invoice exceeds what is left to invoice (`amount`, `rest`)."""

    code = "invoiced-too-much"
    title_en = "The invoice over {amount} exceeds what is left to invoice, {rest}"
    title_zh = "发票金额 {amount} 超出剩余可开票金额 {rest}"


class InvoiceChanged(DomainError):
    """An invoice number came again with another amount (`invoice_number`, `amount`, `known`)."""

    code = "invoice-changed"
    title_en = "Invoice {invoice_number} is known with {known}, not {amount}"
    title_zh = "发票 {invoice_number} 已按 {known} 登记，与 {amount} 不符"


class DeliveredInTheFuture(DomainError):
    """What was delivered was delivered before now (`delivered_at`)."""

    code = "delivered-in-the-future"
    status = 422
    title_en = "The time of delivery lies in the future"
    title_zh = "交付时间不能晚于当前时间"
