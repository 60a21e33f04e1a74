"""Loads the field's words from prompts/library/words.toml."""

import tomllib
from pathlib import Path

from reviewer.domain.words import Words
from reviewer.errors import ConfigurationError
from reviewer.language import _


def load_words(folder: Path) -> Words:
    """The words in `folder`/words.toml. Raises ConfigurationError that names the file and the fault."""
    file = folder / "words.toml"
    try:
        return Words(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(_("读不了词表 {file}：{why}。").format(file=file, why=error)) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(_("词表 {file} 缺少或写错了 {what}，请改正。").format(file=file, what=error)) from None
