"""The line dialogue: one row after another, one word an answer; for screen readers, serial lines and scripts."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import TextIO

from reviewer.domain.finding import DEFECT_WORDS
from reviewer.domain.project import FIELD_WORDS, ROW_FIELDS, RowText
from reviewer.errors import ReviewerError
from reviewer.language import _
from reviewer.review import REASONS, Item, Key, ReviewSession, View, parse_filter
from reviewer.tui import pages
from reviewer.tui.compare import compare, label
from reviewer.tui.page import Page, plain
from reviewer.tui.why import why


class Dialogue:
    """Asks about each undecided row; every answer is committed before the next row is printed."""

    def __init__(self, session: ReviewSession, stdin: TextIO, stdout: TextIO) -> None:
        self.session, self._in, self._out = session, stdin, stdout
        key, line, _sort = session.resume()
        self.filter = parse_filter(line, DEFECT_WORDS)
        self.at: Key | None = key
        self.answers: dict[str, Callable[[Item, str], bool]] = {
            "a": lambda item, _rest: self._kept(session.accept(item), item, _("采用")),
            "x": self._reject,
            "e": self._edit,
            "s": lambda item, _rest: self._kept(session.defer(item), item, _("稍后")),
            "f": self._flag,
            "m": self._comment,
            "u": lambda _item, _rest: self._turned(
                session.undo(), _("已撤销"), _("没有可撤销的决定（只撤销自己的）。")
            ),
            "r": lambda _item, _rest: self._turned(session.redo(), _("已重做"), _("没有可重做的决定。")),
            "n": lambda _item, _rest: True,
            "p": self._back,
            "/": self._filter,
            "g": self._go,
            "w": lambda item, _rest: self._show(pages.table(session, item.key)),
            "o": lambda item, _rest: self._show(pages.proposer(session, item)),
            "t": lambda item, _rest: self._show(pages.prose(session, item)),
            "c": lambda _item, _rest: self._show(pages.closing(session)),
            "?": lambda _item, _rest: self._help(),
        }

    def run(self) -> None:
        """Until `q`, the end of the input, or no row is left."""
        self.say(self._figures())
        while (item := self._current()) is not None:
            self.at = item.key
            self._show([*compare(self.session, item), *why(self.session, item, _("（/ 名称:… 只看它们）"))])
            if not self._answered(item):
                break
            following = self._after(item.key)
            self.at = following.key if following else None
        self.session.remember(self.at or Key("", None), self.filter.line)
        self.say(self._figures())

    def _answered(self, item: Item) -> bool:
        """Take answers about one row until one of them ends it; False where the reviewer leaves."""
        self._jump: Key | None = None
        while True:
            line = self._ask(_("a 采用  x 不用  e 修改  s 稍后  u 撤销  n 下一条  ? 更多  q 离开 > "))
            if line is None or line == "q":
                return False
            word, rest = line[:1].lower(), line[1:].strip()
            if word not in self.answers:
                self.say(_("没有“{word}”这个回答；? 列出全部。").format(word=line))
                continue
            try:
                if self.answers[word](item, rest):
                    return True
            except ReviewerError as error:
                self.say(str(error))

    def _current(self) -> Item | None:
        item = self.session.item(self.at) if self.at else None
        if item is None:
            view = self.session.view(self.filter)
            at = self.session.lines(view, grouped=False).following(0)
            item = None if at is None else view[at]
            if item is None:
                self.say(_("没有未决的行了。"))
        return item

    def _after(self, key: Key) -> Item | None:
        if self._jump is not None:
            return self.session.item(self._jump)
        rows = self.session.view(self.filter)
        here = self.session.item(key)
        later = bisect_right(rows.numbers, here.number) if here else 0
        at = self.session.lines(rows, grouped=False).following(later)
        return None if at is None else rows[at]

    def say(self, text: str) -> None:
        self._out.write(text + "\n")
        self._out.flush()

    def _show(self, page: Page) -> bool:
        self.say("\n" + plain(page))
        return False

    def _ask(self, prompt: str) -> str | None:
        self._out.write(prompt)
        self._out.flush()
        line = self._in.readline()
        return line.strip() if line else None

    def _figures(self) -> str:
        p = self.session.progress()
        return _("已决 {done}/{total}，未决 {left}").format(
            done=p.decided, total=p.total, left=p.total - p.decided - p.by_policy
        )

    def _kept(self, kept: bool, item: Item, word: str) -> bool:
        if kept:
            self.say(f"{word}。{self._figures()}")
        else:
            self.say(_("{who} 刚刚决定了这一行，没有覆盖；再答一次才改。").format(who=item.who))
        return kept

    def _reject(self, item: Item, rest: str) -> bool:
        if not rest:
            choices = "  ".join(f"{n} {_(reason)}" for n, reason in enumerate(REASONS, 1))
            rest = self._ask(_("理由：{reason}").format(reason=f"{choices} > ")) or ""
        if rest.isdigit() and 1 <= int(rest) <= len(REASONS):
            rest = REASONS[int(rest) - 1]
        if not rest:
            return False
        return self._kept(self.session.reject(item, rest), item, _("不用（{reason}）").format(reason=_(rest)))

    def _edit(self, item: Item, _rest: str) -> bool:
        if item.key.row is None and not item.key.addition:
            self.say(_("项目整体没有可改的单元格。"))
            return False
        start = self.session.proposed(item) or self.session.before(item) or RowText()
        values = {}
        self.say(_("逐格修改：回车保持不变，- 清空。"))
        for field in ROW_FIELDS:
            old = getattr(start, field)
            line = self._ask(f"{FIELD_WORDS[field]} [{old}]: ")
            if line is None:
                return False
            values[field] = "" if line == "-" else line or old
        text = RowText(**values)
        for f in self.session.try_text(item, text):
            self.say(f"{DEFECT_WORDS.get(f.code, '其他问题')}：{f.message}")
        return self._kept(self.session.edit(item, text), item, _("修改"))

    def _flag(self, item: Item, _rest: str) -> bool:
        self.session.flag(item)
        self.say((_("已标记：") if item.flagged else _("取消标记：")) + label(self.session, item))
        return False

    def _comment(self, item: Item, rest: str) -> bool:
        if words := rest or self._ask(_("批注：")):
            self.session.comment(item, words)
            self.say(_("已批注：") + label(self.session, item))
        return False

    def _turned(self, items: View, word: str, nothing: str) -> bool:
        if not items:
            self.say(nothing)
            return False
        self.say(f"{word}。{self._figures()}")
        self._jump = items[0].key
        return True

    def _back(self, item: Item, _rest: str) -> bool:
        rows = self.session.view(self.filter)
        at = bisect_left(rows.numbers, item.number)
        self._jump = rows[at - 1].key if at else item.key
        return True

    def _filter(self, _item: Item, rest: str) -> bool:
        self.filter = parse_filter(rest, DEFECT_WORDS)
        rows = self.session.view(self.filter)
        self.say(_("筛选出 {n} 行。").format(n=len(rows)))
        if rows:
            self._jump = rows[0].key
        return bool(rows)

    def _go(self, _item: Item, rest: str) -> bool:
        head = self.session.seek(rest) if rest else None
        if head and (rows := self.session.of(head.key)):
            self._jump = rows[0].key
            return True
        self.say(_("没有编号、编码或名称含“{words}”的项目。").format(words=rest))
        return False

    def _help(self) -> bool:
        self.say(
            _(
                "a 采用  x [1-6] 不用  e 逐格修改  s 稍后  f 标记  m 文字 批注  u 撤销  r 重做\n"
                "n 下一条未决  p 上一行  g 编号或名称 到项目  / 词 筛选\n"
                "w 整张表  t 部门文字  o 来历  c 收尾  q 离开（决定都已保存）"
            )
        )
        return False


def run(session: ReviewSession, stdin: TextIO, stdout: TextIO) -> None:
    """Hold the dialogue until the reviewer leaves or the input ends."""
    Dialogue(session, stdin, stdout).run()
