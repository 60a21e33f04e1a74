"""`import`: question lists and review sheets that were filled in, back into the review."""

from pathlib import Path

from reviewer.cli.failures import Failures
from reviewer.cli.text import one_line
from reviewer.language import _
from reviewer.settings import Settings


def import_(review: Path, files: list[Path], settings: Settings) -> int:
    """Take each file in and print what came of it; the highest exit code of the files that failed."""
    from reviewer.pipeline.importing import import_files

    failures = Failures()
    for done in import_files(review, files, settings, failures):
        counts = "，".join(f"{_(word)} {n}" for word, n in done.counts.items() if n)
        print(_("{file}：{counts}").format(file=done.file.name, counts=counts or _("没有填写")))
        if done.remarks:
            print(_("请看这 {n} 处：").format(n=len(done.remarks)))
        for remark in done.remarks:
            where = _("第{line}行").format(line=remark.line)
            print(one_line(f"{where}  {remark.label}  {remark.reason}。", "  "))
    return failures.code
