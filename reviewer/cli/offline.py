"""What `--offline` means: from here on this process cannot open a connection."""

import sys

from reviewer.errors import ConfigurationError
from reviewer.language import _

_SENDING = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg")
_LOCAL = ("127.0.0.1", "::1")
_on = False


def forbid_network() -> None:
    """Have the interpreter refuse every connection and name look-up, whoever asks; it cannot be taken back."""
    global _on
    if not _on:
        _on = True
        sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _SENDING:
        return
    address = arguments[1] if event != "socket.getaddrinfo" else arguments
    if isinstance(address, str | bytes):
        # A socket of this machine's file system: the display, the log.
        return
    if sys.platform == "win32" and isinstance(address, tuple) and address[0] in _LOCAL:
        # The event loop of Windows talks to itself over loopback.
        return
    raise ConfigurationError(_("离线（--offline）：有程序要连网（{where}），已拒绝。").format(where=address))
