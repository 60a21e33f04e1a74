"""What a returned paper is taken into, how its lines find their rows, and what a person must look at."""

from typing import NamedTuple

from reviewer.domain.document import Document
from reviewer.export.keys import LineKey, place, read_key
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge
from reviewer.review import Item, ReviewSession
from reviewer.store.review_file import ReviewFile


class Remark(NamedTuple):
    """Something in a paper that a person must look at: which row of which sheet, and why."""

    line: int
    label: str
    reason: str


class Intake(NamedTuple):
    """A review with its session, and the document that the paper is about."""

    review: ReviewFile
    session: ReviewSession
    document: Document
    knowledge: Knowledge

    def places(self) -> dict[str, Item]:
        """The rows of the document by the place in their keys."""
        return {
            place(self.review.id, *item.key): item
            for item in self.session.items
            if self.session.document(item.key).file == self.document.file
        }


class Keyed(NamedTuple):
    """A line's key with the row that it names."""

    key: LineKey
    item: Item


def keyed(text: str, places: dict[str, Item]) -> Keyed | str:
    """The row that a key names, or why it names none."""
    key = read_key(text)
    if key is None:
        return _("隐藏的编号被删去或改动，对不上是哪一行；请用导出的原表填写")
    if (item := places.get(key.place)) is None:
        return _("编号在本审核里找不到，可能被改动；请用导出的原表填写")
    return Keyed(key, item)
