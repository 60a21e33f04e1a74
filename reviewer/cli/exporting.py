"""`export`: the files a reviewer hands over."""

from pathlib import Path

from reviewer.language import _
from reviewer.settings import Settings


def export(
    review: Path, to: str, out: Path | None, settings: Settings, *, force: bool, final: bool, clean: bool
) -> int:
    """Write every asked format and name the files; raises what the writing raises, with nothing half written."""
    from reviewer.pipeline.exporting import export_files

    formats = [name.strip().lower() for name in to.split(",") if name.strip()]
    written = export_files(review, formats, out, settings, force=force, final=final, clean=clean)
    for path in written.paths:
        print(_("已写出 {path}").format(path=path))
    print(written.front)
    return 0
