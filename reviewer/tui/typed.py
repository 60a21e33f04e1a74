"""Keys are taken in the order in which they were typed, however fast: each after what the last one did."""

import asyncio
from collections import deque
from contextlib import suppress

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event
from textual.events import Key as KeyPress
from textual.widgets import Input

from reviewer.tui.dialogs import Dialog


class TypedInOrder(App[None]):
    """An app whose keys wait for a dialog that one of them opens."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[KeyPress] = deque()
        self._taking = False

    async def on_event(self, event: Event) -> None:
        if not isinstance(event, KeyPress) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(event)
        if not self._taking:
            await self._take_key()

    async def on_dialog_ready(self) -> None:
        if not self._taking:
            await self._take_key()

    async def _take_key(self) -> None:
        """Take the next key; the one after it waits until all that this one set off has come to its end."""
        self._taking = False
        top = self.screen
        if not self._typed or (isinstance(top, Dialog) and not top.ready):
            return
        field = self.focused or top
        await super().on_event(self._typed.popleft())
        if isinstance(top, Dialog) or isinstance(field, Input):
            self._taking = True
            await _digested(field)
            self.call_later(self._settle_key, field)
        elif self._typed:
            self._taking = True
            self.call_later(self._take_key)

    async def _settle_key(self, field: DOMNode) -> None:
        await _digested(field)
        self.call_later(self._take_key)


async def _digested(field: DOMNode) -> None:
    """Wait until a field, and all that it lies in, have done what they were asked and told each other of it."""
    for pump in (field, *field.ancestors_with_self):
        done = asyncio.Event()
        if isinstance(pump, App) or not pump.call_later(done.set):
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), 1)
