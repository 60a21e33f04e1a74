"""Which files an export consists of, what they are called, and the one function that writes them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from reviewer.domain.decided import DecidedRow, Tally, by_project, tally
from reviewer.domain.document import Document
from reviewer.domain.edit import Edit
from reviewer.domain.project import Project
from reviewer.errors import CommandError
from reviewer.export import words
from reviewer.export.publish import publish, refuse_existing
from reviewer.language import _

FORMATS = ("docx", "xlsx", "csv", "json", "md")
"""What --to takes."""

Write = Callable[[Path], None]


class WriteBack(Protocol):
    """formats.write_back is one."""

    def __call__(self, original: Path, edits: Iterable[Edit], out: Path, *, clean: bool = False) -> None: ...


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
    write_back: WriteBack | None = None,
    clean: bool = False,
) -> list[Path]:
    """Write every asked format and return the paths, in order.

    `write_back(original, edits, out, clean=…)` puts edits into a copy of the original: .docx is written with it, as
    tracked changes (`clean`: taken), and only where the original is one.

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
        if wanted == "docx":
            write = _into_original(document, reviewed, Path(original_path or document.file), write_back, clean)
        else:
            write = _writer(wanted, document, reviewed, total, conclusions)
        jobs.append((out_dir / f"{stem}.revised.{wanted}", write))
    if not force:
        refuse_existing([path for path, _write in jobs])
    for path, write in jobs:
        with publish(path) as aside:
            write(aside)
    return [path for path, _write in jobs]


def _into_original(
    document: Document,
    reviewed: list[tuple[Project, list[DecidedRow]]],
    original: Path,
    write_back: WriteBack | None,
    clean: bool,
) -> Write:
    if document.format != "docx" or write_back is None:
        raise CommandError(
            _("{file} 不是 .docx，不能在原件里写修订；请改用 xlsx、csv、json 或 md。").format(file=original.name)
        )
    if not original.is_file() or sha256(original.read_bytes()).hexdigest() != document.sha256:
        raise CommandError(_("原件 {file} 不在原处，或与审核时不同；请放回原件后再导出 docx。").format(file=original))

    def write(path: Path) -> None:
        from reviewer.export.edits import edits

        write_back(original, [e for project, rows in reviewed for e in edits(project, rows)], path, clean=clean)

    return write


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
