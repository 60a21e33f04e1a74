"""Which files an export consists of, what they are called, and the functions that plan and write them."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from reviewer.domain.decided import DecidedRow
from reviewer.domain.project import Project
from reviewer.errors import CommandError
from reviewer.export import words
from reviewer.export.order import Order, Product
from reviewer.export.publish import Job
from reviewer.language import _

_MACROS = (".docm", ".xlsm")
"""Names that a copy must keep: Office refuses such a file under a plain one."""

Make = Callable[[Order], Iterable[Product]]


def _docx(order: Order) -> Iterable[Product]:
    """The department's Word file with the accepted changes in it; the official tables anew where it gave another."""
    if order.document.format == "docx":
        yield _into_original(order, ".docx")
    else:
        yield Product("revised.docx", lambda path: _anew(order, path))


def _xlsx(order: Order) -> Iterable[Product]:
    """The department's workbook with the accepted changes in it; the tables and the record where it gave another."""
    if order.document.format == "xlsx":
        yield _into_original(order, ".xlsx")
    else:
        yield Product("revised.xlsx", _workbook(order))


def _record(order: Order) -> Iterable[Product]:
    yield Product("record.xlsx", _workbook(order))


def _csv(order: Order) -> Iterable[Product]:
    from reviewer.export import flat_csv

    yield Product("revised.csv", lambda path: flat_csv.write_csv(path, order.reviewed))


def _json(order: Order) -> Iterable[Product]:
    from reviewer.export.json_record import write_json

    yield Product("revised.json", lambda path: write_json(path, order.document, order.reviewed, order.total))


def _markdown(order: Order) -> Iterable[Product]:
    from reviewer.export.markdown import write_markdown

    yield Product("revised.md", lambda path: write_markdown(path, order.reviewed, order.total.line()))


def _opinion(order: Order) -> Iterable[Product]:
    from reviewer.export.opinion import opinions

    return opinions(order)


def _questions(order: Order) -> Iterable[Product]:
    from reviewer.export.questions import question_lists

    return question_lists(order)


def _sheet(order: Order) -> Iterable[Product]:
    from reviewer.export.sheet import review_sheets

    return review_sheets(order)


def _flat(order: Order) -> Iterable[Product]:
    from reviewer.export.flat_sheet import flat_sheets

    return flat_sheets(order)


def _report(order: Order) -> Iterable[Product]:
    from reviewer.export.report import reports

    return reports(order)


PRODUCTS: dict[str, Make] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "csv": _csv,
    "json": _json,
    "md": _markdown,
    "html": _report,
    "record": _record,
    "opinion": _opinion,
    "questions": _questions,
    "sheet": _sheet,
    "flat": _flat,
}
"""What --to takes; each product's module is loaded when it is asked for."""


def jobs(orders: Sequence[Order], formats: Sequence[str], out_dir: Path, *, final: bool = False) -> list[Job]:
    """The asked products of the documents, each with its path; nothing is written yet.

    Raises CommandError (unknown product, an original that is not there, 【待填】 left with `final`, letters where no
    unit of any document is due one).
    """
    if unknown := next((name for name in formats if name not in PRODUCTS), None):
        raise CommandError(_("不认识导出格式 {name}；可用：{known}。").format(name=unknown, known=", ".join(PRODUCTS)))
    planned: list[Job] = []
    undue = dict.fromkeys(formats)
    for order, stem in zip(orders, _stems(orders), strict=True):
        if final:
            refuse_blanks(order.reviewed)
        for wanted in dict.fromkeys(formats):
            for product in PRODUCTS[wanted](order):
                planned.append(Job(out_dir / f"{stem}.{product.ending}", product.write))
                undue.pop(wanted, None)
    if undue:
        raise CommandError(
            _("还没有列入意见的条目（未决 {n} 条）；请先在界面上裁定，再导出 {kind}。").format(
                n=sum(order.total.open for order in orders), kind=", ".join(undue)
            )
        )
    return planned


def _stems(orders: Sequence[Order]) -> list[str]:
    """What the names of each document's exports begin with: its own, numbered where an earlier one has it already."""
    taken: set[str] = set()
    stems = []
    for order in orders:
        stem = own = order.original.stem
        number = 1
        while stem.casefold() in taken:
            number += 1
            stem = f"{own}-{number}"
        taken.add(stem.casefold())
        stems.append(stem)
    return stems


def _into_original(order: Order, suffix: str) -> Product:
    """A copy of the original with the accepted changes in it; it must be the file that was reviewed."""
    original, write_back = order.original, order.write_back
    if not original.is_file() or sha256(original.read_bytes()).hexdigest() != order.document.sha256:
        raise CommandError(
            _("原件 {file} 不在原处，或与审核时不同；请放回原件后再导出 {format}。").format(
                file=original, format=suffix[1:]
            )
        )
    if write_back is None:
        raise CommandError(_("写不回原件 {file}。").format(file=original))

    def write(path: Path) -> None:
        from reviewer.export.edits import all_edits

        write_back(original, all_edits(order.reviewed, order.total), path, clean=order.clean)

    own = original.suffix.lower()
    return Product(f"revised{own if own in _MACROS else suffix}", write)


def _anew(order: Order, path: Path) -> None:
    from reviewer.export.anew import lay_out

    if order.lay_out is None:
        raise CommandError(_("{file} 没有可用的 Word 写出方法。").format(file=order.original.name))
    order.lay_out(lay_out(order), path, clean=order.clean)


def _workbook(order: Order) -> Callable[[Path], None]:
    from reviewer.export.workbook import write_workbook

    return lambda path: write_workbook(path, order)


def refuse_blanks(reviewed: Iterable[tuple[Project, list[DecidedRow]]]) -> None:
    """Refuse where a 【待填】 stands in a revised table. Raises CommandError that names the first places."""
    left = [(p, r) for p, rows in reviewed for r in rows if r.blanks]
    if not left:
        return
    places = "、".join(f"{words.label(p)}{f'第{r.row}行' if r.row else '新增行'}" for p, r in left[:3])
    raise CommandError(
        _(
            "还有 {n} 处【待填】没有数值（{places}{more}），不能作为定稿导出；请先补填或导入单位答复，或去掉 --final。"
        ).format(n=sum(r.blanks for _p, r in left), places=places, more=_("等") if len(left) > 3 else "")
    )
