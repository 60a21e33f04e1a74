"""Papers that are written one a budget unit: which units get one, and what its file is called."""

from collections.abc import Iterator

from reviewer.domain.decided import listed
from reviewer.export.order import Order, Reviewed, count
from reviewer.export.safe import file_name


def papers(order: Order, kind: str, extension: str) -> Iterator[tuple[str, str, Reviewed]]:
    """The ending of the file's name, the unit and its projects, for each unit that is due a paper.

    A unit of which nothing is listed while rows are undecided gets none.
    """
    units = list(order.units())
    taken: set[str] = set()
    for unit, reviewed in units:
        if not _due(reviewed):
            continue
        name = file_name(unit)
        while name in taken:
            name += "_"
        taken.add(name)
        yield f"{kind}.{name}.{extension}" if len(units) > 1 else f"{kind}.{extension}", unit, reviewed


def _due(reviewed: Reviewed) -> bool:
    return any(listed(r) for _p, rows in reviewed for r in rows) or not count(reviewed).open
