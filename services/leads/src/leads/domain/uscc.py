"""统一社会信用代码, the unified social credit code of a Chinese organization (GB 32100-2015)."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_uscc(text: str) -> bool:
    """Whether the text is a code as it is kept: 18 characters in upper case, the last of them the right check."""
    if len(text) != 18 or any(character not in _ALPHABET for character in text):
        return False
    total = sum(
        _ALPHABET.index(character) * weight for character, weight in zip(text[:17], _WEIGHTS, strict=True)
    )
    return _ALPHABET[-total % 31] == text[17]


def uscc_in(text: str | None) -> str | None:
    """The code that a tax number field holds, however it is written; None where it holds something else."""
    code = "".join(unicodedata.normalize("NFKC", text or "").upper().split())
    return code if is_uscc(code) else None


def _checked(text: str) -> str:
    if not is_uscc(text):
        raise PydanticCustomError(
            "bad-uscc", "Is no unified social credit code: the check character does not fit"
        )
    return text


Uscc = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^\s*[0-9A-Za-z]{18}\s*$"),
    AfterValidator(_checked),
]
"""A code with the right check character; lower case is taken, and kept in upper case."""
