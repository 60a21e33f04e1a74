"""The confirmation before anything leaves: a key that was set for other work must not send a department's papers."""

import sys

from reviewer.errors import ConfigurationError
from reviewer.language import _
from reviewer.settings import Settings


def ask_to_send(line: str, settings: Settings, *, yes: bool) -> None:
    """Say what is about to leave and to whom; return only where that was confirmed. Raises ConfigurationError."""
    if settings.offline:
        raise ConfigurationError(_("离线（offline）时什么都不发送；要发送请去掉这个设置。"))
    print(line, file=sys.stderr)
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise ConfigurationError(_("没有确认就不发送：请在终端里运行，或加 --yes；不用模型请加 --offline。"))
    print(_("发送吗？[y/N] "), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "是"):
        raise ConfigurationError(_("没有发送。不用模型请加 --offline。"))
