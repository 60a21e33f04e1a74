"""`cache`: the replies that are kept."""

from reviewer.language import _
from reviewer.settings import Settings
from reviewer.store.replies import Replies


def stats(settings: Settings) -> int:
    """How many replies the cache holds."""
    with Replies(settings.cache) as replies:
        count, size = replies.stats()
        print(_("{path}：{n} 份答复，{k} KB。").format(path=replies.path, n=count, k=size // 1024))
    return 0


def prune(settings: Settings, days: int) -> int:
    """Delete replies that were not used for so many days."""
    with Replies(settings.cache) as replies:
        print(_("删去 {n} 份。").format(n=replies.prune(days)))
    return 0
