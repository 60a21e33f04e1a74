"""Whether each number of a formula is one of the thing that the row speaks of, or has its place beside it."""

from collections.abc import Iterator

from reviewer.verify.account import Account, Part
from reviewer.verify.addend import summed_up
from reviewer.verify.change import CHANGE
from reviewer.verify.factor import linked, rest_of
from reviewer.verify.formula import sums
from reviewer.verify.gram import BUYING, bare, grams, paid_for
from reviewer.verify.likeness import only, said, whole_of
from reviewer.verify.meant import outdone
from reviewer.verify.role import MANY, misfit, other_works, some_funds
from reviewer.verify.source import Fact

FUNDS = ("total", "fiscal", "other")


def misplaced(account: Account) -> str | None:
    """A number of the formula that the text gives for another thing than the row's.

    What comes to a number that the text itself gives for the row, or to its whole, is made of its parts. Of what is
    multiplied one number says what it is of; what is subtracted is just what the row does not count; and things that
    the name sums up under a word of its own (装备) are none that it names.
    """
    if (whole := account.whole_budget or _whole_said(account)) and sums(account.formula):
        reason = _misfit(account, whole, account.facts if whole.piece.field == "total" else ())
        return f"算式用错了地方：{reason}" if reason else None
    if _said_outright(account) or _changed(account):
        return None
    found = {part: _reason(account, part) for part in account.parts if part.facts}
    right = {(p.operand.term, f.place) for p, why in found.items() if not why and not p.operand.below for f in p.facts}
    wrong = ((part, why) for part, why in found.items() if why and not _has_its_place(account, part, right))
    outdone_ = ((part, why) for part in found if (why := _outdone(account, part)))
    return next((f"算式里的 {part.number.text} 用错了地方：{why}" for part, why in (*wrong, *outdone_)), None)


def _outdone(account: Account, part: Part) -> str | None:
    """Why another number, with which the formula does not reckon, is the one that the row tells of."""
    if part.operand.taken or not part.number.unit or any(f.piece.field in FUNDS for f in part.facts):
        return None
    title = account.ground.project.name
    others = [outdone(account.name, f, tuple(_rivals(account, f)), title) for f in part.facts]
    return f"“{others[0].clause[:24]}”更像是它的数" if others[0] and all(others) else None


def _has_its_place(account: Account, part: Part, right: set[tuple[int, int]]) -> bool:
    """Whether a number of another thing belongs into the formula; `right`: terms and places of those of the row's."""
    product = not any(p.operand.below for p in account.parts if p.operand.term == part.operand.term)
    near = any(
        ((part.operand.term, f.place) in right or only(f, account.facts)) and not rest_of(f, account)
        for f in part.facts
    )
    return part.operand.taken or linked(account, part) or (product and near) or summed_up(account, part)


def _reason(account: Account, part: Part) -> str | None:
    """Why none of the quoted numbers that it may be is one of the row's thing."""
    reasons = [_fact_misfit(account, f) for f in part.facts]
    return None if None in reasons else reasons[0]


def _whole_said(account: Account) -> Fact | None:
    """The number that the text itself gives as the whole of the quoted parts: 80户，其中C级55户、D级25户."""
    wanted = (account.wanted.value, account.wanted.unit)
    wholes = (whole_of(f, account.facts) for f in account.evidence)
    return next((w for w in wholes if w and (w.number.value, w.number.unit) == wanted), None)


def _said_outright(account: Account) -> bool:
    """Whether the text itself gives the target for what the row counts."""
    wanted = (account.wanted.value, account.wanted.unit, account.wanted.per)
    told = (f for f in account.facts if f.piece.field in ("purpose", "goal"))
    same = (f for f in told if (f.number.value, f.number.unit, f.number.per) == wanted)
    return any(_misfit(account, f, account.facts) is None for f in same)


def _changed(account: Account) -> bool:
    """Whether the formula is a change that the text tells in one clause: 由640件降至300件."""
    if len(account.parts) != MANY or not account.parts[1].operand.taken:
        return False
    one, other = (p.facts for p in account.parts)
    pairs = ((f, g) for f in one for g in other if f.place == g.place and f.clause[:MANY] == g.clause[:MANY])
    return any(CHANGE.search(f.before + f.after) for f, _other in pairs)


def _fact_misfit(account: Account, fact: Fact) -> str | None:
    if fact.piece.field == "sibling":
        return None
    if other_works(account.name, fact):
        return f"原文说的是“{fact.clause[:24]}”"
    if fact.piece.field == "plan":
        return "那是资金支出计划的进度"
    if fact.piece.field in FUNDS:
        parts = account.ground.parts()
        rest = any(p.operand.taken for p in account.parts)
        return some_funds(account.words, fact.piece.field, parts) or (None if rest else _of_a_part(account))
    rivals = (f for f in account.facts if f.number.unit == fact.number.unit and f.number.value != fact.number.value)
    if not any(f.piece.field not in (*FUNDS, "plan") for f in rivals):
        return None
    return _misfit(account, fact, tuple(_rivals(account, fact)))


def _rivals(account: Account, fact: Fact) -> Iterator[Fact]:
    """The numbers that this one may be mistaken for: none that is reckoned with too.

    A part is taken from its whole: the other parts are none that the whole is mistaken for.
    """
    used = {f for p in account.parts for f in p.facts}
    halved = any(whole_of(f, account.facts) == fact for f in account.evidence)
    for other in account.facts:
        if other == fact or (other not in used and not (halved and whole_of(other, account.facts) == fact)):
            yield other


def _misfit(account: Account, fact: Fact, facts: tuple[Fact, ...]) -> str | None:
    ground = account.ground
    return misfit(account.name, account.definition, fact, facts, ground.parts(), subject=ground.subject)


def _of_a_part(account: Account) -> str | None:
    """The sum of its own that the text gives for the name's thing, where its sums make up the whole budget."""
    total = next((f.number.value for f in account.facts if f.piece.field == "total"), None)
    told = (f for f in account.facts if f.piece.field in ("purpose", "goal"))
    sums_ = [f for f in told if f.number.unit == "元" and not f.number.per]
    for place in {f.place for f in sums_}:
        parts = [f for f in sums_ if f.place == place]
        if len(parts) < MANY or sum(f.number.value for f in parts) != total:
            continue
        mine = [f for f in parts if _names(account.name, account.ground.project.name, f)]
        if mine and len(mine) < len(parts):
            return f"原文另有“{mine[0].clause}”"
    return None


def _names(name: str, title: str, fact: Fact) -> bool:
    """Whether the name speaks of what this sum is for, beyond long words of the project's own name (图书馆).

    Where it says what is paid, that counts, and not whom it is for: 选手人均竞赛成本 is no 选手奖金.
    """
    thing = grams(bare(BUYING.sub(" ", said(fact).rpartition("其中")[2])))
    if (paid := paid_for(name)) and paid & grams(title):
        return bool((paid - grams(title)) & thing)
    for size in range(len(title), 2, -1):
        for at in range(len(title) - size + 1):
            name = name.replace(title[at : at + size], " ")
    return bool(grams(bare(BUYING.sub(" ", name))) & thing)
