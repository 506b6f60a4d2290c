"""Files attached to records: only those that this person has sent whole, under names that are safe to show and to save under."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Protocol

from pydantic import Field

from crm_platform.errors import FieldError, Invalid
from crm_platform.values import Attachment, Digest, ShortText, Value

LONGEST: Final = 150

EXTENSIONS: Final = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
}
"""The kinds of files that are taken, and how their names end."""

TAKEN: Final = """`Content-Type` says what it is; JPEG, PNG, WebP, PDF, DOCX, XLSX and PPTX are taken, and judged by content.
Pictures are kept without the place where they were taken."""

_UNSAFE = re.compile(r'[<>:"/\\|?*%;]+')


class AttachFile(Value):
    """A file that was uploaded before."""

    sha256: Digest
    name: ShortText


Attachments = Annotated[tuple[AttachFile, ...], Field(max_length=20)]


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


def safe_name(name: str, media_type: str) -> str:
    """The name without path, markup and characters that cannot be seen, ending as the kind of file says."""
    visible = "".join(
        c for c in name.replace("\\", "/").rpartition("/")[2] if unicodedata.category(c)[0] != "C"
    )
    endings = EXTENSIONS[media_type]
    stem = _UNSAFE.sub("_", visible).strip(" .")
    ending = next((end for end in endings if stem.lower().endswith(end)), endings[0])
    stem = stem[: -len(ending)] if stem.lower().endswith(ending) else stem
    return (stem.strip(" .")[: LONGEST - len(ending)] or "file") + ending
