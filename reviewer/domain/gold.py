"""What a person says of a project's rows, to measure checks and replies against."""

from reviewer.domain.value import Value


class GoldRow(Value, extra="ignore"):
    """The labels of one row, counted from 1: the codes of its defects, and those over which people differ."""

    row: int
    defects: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()


class Gold(Value, extra="ignore"):
    """The labels of one project, its own and its rows'."""

    project: str
    """The project's key."""
    defects: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    rows: tuple[GoldRow, ...]
