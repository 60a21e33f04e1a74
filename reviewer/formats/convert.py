"""Legacy and OpenDocument texts (.doc, .wps, .rtf, .odt) turned into .docx by LibreOffice, where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewer.errors import InputError
from reviewer.formats.harmless import file_name
from reviewer.language import _

SECONDS = 120
"""Time that one conversion may take."""
_WINDOWS = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)


def office() -> str | None:
    """The LibreOffice program, or None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((path for path in _WINDOWS if Path(path).is_file()), None)


@contextmanager
def converted(path: Path, suffix: str, target: str) -> Iterator[Path]:
    """The file as `target` ("docx", "xlsx") in a folder that goes away afterwards.

    `suffix` is the format that the content shows; the copy that LibreOffice opens is named by it. Raises InputError
    where LibreOffice is missing, cannot read the file or takes longer than SECONDS.
    """
    program = office()
    if program is None:
        raise InputError(
            _(
                "{name} 是 .{suffix} 格式，需要 LibreOffice 转换："
                "Debian/Ubuntu 用 sudo apt install libreoffice-writer libreoffice-calc 安装，"
                "Windows 从 LibreOffice 官网安装；或者用 Word/WPS 另存为 .docx 再试。"
            ).format(name=file_name(path), suffix=suffix)
        )
    with tempfile.TemporaryDirectory(prefix="reviewer-", ignore_cleanup_errors=True) as folder:
        # A plain name of our own: the user's name may hold anything, a newline or a leading dash included.
        source = Path(folder) / f"source.{suffix}"
        shutil.copyfile(path, source)
        _run(program, source, target, Path(folder), path)
        result = source.with_suffix(f".{target}")
        if not result.is_file():
            raise InputError(
                _("LibreOffice 读不出 {name}：文件可能已损坏，请用 Word/WPS 另存为 .{target} 再试。").format(
                    name=file_name(path), target=target
                )
            )
        yield result


def _run(program: str, source: Path, target: str, folder: Path, path: Path) -> None:
    profile = folder / "profile"
    command = [
        program,
        "--headless",
        "--norestore",
        "--nologo",
        "--nolockcheck",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        target,
        "--outdir",
        str(folder),
        str(source),
    ]
    # LibreOffice starts a child of its own; on a timeout the whole group has to go.
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise InputError(
            _("LibreOffice 用了超过 {seconds} 秒还没读完 {name}，已停止：请用 Word/WPS 另存为 .{target} 再试。").format(
                seconds=SECONDS, name=file_name(path), target=target
            )
        ) from error
    finally:
        if process.poll() is None:
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
