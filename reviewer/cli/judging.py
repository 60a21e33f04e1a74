"""`verify`: replies from anywhere, judged line by line."""

import sys
from pathlib import Path

from reviewer.cli.text import json_text
from reviewer.errors import InputError
from reviewer.language import _
from reviewer.settings import Settings


def verify(file: Path, replies: Path, form: str, settings: Settings) -> int:
    """Judge each line of `replies` by itself against the document in `file`; InputError where none is a reply."""
    from reviewer.pipeline.judging import judge_replies

    record = judge_replies(file, replies, settings)
    if form == "json":
        sys.stdout.write(json_text(record, indent=1))
        print()
    else:
        for verdict in record["verdicts"]:
            failed = "；".join(c["reason"] for c in verdict["checks"] if c["result"] == "fail")
            word = _("核验通过") if verdict["verified"] else _("未通过")
            print(f"{verdict['line']:>4}  {verdict['project'] or ''}  {verdict['row'] or ''}  {word}  {failed}")
    if not any(verdict["project"] for verdict in record["verdicts"]):
        raise InputError(
            _(
                "{file} 里没有一行是答复：每行应是一个 JSON 对象，有 project 和 proposals，或是批量接口的一份答复。"
            ).format(file=replies)
        )
    return 0
