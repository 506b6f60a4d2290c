"""The refusals of the leads context."""

from crm_platform.errors import DomainError


class LeadIsClosed(DomainError):
    """A lead that was converted, disqualified or withdrawn takes no more commands."""

    code = "lead-is-closed"
    title_en = "This lead is already {status}"
    title_zh = "该线索已关闭（{status}）"


class DuplicateLead(DomainError):
    """A lead with the same phone or e-mail exists (`lead_id`, `kind`)."""

    code = "duplicate-lead"
    title_en = "A lead with the same {kind} already exists"
    title_zh = "已存在相同{kind}的线索"


class HappensLater(DomainError):
    """A record tells of a contact that has not happened yet."""

    code = "happens-later"
    status = 422
    title_en = "What is recorded must have happened"
    title_zh = "只能记录已经发生的跟进"


class NoSuchFollowUp(DomainError):
    """The lead has no record of that id."""

    code = "no-such-follow-up"
    status = 404
    title_en = "This lead has no such follow-up"
    title_zh = "该线索没有这条跟进记录"


class NoPlan(DomainError):
    """The lead follows no plan."""

    code = "no-plan"
    title_en = "This lead follows no plan"
    title_zh = "该线索没有进行中的跟进计划"


class NoSuchPlan(DomainError):
    """There is no plan of that name (`plan`)."""

    code = "no-such-plan"
    status = 422
    title_en = "There is no plan {plan}"
    title_zh = "没有名为 {plan} 的跟进计划"


class LeadIsNotConverted(DomainError):
    """Only a converted lead can be taken back (`status`)."""

    code = "lead-is-not-converted"
    title_en = "This lead is {status}, not converted"
    title_zh = "该线索未转化（{status}），无法撤销转化"


class ConversionStands(DomainError):
    """The opportunity was worked on, won or lost (`because`), so the conversion cannot be taken back."""

    code = "conversion-stands"
    title_en = "The conversion cannot be undone: its opportunity is {because}; withdraw it first"
    title_zh = "无法撤销转化：商机已有进展（{because}），请先撤回商机"


class AmbiguousCustomer(DomainError):
    """Several customers are equal in what the lead was compared by (`matched_by`, `customer_ids`)."""

    code = "ambiguous-customer"
    title_en = "Several customers have the same {matched_by}; say which by customer_id"
    title_zh = "存在多个{matched_by}相同的客户，请指定 customer_id"


class FormExpired(DomainError):
    """The form was shown too long ago, or not by us."""

    code = "form-expired"
    status = 422
    title_en = "This form is no longer valid, please load it again"
    title_zh = "表单已失效，请重新加载"


class FormTooFast(DomainError):
    """Nobody fills a form in that fast (`seconds`)."""

    code = "form-too-fast"
    status = 422
    title_en = "Please take at least {seconds} seconds and send the form again"
    title_zh = "提交过快，请在 {seconds} 秒后重新提交"


class OriginNotAllowed(DomainError):
    """The form may not stand on this page."""

    code = "origin-not-allowed"
    status = 403
    title_en = "This form may not be used on that page"
    title_zh = "该页面无权使用此表单"


class MailUnreadable(DomainError):
    """No message can be made out (`reason`)."""

    code = "mail-unreadable"
    status = 422
    title_en = "This is no e-mail message that can be read: {reason}"
    title_zh = "无法读取该邮件（{reason}）"


class ImportIsOver(DomainError):
    """An import that finished or failed takes no more results."""

    code = "import-is-over"
    title_en = "This import is already {status}"
    title_zh = "该导入已结束（{status}）"


class NothingToUndo(DomainError):
    """A dry run wrote nothing, an import that runs is not done, one that was undone is (`status`)."""

    code = "nothing-to-undo"
    title_en = "This import cannot be undone: it is {status}"
    title_zh = "该导入无法撤销（{status}）"


class NotADryRun(DomainError):
    """Only a dry run that finished can be committed (`status`)."""

    code = "not-a-dry-run"
    title_en = "Only a finished dry run can be committed"
    title_zh = "只有已完成的试运行才能提交"


class MappingIsRemoved(DomainError):
    """A saved mapping that was removed is no longer there (`name`)."""

    code = "mapping-is-removed"
    title_en = "The saved mapping {name} was removed"
    title_zh = "已保存的映射「{name}」已被删除"


class NotInAPool(DomainError):
    """Only a lead that lies in a pool can be claimed."""

    code = "not-in-a-pool"
    title_en = "This lead is in no pool any more"
    title_zh = "该线索已不在线索池中"


class HasNoOwner(DomainError):
    """Only somebody's lead can be released."""

    code = "has-no-owner"
    title_en = "This lead is nobody's"
    title_zh = "该线索没有负责人"


class NotOfThisPool(DomainError):
    """The pool is for other people (`pool`)."""

    code = "not-of-this-pool"
    status = 403
    title_en = "You may not claim from the pool {pool}"
    title_zh = "您无权从线索池 {pool} 领取"


class LockedOut(DomainError):
    """Whoever let a lead go may claim it again only after a while (`until`)."""

    code = "locked-out"
    title_en = "You let this lead go and may claim it again after {until}"
    title_zh = "您释放过该线索，{until} 之后才能再次领取"


class DailyLimitReached(DomainError):
    """So many leads a day, and no more, may one person claim from the pool (`limit`)."""

    code = "daily-limit-reached"
    title_en = "You have claimed {limit} leads from this pool today, which is the limit"
    title_zh = "您今天已从该线索池领取 {limit} 条，达到上限"


class UnknownLeave(DomainError):
    """There is no such leave, or it was cancelled."""

    code = "unknown-leave"
    status = 404
    title_en = "There is no such leave"
    title_zh = "没有该休假记录"


class TransferIsOver(DomainError):
    """A transfer that finished hands on nothing more."""

    code = "transfer-is-over"
    title_en = "This transfer is finished"
    title_zh = "该批量移交已完成"


class LeadWasMerged(DomainError):
    """The lead was taken in by another one (`lead_id`), which goes on in its place."""

    code = "lead-was-merged"
    title_en = "This lead was merged into another one"
    title_zh = "该线索已合并到另一条线索"


class NeverMerged(DomainError):
    """The two leads are not merged, so there is nothing to undo."""

    code = "leads-not-merged"
    title_en = "These leads are not merged"
    title_zh = "这两条线索并未合并"


class PossibleDuplicate(DomainError):
    """Leads or customers that are likely the same exist (`candidates`), and the channel's policy blocks those."""

    code = "possible-duplicate"
    title_en = "This is likely to exist already"
    title_zh = "该线索很可能已存在"


class PairIsSettled(DomainError):
    """The pair was judged or merged before."""

    code = "pair-is-settled"
    title_en = "This pair is already {status}"
    title_zh = "该疑似重复已处理（{status}）"


class RunIsOver(DomainError):
    """A duplicate run that finished or failed takes no more results."""

    code = "run-is-over"
    title_en = "This run is already {status}"
    title_zh = "该查重任务已结束（{status}）"


class NoOverride(DomainError):
    """The score of this lead is the model's: there is nothing to lift."""

    code = "no-override"
    title_en = "The score of this lead is not overridden"
    title_zh = "该线索的评分未被人工调整"


class LearningIsOver(DomainError):
    """What was learned, or why nothing was, is known already."""

    code = "learning-is-over"
    title_en = "This learning is already over ({status})"
    title_zh = "该次学习已结束（{status}）"


class NothingLearned(DomainError):
    """Only what was learned can be in force: not what was refused, failed or still goes on."""

    code = "nothing-learned"
    title_en = "Nothing was learned here that could be in force ({status})"
    title_zh = "该次学习没有可启用的结果（{status}）"
