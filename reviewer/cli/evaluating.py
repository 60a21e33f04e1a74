"""`eval`: findings and replies measured against hand labels."""

import sys
from pathlib import Path

from reviewer.cli.text import json_text
from reviewer.language import _
from reviewer.settings import Settings


def evaluate(gold: Path, file: Path, form: str, settings: Settings) -> int:
    """Print precision, recall and F1 a code, and micro-averaged; of a review also how its replies fared."""
    from reviewer.pipeline.reviewing import SUFFIX

    if file.suffix == SUFFIX:
        from reviewer.pipeline.evaluating import score_review

        record = score_review(gold, file, settings)
    else:
        from reviewer.pipeline.judging import score_against

        record = score_against(gold, file, settings)
    if form == "json":
        sys.stdout.write(json_text(record, indent=1))
        print()
        return 0
    for code, s in [*record["codes"].items(), ("micro", record["micro"])]:
        figures = "  ".join("   — " if s[k] is None else f"{s[k]:.3f}" for k in ("precision", "recall", "f1"))
        print(f"{code:<6}  {figures}  tp {s['tp']:>3}  fp {s['fp']:>3}  fn {s['fn']:>3}")
    if replies := record.get("replies"):
        print(
            _(
                "答复：{projects} 个项目，{requests} 个请求，首答有效 {valid_at_first}，"
                "建议 {proposals} 条，核验通过 {verified}，待单位填报 {waiting}，"
                "判为可用 {sound_rows} 行，漏答 {left} 行。"
            ).format(left=len(replies["forgotten"]), **replies)
        )
    return 0
