"""An indicator row as it reads with other texts."""

from reviewer.domain.project import Indicator, RowText
from reviewer.domain.target import parse_target


def reworded(row: Indicator, text: RowText) -> Indicator:
    """The row with these texts in its cells; what it has beside them stays."""
    return row._replace(
        level1=text.level1,
        level2=text.level2,
        name=text.name,
        definition=text.definition or None,
        target=parse_target(text.target),
        basis=text.basis or None,
    )


def new_row(number: int, text: RowText) -> Indicator:
    """A row with this number that no form had."""
    return reworded(Indicator(row=number, target=parse_target("")), text)
