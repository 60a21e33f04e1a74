"""Probes the configured endpoint and remembers what was found."""

import asyncio

from reviewer.errors import ConfigurationError, ServiceError
from reviewer.llm import Endpoint, endpoint
from reviewer.llm.doctor import SCHEMA, Diagnosis, examine
from reviewer.settings import Settings
from reviewer.store.replies import Replies


def diagnose(settings: Settings) -> tuple[Endpoint, Diagnosis]:
    """What the endpoint does. Raises ConfigurationError, ServiceError."""
    to = endpoint(settings)
    found = asyncio.run(_examined(to))
    if found.shape is not None:
        with Replies(settings.cache) as replies:
            replies.remember(to.name, found.shape.learned())
    return to, found


async def _examined(to: Endpoint) -> Diagnosis:
    from reviewer.llm.call import Caller
    from reviewer.llm.failure import CallError

    try:
        async with Caller(to, SCHEMA) as call:
            return await examine(call)
    except CallError as failure:
        raise (ConfigurationError if failure.setting else ServiceError)(failure.reason) from None
