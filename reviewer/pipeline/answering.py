"""A unit's answers into the review: figures fill the 【待填】, reasons stand by the finding, the rest is shown."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from reviewer.domain.blank import UnfitError, filled, filled_so_far
from reviewer.domain.document import Document
from reviewer.domain.finding import DEFECT_WORDS
from reviewer.domain.project import ROW_FIELDS, RowText
from reviewer.domain.proposal import BLANK, Action, Proposal, Proposer
from reviewer.domain.verdict import Check, Verdict
from reviewer.export import keys
from reviewer.export.questions import NO, UnitAnswer
from reviewer.language import _
from reviewer.pipeline.intake import Intake, Keyed, Remark, keyed
from reviewer.pipeline.proposing import Desk
from reviewer.review import Choice, Item, Key

FILLED, AGREED, REFUSED, SAME, OPEN = "补充数值", "采纳", "不采纳", "此前已导入", "未答"


class Fill(NamedTuple):
    """A row with the figures that were given for it."""

    item: Item
    text: RowText
    answer: UnitAnswer


class Answering:
    """Takes the lines of one question list."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.session = intake.session
        self.places = intake.places()
        self.counts = dict.fromkeys((FILLED, AGREED, REFUSED, SAME, OPEN), 0)
        self.remarks: list[Remark] = []
        self.fills: list[Fill] = []

    def take(self, answers: Iterable[UnitAnswer]) -> None:
        """Take all of them in; what needs a person is in `remarks` afterwards."""
        rows: dict[str, list[tuple[UnitAnswer, Keyed]]] = {}
        for answer, known in self._known(answers):
            rows.setdefault(known.key.place, []).append((answer, known))
        for lines in rows.values():
            self._row(lines)
        if self.fills:
            self._provide()
        self.remarks.sort()

    def _known(self, answers: Iterable[UnitAnswer]) -> Iterator[tuple[UnitAnswer, Keyed]]:
        """The lines whose key names a row, once each; none of those that answer the same thing differently."""
        same: dict[str, list[UnitAnswer]] = {}
        for answer in answers:
            same.setdefault(answer.key.strip() or f"line {answer.line}", []).append(answer)
        for group in same.values():
            said = {(a.accepted, a.reason, a.value): a for a in reversed(group) if not a.empty}
            answer = next(reversed(said.values()), group[0])
            known = keyed(answer.key, self.places)
            if isinstance(known, str):
                if said:
                    self._remark(answer, known)
            elif len(said) > 1:
                lines = "、".join(str(a.line) for a in group)
                self._remark(
                    answer, _("同一条出现在第{lines}行，答复不同，都没有导入；请单位留下一条").format(lines=lines)
                )
            else:
                yield answer, known

    def _row(self, lines: Sequence[tuple[UnitAnswer, Keyed]]) -> None:
        """One row of the review with its answers: what the unit says of the suggestion, a figure for each 【待填】."""
        item = lines[0][1].item
        answered = [(answer, known.key) for answer, known in lines if not answer.empty]
        self.counts[OPEN] += sum(a.empty or (k.key.more != "0" and not a.value and not a.refused) for a, k in lines)
        if not answered:
            return
        new = [self._say(item, answer) for answer, _key in answered]
        values = {int(key.more): answer for answer, key in answered if answer.value and key.more.isdigit()}
        if values and any(answer.refused for answer, _key in answered):
            self._remark(answered[0][0], _("选了不采纳又补充了数值，数值没有填入，两样都记为备注"))
        elif values:
            new.append(self._fill(item, answered[0][1].content, values))
        self.counts[SAME] += not any(new)

    def _say(self, item: Item, answer: UnitAnswer) -> bool:
        """Keep the answer's words beside the row; False where they stand there already."""
        refused = answer.refused
        if answer.partly:
            self._remark(answer, _("部分采纳，请看理由：{reason}").format(reason=answer.reason))
        elif answer.accepted and refused is None:
            self._remark(answer, _("“采纳”栏写的是“{text}”，看不出是否采纳；已记为备注").format(text=answer.accepted))
        if refused is False and answer.reason:
            self._remark(answer, _("选了采纳又写了不采纳的理由，两样都记为备注，请向单位问清"))
        if refused and not answer.reason:
            self._remark(answer, _("不采纳，但没有写理由"))
        elif refused and (grave := [f.message for f in self.session.findings(item) if f.severity == "error"]):
            self._remark(answer, _("不采纳，而检查仍认为必改：{why}").format(why="；".join(grave).rstrip("。")))
        parts = (
            answer.accepted or (NO if refused else ""),
            f"理由：{answer.reason}" if answer.reason else "",
            f"补充数值：{answer.value}" if answer.value else "",
        )
        words = f"单位答复：{'，'.join(p for p in parts if p)}"
        if any(c.reason == words for c in self.session.comments(item)):
            return False
        self.session.comment(item, words)
        if (refused or answer.partly) and not item.flagged:
            self.session.flag(item)
        self.counts[REFUSED] += refused is True
        self.counts[AGREED] += refused is False
        return True

    def _fill(self, item: Item, content: str, values: dict[int, UnitAnswer]) -> bool:
        """Note the figures for the places that asked for them; False where they stand there or cannot."""
        first = next(iter(values.values()))
        taken = (d.after for d, _undone in reversed(self.session.taken(item)))
        asking = next((after for after in taken if after and keys.content(after) == content), None)
        if asking is None or BLANK not in "".join(asking):
            self._remark(first, _("这一行没有【待填】要补充，数值只记为备注"))
            return False
        texts = {n: a.value for n, a in values.items()}
        try:
            text = filled(asking, texts)
        except UnfitError as error:
            self._remark(first, _("{why}，没有填入").format(why=error))
            return False
        now = self.session.after(item)
        if now == text:
            return False
        if item.state not in ("accepted", "edited") or now is None:
            self._remark(first, _("清单导出以后这一行的决定已撤回或改为不用，数值只记为备注"))
        elif not filled_so_far(asking, now, texts):
            self._remark(first, _("这一行现在是“{now}”，与清单导出时不同，没有覆盖").format(now=now.target or now.name))
        else:
            self.fills.append(Fill(item, text, first))
            return True
        return False

    def _provide(self) -> None:
        """Propose the rows with their figures, verify them together, take over all that nothing speaks against."""
        judged = list(self._judged())
        self.session.arrived([p for f, p, _v in judged if not self._recorded(f.item, p)], [v for _f, _p, v in judged])
        accepted = []
        for fill, _proposal, verdict in judged:
            against = [c.reason for c in verdict.checks if c.result == "fail"]
            if not against:
                accepted.append(Choice(fill.item, "accept", fill.text))
                continue
            why = _in_words("".join(against)).rstrip("。")
            self._remark(
                fill.answer,
                _("填“{value}”与检查矛盾：{why}；没有采用，请核实").format(value=fill.answer.value, why=why),
            )
            if not fill.item.flagged:
                self.session.flag(fill.item)
        if accepted and not self.session.together(accepted):
            self._remark(self.fills[0].answer, _("导入时有人正在裁定同样的行，数值没有填入；请再导入一次"))
            return
        self.counts[FILLED] += len(accepted)

    def _recorded(self, item: Item, proposal: Proposal) -> bool:
        known = self.session.judged(item)
        return known is not None and known.proposal.digest == proposal.digest

    def _judged(self) -> Iterator[tuple[Fill, Proposal, Verdict]]:
        """Each filled row as a proposal, verified among all that is decided of its project and of its document."""
        groups: dict[str, list[Fill]] = {}
        for fill in self.fills:
            groups.setdefault(fill.item.key.project, []).append(fill)
        for document in self.intake.documents:
            if own := {p.key: groups[p.key] for p in document.projects if p.key in groups}:
                yield from self._judged_of(document, own)

    def _judged_of(self, document: Document, groups: dict[str, list[Fill]]) -> Iterator[tuple[Fill, Proposal, Verdict]]:
        desk = Desk(document, self.intake.knowledge)
        changed: dict[str, list[Item]] = {}
        for item in self.session.items:
            if item.state in ("accepted", "edited"):
                changed.setdefault(item.key.project, []).append(item)
        across = self._across(document, groups, changed.keys())
        for key, group in groups.items():
            own = {f.item.key: self._proposal(f.item, f.text) for f in group}
            others = (
                self._proposal(i, self.session.after(i))
                for i in changed.get(key, ())
                if i.key not in own and _is_row(i)
            )
            judged = desk.judge(self.session.project(key), [*own.values(), *others])
            for fill, (proposal, verdict) in zip(group, judged, strict=False):
                checks = [Check(check="across", result="fail", reason=f"{m}。") for m in across.get(fill.item.key, ())]
                if verdict is not None:
                    made = verdict.model_copy(update={"checks": (*verdict.checks, *checks)})
                    yield fill, proposal, made

    def _across(
        self, document: Document, groups: dict[str, list[Fill]], touched: Collection[str]
    ) -> dict[Key, list[str]]:
        """What the checks newly say of the filled rows once the document's projects are looked at together."""
        changes = {key: {f.item.key: f.text for f in group} for key, group in groups.items()}
        before = [self.session.revised(p.key) if p.key in touched else p for p in document.projects]
        after = [self.session.revised(p.key, changes[p.key]) if p.key in changes else p for p in before]
        checks = self.intake.knowledge.checks
        known = Counter((f.project, f.message) for f in checks.across(before).found)
        texts = {(p.key, i.row): i.text() for p in after if p.key in changes for i in p.indicators}
        said: dict[Key, list[str]] = {}
        for finding in checks.across(after).found:
            if finding.severity == "info" or known[finding.project, finding.message] or finding.row is None:
                continue
            text = texts.get((finding.project, finding.row))
            for key, own in changes.get(finding.project, {}).items():
                if own == text:
                    said.setdefault(key, []).append(finding.message)
        return said

    def _proposal(self, item: Item, text: RowText | None) -> Proposal:
        """The row as it would stand, as a proposal whose figures the department gave."""
        known = self.session.judged(item)
        base = known.proposal if known else None
        before = self.session.before(item)
        action: Action = "remove" if text is None else "replace" if before else "add"
        if base and text is not None and base.action == "move":
            action = "move"
        was = before or RowText()
        now = text or was
        left = BLANK in "".join(now)
        return Proposal(
            project=item.key.project,
            row=item.key.row,
            action=action,
            resolves=base.resolves if base else (),
            **{f: v if (v := getattr(now, f)) != getattr(was, f) else None for f in ROW_FIELDS},
            origin="provided",
            evidence=base.evidence if base else (),
            formula=None,
            question=base.question if base and left else None,
            reason=base.reason if base else None,
            proposer=Proposer(kind="person", source="单位答复"),
        )

    def _remark(self, answer: UnitAnswer, reason: str) -> None:
        self.remarks.append(Remark(answer.line, answer.label, reason))


def _is_row(item: Item) -> bool:
    """Whether the item is a row of the table, kept or added, and not the project as a whole."""
    return item.key.row is not None or bool(item.key.addition)


def _in_words(text: str) -> str:
    """Reasons with the names of defects instead of their codes."""
    for code, word in DEFECT_WORDS.items():
        text = text.replace(code, word)
    return text
