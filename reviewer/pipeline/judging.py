"""Replies and findings against what is known: `verify` and `eval`."""

import json
from pathlib import Path
from typing import Any

from reviewer.errors import InputError
from reviewer.evaluate import evaluate
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.reading import read
from reviewer.settings import Settings


def judge_replies(file: Path, replies: Path, settings: Settings) -> dict[str, Any]:
    """Each line of `replies` judged by itself against the document in `file`, in order."""
    from reviewer.verify import judge_lines

    k = Knowledge(settings)
    try:
        lines = replies.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError as error:
        raise InputError(_("读不了答复 {file}（{why}）。").format(file=replies, why=error.strerror or error)) from None
    return judge_lines(lines, read(file), k.library, k.words, k.checks.project, policy=k.policy)


def score_against(gold: Path, file: Path, settings: Settings) -> dict[str, Any]:
    """Precision, recall and F1 of the checks on `file` over the labels in `gold`."""
    document = read(file)
    claims: dict[str, set[tuple[int | None, str]]] = {p.key: set() for p in document.projects}
    for finding in Knowledge(settings).checks.document(document).found:
        claims[finding.project].add((finding.row, finding.code))
    return evaluate(read_gold(gold), claims)


def read_gold(file: Path) -> list[dict[str, Any]]:
    """The labels. Raises InputError where the file holds none."""
    try:
        labels = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(_("读不了标注 {file}（{why}）。").format(file=file, why=error)) from None
    if not isinstance(labels, list) or not all(isinstance(x, dict) and "rows" in x for x in labels):
        raise InputError(_("{file} 不是标注文件：应当是项目的列表，每个有 rows。").format(file=file))
    return labels
