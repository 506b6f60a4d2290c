"""The refusals of the opportunities context."""

from crm_platform.errors import DomainError


class OpportunityExists(DomainError):
    """Another opportunity has this id (`id`)."""

    code = "opportunity-exists"
    title_en = "An opportunity with this id already exists"
    title_zh = "该编号的商机已存在"


class OpportunityIsClosed(DomainError):
    """An opportunity that was won or lost takes no more commands (`status`)."""

    code = "opportunity-is-closed"
    title_en = "This opportunity is already {status}"
    title_zh = "该商机已关闭（{status}）"


class StageJump(DomainError):
    """The pipeline has no such step (`from_stage`, `to_stage`); `allowed` names the stages that can be reached."""

    code = "stage-jump"
    title_en = "An opportunity cannot go from {from_stage} to {to_stage}"
    title_zh = "商机不能从 {from_stage} 直接进入 {to_stage}"


class UnknownStage(DomainError):
    """The pipeline has no stage of this code (`stage`); `stages` names those it has. Won and lost are no stages."""

    code = "unknown-stage"
    status = 422
    title_en = "The pipeline has no stage {stage}"
    title_zh = "销售流程中没有阶段 {stage}"


class ReasonRequired(DomainError):
    """Going back needs a reason (`from_stage`, `to_stage`)."""

    code = "reason-required"
    status = 422
    title_en = "Going back from {from_stage} to {to_stage} needs a reason"
    title_zh = "从 {from_stage} 退回 {to_stage} 需要填写原因"


class AmountMismatch(DomainError):
    """The amount is not the sum of the lines (`amount`, `sum`)."""

    code = "amount-mismatch"
    status = 422
    title_en = "The amount {amount} is not the sum of the lines, {sum}"
    title_zh = "金额 {amount} 与明细合计 {sum} 不一致"


class NothingToOrder(DomainError):
    """Without lines or an amount no order can follow."""

    code = "nothing-to-order"
    title_en = "An opportunity without lines or an amount cannot be won"
    title_zh = "没有产品明细或金额的商机不能赢单"


class HappensLater(DomainError):
    """What is recorded has not happened yet, by our clock."""

    code = "happens-later"
    status = 422
    title_en = "What is recorded must have happened"
    title_zh = "只能记录已经发生的跟进"


class VisitExists(DomainError):
    """Another visit has this id (`id`)."""

    code = "visit-exists"
    title_en = "A visit with this id already exists"
    title_zh = "该编号的拜访已存在"


class VisitNotThere(DomainError):
    """The visit is not where the command needs it to be (`status`)."""

    code = "visit-status"
    title_en = "This cannot be done with a visit that is {status}"
    title_zh = "拜访状态为 {status}，不能执行该操作"


class NoNextStep(DomainError):
    """Only an opportunity has a next step here: that of a lead is set at the lead (`kind`)."""

    code = "no-next-step"
    status = 422
    title_en = "The next step of a {kind} is not kept with the visit"
    title_zh = "{kind} 的下一步不在拜访中记录"
