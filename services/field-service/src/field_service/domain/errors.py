"""The refusals of the field-service context."""

from crm_platform.errors import DomainError, Forbidden


class IllegalStep(DomainError):
    """A work order takes no such step (`from_status`, `to_status`); `allowed` names the statuses it can go to."""

    code = "work-order-step"
    title_en = "A work order cannot go from {from_status} to {to_status}"
    title_zh = "工单不能从 {from_status} 变为 {to_status}"


class NotATechnician(DomainError):
    """Work goes only to active people who hold the role technician (`technician_id`)."""

    code = "not-a-technician"
    status = 422
    title_en = "{technician_id} is not an active technician"
    title_zh = "{technician_id} 不是在职的技术人员"


class NotYourWorkOrder(Forbidden):
    """Only the assigned technician and those who dispatch may do this."""

    code = "not-your-work-order"
    title_en = "Only the assigned technician or a dispatcher may do this"
    title_zh = "只有被指派的技术人员或调度员可以执行此操作"


class WorkOrderExists(DomainError):
    """The id that the client chose belongs to another work order (`id`)."""

    code = "work-order-exists"
    title_en = "There is already a work order with this id"
    title_zh = "该 ID 的工单已存在"
