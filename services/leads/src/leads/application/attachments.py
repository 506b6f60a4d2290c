"""Turns what somebody wants attached into what is recorded: only files that this person has sent whole."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from crm_platform.errors import FieldError, Invalid
from leads.application.follow_up_commands import AttachFile
from leads.domain.file_names import safe_name
from leads.domain.follow_ups import Attachment


class KeptFile(Protocol):
    """What was found of a file that is kept; `size` in bytes."""

    @property
    def media_type(self) -> str: ...
    @property
    def size(self) -> int: ...


class Files(Protocol):
    """The files that people have sent."""

    async def of(self, owner: str, digests: Sequence[str]) -> Mapping[str, KeptFile]: ...


async def sent_of(files: Files, owner: str, wanted: Sequence[AttachFile] | None) -> Mapping[str, KeptFile]:
    """Those of the wanted files that this person has sent, by digest."""
    return await files.of(owner, [one.sha256 for one in wanted]) if wanted else {}


def attached(
    wanted: Sequence[AttachFile],
    sent: Mapping[str, KeptFile],
    owner: str,
    present: Sequence[Attachment] = (),
) -> tuple[Attachment, ...]:
    """What is recorded of the wanted files that `owner` sent; those that are `present` may stay, whoever sent them.

    Raises `Invalid` naming each that is neither.
    """
    before = {one.sha256: one for one in present}
    errors = [
        FieldError(
            f"#/attachments/{index}/sha256", "not-uploaded", "Was not uploaded by you", "您尚未上传该文件"
        )
        for index, one in enumerate(wanted)
        if one.sha256 not in sent and one.sha256 not in before
    ]
    if errors:
        raise Invalid(errors)
    return tuple(_attached(one, before, sent, owner) for one in wanted)


def _attached(
    one: AttachFile, before: Mapping[str, Attachment], sent: Mapping[str, KeptFile], owner: str
) -> Attachment:
    known = before.get(one.sha256)
    if known is not None:
        return known.model_copy(update={"name": safe_name(one.name, known.media_type)})
    kept = sent[one.sha256]
    return Attachment(
        sha256=one.sha256,
        name=safe_name(one.name, kept.media_type),
        media_type=kept.media_type,
        size=kept.size,
        uploaded_by=owner,
    )
