"""The screen over the review of tests/review."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from reviewer.review import ReviewSession
from reviewer.settings import Settings
from reviewer.tui.app import ReviewApp
from tests.review.conftest import review, start

__all__ = ["review", "start"]


def seen(app: ReviewApp) -> str:
    """The screen as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


Open = Callable[..., AbstractAsyncContextManager[tuple[ReviewApp, Pilot[None]]]]


@pytest.fixture
def screen(start: Callable[..., ReviewSession]) -> Open:
    """Open the screen as a reviewer would, at a size, with settings."""

    @asynccontextmanager
    async def begin(
        size: tuple[int, int] = (120, 36), settings: Settings | None = None, session: Any = None, **more: Any
    ) -> Any:
        app = ReviewApp(session or start(), settings or Settings(), **more)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield app, pilot

    return begin


Press = Callable[[Pilot[None], str], Awaitable[None]]
