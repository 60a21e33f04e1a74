"""Loads the field's words from prompts/library/words.toml, and its fixed terms from terms.toml beside it."""

import tomllib
from pathlib import Path
from typing import Any

from reviewer.domain.lexicon import Lexicon
from reviewer.domain.words import Words
from reviewer.errors import ConfigurationError
from reviewer.language import _


def load_words(folder: Path) -> Words:
    """The words in `folder`/words.toml with the terms in terms.toml, where that file is there.

    Raises ConfigurationError that names the file and the fault.
    """
    file = folder / "terms.toml"
    try:
        lexicon = Lexicon(_read(file)) if file.is_file() else None
        file = folder / "words.toml"
        return Words(_read(file), lexicon)
    except (KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(_("词表 {file} 缺少或写错了 {what}，请改正。").format(file=file, what=error)) from None


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(_("读不了词表 {file}：{why}。").format(file=file, why=error)) from None
