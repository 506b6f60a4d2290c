"""The refusals of the integration gateway."""

from crm_platform.errors import DomainError


class DestinationNotAllowed(DomainError):
    """Nothing is sent to this address: its form, scheme, port or network is not allowed (`reason`)."""

    code = "destination-not-allowed"
    status = 422
    title_en = "Nothing may be sent to this address: {reason}"
    title_zh = "不允许向该地址发送数据({reason_zh})"


class DeliveryNotParked(DomainError):
    """Only a parked delivery can be replayed; this one is `status`."""

    code = "delivery-not-parked"
    title_en = "Only a parked delivery can be replayed; this one is {status}"
    title_zh = "只有已搁置的投递可以重放；当前状态为 {status}"


class InvoiceDiffers(DomainError):
    """An invoice is never changed, but `invoice_number` came before with another content."""

    code = "invoice-differs"
    title_en = "Invoice {invoice_number} was reported before with another content"
    title_zh = "发票 {invoice_number} 此前已以不同内容上报"


class NoSecretsKey(DomainError):
    """The installation has no key under which it could keep secrets and the addresses that are secrets."""

    code = "no-secrets-key"
    title_en = "This installation has no key to keep secrets and addresses under"
    title_zh = "此安装未配置用于保存密钥和地址的加密密钥"


class TooManyDevices(DomainError):
    """The caller is told in as many browsers as anybody may be (`limit`); one has to be removed first."""

    code = "too-many-devices"
    title_en = "You are subscribed in {limit} browsers; remove one first"
    title_zh = "您已在 {limit} 个浏览器中订阅，请先移除一个"


class RobotServiceFixed(DomainError):
    """A robot stays in the chats of its `service`; for another one a new robot is registered."""

    code = "robot-service-fixed"
    title_en = "This robot stays with {service}; register another one"
    title_zh = "该机器人属于 {service}，请另行登记"
