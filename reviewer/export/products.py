"""Which files an export consists of, what they are called, and the one function that writes them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from reviewer.domain.decided import DecidedRow, Tally, by_project, tally
from reviewer.domain.document import Document
from reviewer.domain.project import Project
from reviewer.errors import CommandError
from reviewer.export import words
from reviewer.export.publish import publish, refuse_existing
from reviewer.language import _

FORMATS = ("xlsx", "csv", "json", "md")
"""What --to takes."""

Write = Callable[[Path], None]


def export_review(
    document: Document,
    rows: Iterable[DecidedRow],
    *,
    formats: Sequence[str],
    out_dir: Path,
    original_path: Path | None = None,
    force: bool = False,
    final: bool = False,
    conclusions: Mapping[str, tuple[str, str]] | None = None,
) -> list[Path]:
    """Write every asked format and return the paths, in order.

    `conclusions` gives a project's 通过 / 修改后通过 / 退回 and the main reason, by key. Nothing is written unless all
    names are free (or `force`). Raises CommandError (unknown format, file in the way, 【待填】 left with `final`) and
    StorageError.
    """
    decided = by_project(rows)
    total = tally(r for group in decided.values() for r in group)
    if final:
        refuse_blanks(document, decided)
    reviewed = [(p, decided.get(p.key, [])) for p in document.projects]
    jobs: list[tuple[Path, Write]] = []
    stem = Path(original_path or document.file).stem
    for wanted in dict.fromkeys(formats):
        if wanted not in FORMATS:
            raise CommandError(
                _("不认识导出格式 {name}；可用：{known}。").format(name=wanted, known=", ".join(FORMATS))
            )
        jobs.append((out_dir / f"{stem}.revised.{wanted}", _writer(wanted, document, reviewed, total, conclusions)))
    if not force:
        refuse_existing([path for path, _write in jobs])
    for path, write in jobs:
        with publish(path) as aside:
            write(aside)
    return [path for path, _write in jobs]


def _writer(
    wanted: str,
    document: Document,
    reviewed: list[tuple[Project, list[DecidedRow]]],
    total: Tally,
    conclusions: Mapping[str, tuple[str, str]] | None,
) -> Write:
    def write(path: Path) -> None:
        if wanted == "xlsx":
            from reviewer.export.workbook import write_workbook

            write_workbook(path, reviewed, total.line(), conclusions)
        elif wanted == "csv":
            from reviewer.export.flat_csv import write_csv

            write_csv(path, reviewed)
        elif wanted == "json":
            from reviewer.export.json_record import write_json

            write_json(path, document, reviewed, total)
        else:
            from reviewer.export.markdown import write_markdown

            write_markdown(path, reviewed, total.line())

    return write


def refuse_blanks(document: Document, decided: Mapping[str, Sequence[DecidedRow]]) -> None:
    """Refuse where a 【待填】 stands in a revised table. Raises CommandError that names the first places."""
    left = [(p, r) for p in document.projects for r in decided.get(p.key, ()) if r.blanks]
    if not left:
        return
    places = "、".join(f"{words.label(p)}{f'第{r.row}行' if r.row else '新增行'}" for p, r in left[:3])
    raise CommandError(
        _(
            "还有 {n} 处【待填】没有数值（{places}{more}），不能作为定稿导出；请先补填或导入单位答复，或去掉 --final。"
        ).format(n=sum(r.blanks for _p, r in left), places=places, more=_("等") if len(left) > 3 else "")
    )
