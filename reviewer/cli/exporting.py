"""`export`: the files a reviewer hands over."""

import re
from datetime import date
from pathlib import Path

from reviewer.errors import CommandError
from reviewer.language import _
from reviewer.settings import Settings


def export(
    review: Path, to: str, out: Path | None, settings: Settings, *, force: bool, final: bool, clean: bool, due: str = ""
) -> int:
    """Write every asked format and name the files; raises what the writing raises, with nothing half written."""
    from reviewer.pipeline.exporting import export_files

    formats = [name.strip().lower() for name in to.split(",") if name.strip()]
    if not formats:
        raise CommandError(_("--to 里没有写要哪种格式；reviewer export --help 列出全部。"))
    written = export_files(review, formats, out, settings, force=force, final=final, clean=clean, due=day(due))
    for path in written.paths:
        print(_("已写出 {path}").format(path=path))
    print(written.front)
    return 0


def day(text: str) -> str:
    """A day as a letter prints it: 2021-03-15 or 20210315 is 2021年3月15日. Raises CommandError for no day."""
    if not text.strip():
        return ""
    digits = re.findall(r"\d+", text)
    if len(digits) == 1 and len(digits[0]) == 8:
        digits = [digits[0][:4], digits[0][4:6], digits[0][6:]]
    try:
        year, month, of_month = (int(d) for d in digits)
        given = date(year, month, of_month)
    except ValueError:
        raise CommandError(_("--due 要写成一个日期，如 2021-03-15；“{text}”不是。").format(text=text)) from None
    return f"{given.year}年{given.month}月{given.day}日"
