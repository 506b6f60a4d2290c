"""The refusals of the field-service context."""

from crm_platform.errors import DomainError, Forbidden


class InvalidTransition(DomainError):
    """The work order's status has no such step (`from_status`, `step`); `allowed` names the steps it has."""

    code = "invalid-transition"
    title_en = "A work order that is {from_status} cannot take the step {step}"
    title_zh = "工单当前状态为 {from_status}，不能执行 {step}"


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
