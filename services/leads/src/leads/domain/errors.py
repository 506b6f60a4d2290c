"""The refusals of the leads context."""

from crm_platform.errors import DomainError


class LeadIsClosed(DomainError):
    """A lead that was converted or disqualified takes no more commands."""

    code = "lead-is-closed"
    title_en = "This lead is already {status}"
    title_zh = "该线索已关闭（{status}）"


class DuplicateLead(DomainError):
    """A lead with the same phone or e-mail exists (`lead_id`, `kind`)."""

    code = "duplicate-lead"
    title_en = "A lead with the same {kind} already exists"
    title_zh = "已存在相同{kind}的线索"


class ImportIsOver(DomainError):
    """An import that finished or failed takes no more results."""

    code = "import-is-over"
    title_en = "This import is already {status}"
    title_zh = "该导入已结束（{status}）"
