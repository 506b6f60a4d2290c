"""A web form as a page: plain HTML without a script, for a frame on the company's own pages."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from leads.domain.web_form import FormTerms, origin_of

STYLE_PATH: Final = "/api/leads/v1/form-style.css"
TRAP: Final = "homepage"
"""The field that people do not see: whoever fills it in is a program."""

STYLE: Final = """\
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
body { margin: 0 auto; padding: 1rem; max-width: 32rem; }
label { display: block; margin: 0 0 .75rem; }
input, textarea { box-sizing: border-box; width: 100%; min-height: 2.75rem; padding: .5rem; font: inherit; }
textarea { min-height: 6rem; }
button { min-height: 2.75rem; padding: 0 1.5rem; font: inherit; }
.homepage { position: absolute; left: -100vw; }
.refused { color: #b00020; }
"""
_KINDS: Final = {"phone": "tel", "email": "email", "company_size": "number"}
_COMPLETED: Final = {
    "name": "name",
    "company": "organization",
    "contact": "name",
    "phone": "tel",
    "email": "email",
}


def form_page(
    terms: FormTerms,
    *,
    action: str,
    hidden: Mapping[str, str | None],
    given: Mapping[str, str] | None = None,
    refused: Sequence[str] = (),
) -> str:
    """The form, with what was given before and why that was refused."""
    told = given or {}
    faults = "".join(f'<p class="refused" role="alert">{escape(fault)}</p>' for fault in refused)
    fields = "".join(
        _field(each.field, each.label, each.required, told.get(each.field, "")) for each in terms.fields
    )
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
        if value
    )
    trap = f'<label class="homepage" aria-hidden="true">{TRAP}<input name="{TRAP}" tabindex="-1" autocomplete="off"></label>'
    button = f"<button>{escape(terms.submit_label)}</button>"
    return _page(
        terms, f'{faults}<form method="post" action="{escape(action)}">{fields}{trap}{kept}{button}</form>'
    )


def thanks_page(terms: FormTerms) -> str:
    """What is shown when the form was sent."""
    return _page(terms, f"<p>{escape(terms.thanks)}</p>")


def policy(terms: FormTerms) -> str:
    """What the page may load, where it may be framed, and where it may lead."""
    pages = " ".join(terms.allowed_origins) or "'none'"
    onward = f" {origin_of(terms.redirect_url)}" if terms.redirect_url else ""
    return (
        f"default-src 'none'; style-src 'self'; form-action 'self'{onward};"
        f" frame-ancestors {pages}; base-uri 'none'"
    )


def _field(field: str, label: str, required: bool, value: str) -> str:
    needed = " required" if required else ""
    if field == "need":
        return f'<label>{escape(label)}<textarea name="need" maxlength="4000"{needed}>{escape(value)}</textarea></label>'
    completed = f' autocomplete="{_COMPLETED[field]}"' if field in _COMPLETED else ""
    return (
        f'<label>{escape(label)}<input type="{_KINDS.get(field, "text")}" name="{field}" maxlength="200"'
        f'{completed}{needed} value="{escape(value)}"></label>'
    )


def _page(terms: FormTerms, content: str) -> str:
    language = "zh-CN" if terms.language == "zh" else "en"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{escape(terms.heading)}</title><link rel="stylesheet" href="{STYLE_PATH}"></head>'
        f"<body><h1>{escape(terms.heading)}</h1>{content}</body></html>"
    )
