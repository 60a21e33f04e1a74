"""The department's prose outside the tables, gathered into sections under their headings."""

import re
from collections.abc import Iterator

from reviewer.domain.document import Section
from reviewer.domain.grid import Paragraph

_HEADING = re.compile(r"(?:第[一二三四五六七八九十]+(?:部分|章|节)|[一二三四五六七八九十]+、).{0,30}")
_PAGE = re.compile(r"[-—第\s]*\d{1,4}[-—页\s]*")


class Prose:
    """Paragraphs since the last heading."""

    def __init__(self) -> None:
        self._title = ""
        self._address = ""
        self._lines: list[str] = []

    def add(self, paragraph: Paragraph) -> Iterator[Section]:
        """Take up a paragraph; a heading closes the section before it. A page number alone is dropped."""
        text = paragraph.text.strip()
        if _PAGE.fullmatch(text):
            return
        if paragraph.level or (len(text) < 40 and _HEADING.fullmatch(text) and text[-1] not in "。；;"):
            yield from self.flush()
            self._title, self._address = text, paragraph.address
            return
        self._address = self._address or paragraph.address
        self._lines.append(text)

    def flush(self) -> Iterator[Section]:
        """The section so far."""
        if self._lines or self._title:
            yield Section(title=self._title, text="\n".join(self._lines), address=self._address)
        self._title = self._address = ""
        self._lines = []
