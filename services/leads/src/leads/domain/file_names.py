"""Names of files that people attach: whatever they send, what is kept is safe to show and to save under."""

import re
import unicodedata
from typing import Final

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

_UNSAFE = re.compile(r'[<>:"/\\|?*%;]+')


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
