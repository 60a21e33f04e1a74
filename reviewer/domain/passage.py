"""A quote where it stands in the document."""

from typing import NamedTuple


class Passage(NamedTuple):
    """The place in words (第3行指标值), and what stands before and after the quote in its cell or paragraph."""

    place: str
    left: str
    quote: str
    right: str
