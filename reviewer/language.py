"""The language of screen, commands and errors.

The source text is Chinese; `reviewer/locale` holds the English catalogue.
Findings, proposals and exports are Chinese whatever the language.
"""

import gettext
import os
from pathlib import Path

_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def choose(lang: str | None = None) -> str:
    """`zh` or `en`: the flag, else REVIEWER_LANG, else en in an en_* locale, else zh."""
    if lang in ("zh", "en"):
        return lang
    if (configured := os.environ.get("REVIEWER_LANG", "")) in ("zh", "en"):
        return configured
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "zh"


def use(lang: str) -> None:
    """Switch every later `_` to this language."""
    global _catalogue
    _catalogue = gettext.translation("reviewer", Path(__file__).parent / "locale", languages=[lang], fallback=True)


def _(text: str) -> str:
    """The text in the language in use; formatted by the caller: `_("找不到 {path}").format(path=path)`."""
    return _catalogue.gettext(text)
