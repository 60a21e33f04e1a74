"""The revised tables in Markdown: a heading and two tables a project, readable as text and by our own reader."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from reviewer.domain.decided import DecidedRow, revise
from reviewer.domain.harmless import harmless
from reviewer.domain.laid import Line
from reviewer.domain.project import Project
from reviewer.export import layout, words


def write_markdown(path: Path, reviewed: Iterable[tuple[Project, list[DecidedRow]]], front: str) -> None:
    """Write to `path`, project by project."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"# {words.TITLE}\n\n{front}\n")
        for project, rows in reviewed:
            file.write(f"\n## {_inline(layout.title(project))}\n\n")
            heads = layout.further_columns(project)
            revised = revise(project, rows)
            columns = (*layout.COLUMNS, *heads)
            for number, line in enumerate(layout.head_lines(project, len(columns))):
                file.write(_row(_spread(line)))
                if number == 0:
                    file.write(_rule(len(columns)))
            file.write("\n")
            file.write(_row(columns) + _rule(len(columns)))
            file.writelines(_row(r) for r in layout.table_rows(revised, heads))
            asked = [q for r in rows if r.changed and (q := r.question)]
            if asked:
                file.write("\n")
                file.writelines(f"{n}. 待填：{_inline(q)}\n" for n, q in enumerate(asked, 1))


def _spread(line: Line) -> list[str]:
    """A line's texts, a cell a column; Markdown has no merged cells."""
    return [text for span in line for text in (span.text, *[""] * (span.width - 1))]


def _row(texts: Sequence[str]) -> str:
    return "| " + " | ".join(_cell(t) for t in texts) + " |\n"


def _rule(width: int) -> str:
    return "|" + "---|" * width + "\n"


def _cell(text: str) -> str:
    return harmless(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", "<br>")


def _inline(text: str) -> str:
    return harmless(text).replace("<", "&lt;").replace("\n", " ")
