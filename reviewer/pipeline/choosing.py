"""A colleague's decisions from a review sheet into the review; what was decided meanwhile is listed."""

from collections.abc import Iterable

from reviewer.domain.decision import CONCLUSIONS, Conclusion, Decision
from reviewer.domain.harmless import harmless
from reviewer.domain.project import ROW_FIELDS, RowText
from reviewer.export import keys
from reviewer.export.sheet import CHANGE, CHOICES, LATER, LEAVE, REASONS, TAKE, Chosen, Concluded, suggested
from reviewer.language import _
from reviewer.pipeline.intake import Intake, Keyed, Remark, keyed
from reviewer.review import Choice, Item

DECIDED, CONCLUDED, SAME, EMPTY = "裁定", "项目结论", "已是如此", "未填"


class Choosing:
    """Takes the lines of one review sheet."""

    def __init__(self, intake: Intake) -> None:
        self.session = intake.session
        self.places = intake.places()
        self.projects = intake.projects()
        self.counts: dict[str, int] = dict.fromkeys((DECIDED, CONCLUDED, SAME, EMPTY), 0)
        self.remarks: list[Remark] = []

    def take(self, lines: Iterable[Chosen | Concluded]) -> None:
        """Take all of them in, the decisions as one step; conflicts are in `remarks` afterwards."""
        rows: dict[str, list[Chosen]] = {}
        for line in lines:
            if isinstance(line, Concluded):
                self._conclude(line)
            else:
                rows.setdefault(line.key.strip() or f"line {line.line}", []).append(line)
        choices = [choice for group in rows.values() if (choice := self._line(group))]
        if choices and not self.session.together(choices):
            line = next(iter(rows.values()))[0]
            self._remark(line, _("导入时有人正在裁定同样的行，一条也没有写入；请再导入一次"))
        else:
            self.counts[DECIDED] += len(choices)
        self._comment(line for group in rows.values() for line in group)
        self.remarks.sort()

    def _line(self, group: list[Chosen]) -> Choice | None:
        """What is to be decided by the lines of one key, or None."""
        given = [c for c in group if c.choice]
        line = (given or group)[0]
        known = keyed(line.key, self.places)
        if isinstance(known, str):
            if given:
                self._remark(line, known)
            return None
        if len({(c.choice, c.reason, c.text) for c in given}) > 1:
            numbers = "、".join(str(c.line) for c in given)
            self._remark(line, _("同一行出现在第{lines}行，决定不同，都没有导入").format(lines=numbers))
            return None
        shown = suggested(self.session.row(known.item))
        current = keys.content(shown) == known.key.content
        if not given:
            if line.reason or (current and not _alike(shown, line.text)):
                self._remark(line, _("改了文字或填了理由，却没有选决定；没有导入"))
            else:
                self.counts[EMPTY] += 1
            return None
        wanted = self._wanted(line, known.item, shown)
        if isinstance(wanted, str):
            self._remark(line, wanted)
            return None
        return self._against(line, known, wanted, shown, current=current)

    def _wanted(self, line: Chosen, item: Item, shown: RowText | None) -> Choice | str:
        """The decision that the line asks for, or why there is none like it."""
        if line.choice not in CHOICES:
            return _("“{word}”不是{known}之一").format(word=line.choice, known="、".join(CHOICES))
        if line.choice == LATER:
            return Choice(item, "defer")
        if line.choice == LEAVE:
            known = "、".join(REASONS)
            if not line.reason:
                return _("选了“不用”，却没有选理由（{reasons}）；没有导入").format(reasons=known)
            if line.reason not in REASONS:
                return _("不用的理由只能是：{reasons}；没有“{reason}”").format(reasons=known, reason=line.reason)
            return Choice(item, "reject", None, line.reason)
        if line.choice == TAKE:
            return Choice(item, "accept", self.session.proposed(item) if item.proposal else self.session.before(item))
        if line.text == RowText():
            return _("选了“修改”，“改为”各栏却都空着；要删去这一行，请对删去的建议选“采用”")
        if not (line.text.name and line.text.target):
            return _("选了“修改”，“改为”的指标名或指标值却空着（公式读作空格）；没有导入")
        return Choice(item, "edit", _typed(line.text, shown))

    def _against(
        self, line: Chosen, known: Keyed, wanted: Choice, shown: RowText | None, *, current: bool
    ) -> Choice | None:
        """The decision, unless it stands already, or the row moved on since the sheet was written."""
        decision = self.session.decision(known.item)
        if decision and (decision.action, decision.after, decision.reason) == (
            wanted.action, wanted.after, wanted.reason,
        ):  # fmt: skip
            self.counts[SAME] += 1
        elif keys.standing(decision) != known.key.more:
            self._remark(
                line,
                _("审核表导出以后{told}，表里选的是“{word}”；没有覆盖").format(told=_told(decision), word=line.choice),
            )
        elif wanted.action in ("accept", "edit") and not current:
            self._remark(line, _("审核表导出以后建议换过，请看新建议再定；没有导入"))
        elif wanted.action == "accept" and not _alike(shown, line.text):
            self._remark(line, _("选了“采用”，文字却改过；要用改过的文字请选“修改”；没有导入"))
        elif wanted.action == "edit" and _alike(shown, line.text):
            self._remark(line, _("选了“修改”，文字却没有改；没有导入"))
        else:
            return wanted
        return None

    def _comment(self, lines: Iterable[Chosen]) -> None:
        """Keep each note beside its row, once."""
        for line in lines:
            known = keyed(line.key, self.places) if line.note else ""
            if isinstance(known, Keyed) and not any(c.reason == line.note for c in self.session.comments(known.item)):
                self.session.comment(known.item, line.note)

    def _conclude(self, line: Concluded) -> None:
        key = keys.read_key(line.key)
        project = self.projects.get(key.place) if key else None
        said = line.conclusion
        if project is None or key is None:
            if said.word:
                self._remark(line, _("隐藏的编号被删去或改动，对不上是哪个项目"))
            return
        now = self.session.conclusions.get(project, Conclusion())
        if said == now or not (said.word or now.word):
            self.counts[SAME] += bool(said.word)
        elif said.word and said.word not in CONCLUSIONS:
            self._remark(line, _("“{word}”不是{known}之一").format(word=said.word, known="、".join(CONCLUSIONS)))
        elif keys.concluded(now) != key.more and keys.concluded(said) != key.more:
            self._remark(
                line,
                _("审核表导出以后项目结论已定为“{now}”，表里是“{word}”；没有覆盖").format(now=now.word, word=said.word),
            )
        elif keys.concluded(said) != key.more:
            self.session.conclude(project, said.word, said.reason)
            self.counts[CONCLUDED] += 1

    def _remark(self, line: Chosen | Concluded, reason: str) -> None:
        self.remarks.append(Remark(line.line, line.label, reason))


def _told(decision: Decision | None) -> str:
    """Who decided what about the row."""
    if decision is None:
        return _("这一行的决定已撤回")
    words = {"accept": TAKE, "reject": LEAVE, "edit": CHANGE, "defer": LATER}
    return _("{who}已定为“{word}”（{when}）").format(
        who=decision.who,
        word=words.get(decision.action, decision.action),
        when=decision.when[:16].replace("T", " "),
    )


def _alike(shown: RowText | None, typed: RowText) -> bool:
    """Whether the columns hold what the sheet was written with, spaces around it apart."""
    return _typed(typed, shown) == (shown or RowText())


def _typed(typed: RowText, shown: RowText | None) -> RowText:
    """The text as typed; a field left alone stays exactly as it was."""
    was = shown or RowText()
    fields = {
        f: own if harmless(own := getattr(was, f)).strip() == (new := getattr(typed, f)) else new for f in ROW_FIELDS
    }
    return RowText(**fields)
