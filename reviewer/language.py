"""The language of screen, commands and errors.

The source text is Chinese; `reviewer/locale` holds the English catalogue.
Findings, proposals and exports are Chinese whatever the language.
"""

import os
from collections.abc import Callable
from pathlib import Path

LANGUAGES = {"zh": "中文", "en": "English"}
"""What --lang takes, and how each calls itself."""
_translated: Callable[[str], str] | None = None
"""The catalogue's look-up; None where the source text is the language in use."""


def choose() -> str:
    """`zh` or `en` where no flag says which: REVIEWER_LANG, else en in an en_* locale, else zh."""
    if (configured := os.environ.get("REVIEWER_LANG", "")) in LANGUAGES:
        return configured
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "zh"


def use(lang: str) -> None:
    """Switch every later `_` to this language."""
    global _translated
    _translated = None
    if lang != "zh":
        import gettext

        folder = Path(__file__).parent / "locale"
        _translated = gettext.translation("reviewer", folder, languages=[lang], fallback=True).gettext


def _(text: str) -> str:
    """The text in the language in use; formatted by the caller: `_("找不到 {path}").format(path=path)`."""
    return _translated(text) if _translated else text
