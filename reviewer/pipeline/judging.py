"""Replies and findings against what is known: `verify` and `eval`."""

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reviewer.domain.gold import Gold
from reviewer.errors import InputError
from reviewer.evaluate import evaluate
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reading import read
from reviewer.settings import Settings, reason


def judge_replies(file: Path, replies: Path, settings: Settings) -> dict[str, Any]:
    """Each line of `replies` judged by itself against the document in `file`, in order."""
    from reviewer.verify import judge_lines

    k = Knowledge(settings)
    try:
        lines = replies.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError as error:
        raise InputError(_("读不了答复 {file}（{why}）。").format(file=replies, why=error.strerror or error)) from None
    return judge_lines(lines, read(file), k.library, k.checks.project)


def score_against(gold: Path, file: Path, settings: Settings) -> dict[str, Any]:
    """Precision, recall and F1 of the checks on `file` over the labels in `gold`."""
    document = read(file)
    claims: dict[str, set[tuple[int | None, str]]] = {p.key: set() for p in document.projects}
    for finding in Knowledge(settings).checks.document(document).found:
        claims[finding.project].add((finding.row, finding.code))
    return evaluate(read_gold(gold), claims)


def read_gold(file: Path) -> tuple[Gold, ...]:
    """The labels. Raises InputError where the file holds none, with the first place that is wrong."""
    try:
        return TypeAdapter(tuple[Gold, ...]).validate_json(file.read_text(encoding="utf-8-sig"))
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(
            _("{file} 不是标注文件：应当是项目的列表，每个有 project 和 rows（{place}{why}）。").format(
                file=file, place="".join(f"{part}." for part in first["loc"]), why=reason(first)
            )
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(_("读不了标注 {file}（{why}）。").format(file=file, why=error)) from None
