"""Which files an export consists of, what they are called, and the one function that writes them."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from reviewer.domain.decided import DecidedRow
from reviewer.domain.project import Project
from reviewer.errors import CommandError
from reviewer.export import words
from reviewer.export.order import Order, Product
from reviewer.export.publish import publish, refuse_existing
from reviewer.language import _

Make = Callable[[Order], Iterable[Product]]


def _original(order: Order) -> Iterable[Product]:
    original, write_back = order.original, order.write_back
    if order.document.format != "docx" or write_back is None:
        raise CommandError(
            _("{file} 不是 .docx，不能在原件里写修订；请改用 xlsx、csv、json 或 md。").format(file=original.name)
        )
    if not original.is_file() or sha256(original.read_bytes()).hexdigest() != order.document.sha256:
        raise CommandError(_("原件 {file} 不在原处，或与审核时不同；请放回原件后再导出 docx。").format(file=original))

    def write(path: Path) -> None:
        from reviewer.export.edits import edits

        changes = [e for project, rows in order.reviewed for e in edits(project, rows)]
        write_back(original, changes, path, clean=order.clean)

    yield Product("revised.docx", write)


def _workbook(order: Order) -> Iterable[Product]:
    from reviewer.export.workbook import write_workbook

    yield Product(
        "revised.xlsx", lambda path: write_workbook(path, order.reviewed, order.total.line(), order.conclusions)
    )


def _csv(order: Order) -> Iterable[Product]:
    from reviewer.export import flat_csv

    yield Product("revised.csv", lambda path: flat_csv.write_csv(path, order.reviewed))


def _json(order: Order) -> Iterable[Product]:
    from reviewer.export.json_record import write_json

    yield Product("revised.json", lambda path: write_json(path, order.document, order.reviewed, order.total))


def _markdown(order: Order) -> Iterable[Product]:
    from reviewer.export.markdown import write_markdown

    yield Product("revised.md", lambda path: write_markdown(path, order.reviewed, order.total.line()))


PRODUCTS: dict[str, Make] = {
    "docx": _original,
    "xlsx": _workbook,
    "csv": _csv,
    "json": _json,
    "md": _markdown,
}
"""What --to takes; each product's module is loaded when it is asked for."""


def export_review(
    order: Order, formats: Sequence[str], out_dir: Path, *, force: bool = False, final: bool = False
) -> list[Path]:
    """Write every asked product of one document and return the paths, in order.

    Nothing is written unless all names are free (or `force`). Raises CommandError (unknown product, file in the way,
    【待填】 left with `final`) and StorageError.
    """
    if final:
        refuse_blanks(order.reviewed)
    stem = order.original.stem
    jobs: dict[Path, Product] = {}
    for wanted in dict.fromkeys(formats):
        if wanted not in PRODUCTS:
            raise CommandError(
                _("不认识导出格式 {name}；可用：{known}。").format(name=wanted, known=", ".join(PRODUCTS))
            )
        jobs |= {out_dir / f"{stem}.{product.ending}": product for product in PRODUCTS[wanted](order)}
    if not force:
        refuse_existing(list(jobs))
    for path, product in jobs.items():
        with publish(path) as aside:
            product.write(aside)
    return list(jobs)


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
