"""What exports say in words: never a code alone, never a machine's grade."""

from reviewer.domain.decided import STATE_WORDS, DecidedRow
from reviewer.domain.finding import DEFECT_WORDS, SEVERITY_WORDS
from reviewer.domain.project import FIELD_WORDS as FIELD_WORDS
from reviewer.domain.project import ROW_FIELDS, Project, RowText
from reviewer.domain.proposal import ACTION_WORDS, ORIGIN_WORDS
from reviewer.export.official import official

TITLE = "财政审核建议稿"
CONCLUSION, MAIN_REASON = "审核结论", "主要原因"
"""Headings of what a reviewer concludes about a project."""


def action(row: DecidedRow) -> str:
    """What happens to the row."""
    if row.added:
        return "新增"
    if row.row is None:
        return ""
    if row.state in ("accepted", "edited"):
        return "删去" if row.after is None and row.before is not None else "修改"
    return ACTION_WORDS[row.proposal.action] if row.proposal else ""


def state(row: DecidedRow) -> str:
    """The decision in words; a policy's is marked."""
    word = STATE_WORDS[row.state]
    return f"{word}（按规则批量）" if row.decision and row.decision.policy else word


def defect(code: str) -> str:
    """The defect's name."""
    return DEFECT_WORDS.get(code, "其他问题")


def defects(row: DecidedRow) -> str:
    """The defects in words, a line each, gravest first: what is demanded, which defect, what is wrong with the row."""
    found = sorted(row.findings, key=lambda f: list(SEVERITY_WORDS).index(f.severity))
    return "\n".join(f"{SEVERITY_WORDS[f.severity]}：{defect(f.code)}。{official(f.message)}。" for f in found)


def reason(row: DecidedRow) -> str:
    """Why: the reviewer's own reason first, then the proposal's."""
    said = row.decision.reason if row.decision and row.decision.reason else ""
    proposed = row.proposal.reason if row.proposal and row.proposal.reason else ""
    return "；".join(dict.fromkeys(r for r in (said, proposed) if r))


def verified(row: DecidedRow) -> str:
    """What verification said of the proposal, in words; whose text it is where the reviewer rewrote it."""
    if row.state == "edited":
        return "审核人修改"
    if row.proposal is None:
        return ""
    return "核验通过" if row.verified else "未核验"


def lines(text: RowText | None) -> str:
    """The row's six cells, a line a field with its heading, empty ones left out."""
    fields = ((FIELD_WORDS[f], getattr(text, f)) for f in ROW_FIELDS) if text else ()
    return "\n".join(f"{head}：{value}" for head, value in fields if value)


def origin(row: DecidedRow) -> str:
    return ORIGIN_WORDS[row.proposal.origin] if row.proposal and row.proposal.origin else ""


def quotes(row: DecidedRow) -> str:
    """The verbatim quotes that the proposal rests on, one a line."""
    return "\n".join(f"“{q}”" for q in row.proposal.evidence) if row.proposal else ""


def unit(project: Project) -> str:
    """The budget unit with its code, as printed."""
    return f"{project.unit_code or ''}{project.unit_name or ''}"


def label(project: Project) -> str:
    """The project as people name it: number and name."""
    return f"{project.no}.{project.name}"


def comment(row: DecidedRow) -> str:
    """The reason of a change as it stands beside the changed cell."""
    lines = [defects(row), f"理由：{r}" if (r := reason(row)) else "", f"待填：{q}" if (q := row.question) else ""]
    return "\n".join(line for line in lines if line) or "审核建议。"
