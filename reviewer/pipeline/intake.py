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
    documents: tuple[Document, ...]
    """More than one where several files of the review are of the very same content."""
    knowledge: Knowledge

    def projects(self) -> dict[str, str]:
        """The keys of the document's projects by the place in a line's key."""
        return {place(self.review.id, p.key, None): p.key for d in self.documents for p in d.projects}

    def places(self) -> dict[str, Item]:
        """The rows of the document by the place in their keys."""
        own = {*self.projects().values()}
        return {place(self.review.id, *item.key): item for item in self.session.items if item.key.project in own}


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
