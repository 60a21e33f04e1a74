"""The library: words and terms, norms, nouns and kinds from prompts/library, and a bureau's own indicators from .xlsx.

Each part is loaded when it is first named: `check` takes the words alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reviewer.library.bureau import load_bureau
    from reviewer.library.loading import load_library
    from reviewer.library.wordlist import load_words

__all__ = ["load_bureau", "load_library", "load_words"]

_PARTS = {"load_bureau": "bureau", "load_library": "loading", "load_words": "wordlist"}


def __getattr__(name: str) -> Any:
    if name not in _PARTS:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_PARTS[name]}"), name)
