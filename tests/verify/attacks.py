"""Makes recorded replies wrong, one thing at a time, at every place where it can be done.

A reply is its project's key and one entry; the other entries of the project lend it their numbers and quotes.
"""

import re
from collections.abc import Iterator
from typing import Any

Entry = dict[str, Any]
Attack = tuple[str, Entry]
FULL = str.maketrans("0123456789", "０１２３４５６７８９")
NUMBER = re.compile(r"\d[\d.]*")
RATES = ("=100%", "≥95%", "≥90%", "≥98%", "=0%", "≤5%", "=96%")
HIDDEN = (
    *(
        "其中新增37人",
        "含3名工作人员",
        "每人补助1200元",
        "其中女性占48%",
        "覆盖２５个村",
        "抽样不少于三百份",
        "成千上万人",
    ),
    *(
        "上年为176人",
        "占比四成以上",
        "三成为女性",
        "近百名",
        "2/3以上为农户",
        "按1:2配套",
        "30分钟内",
        "零点五",
        "不足百人",
    ),
    *(
        "每季度一回",
        "一周两次",
        "第三季度完成",
        "截至6月30日",
        "2018年起执行",
        "5日内办结",
        "约莫三百",
        "一〇八人",
        "对半分担",
    ),
)
SOURCES = (
    *(
        "计划标准：冀财社〔2021〕35号",
        "计划标准：财预【2019】10号",
        "计划标准：定政发［2020］８号",
        "计划标准：市局文件",
    ),
    *(
        "行业标准：《河北省就业促进条例》",
        "行业标准：职业教育法",
        "历史标准：2019年实际完成176人",
        "行业标准：相关文件规定",
    ),
)


def attacks(entry: Entry, siblings: list[Entry], budgets: list[str]) -> Iterator[Attack]:
    """(kind, wrong entry); `budgets` are those of the document's other projects."""
    if entry["action"] in ("remove", "move"):
        return
    for make in (_figures, _money, _formulas, _norms, _hidden, _sources):
        yield from make(entry)
    if "万元" in (entry["target"] or "") and entry["origin"] == "stated":
        for total in budgets:
            target = NUMBER.sub(total, entry["target"], count=1)
            yield "another project's budget", entry | {"target": target}
            yield "another project's budget, quoted", entry | {"target": target, "evidence": [f"预算数 {total}万元"]}
    for other in siblings:
        yield from _another_thing(entry, other)


def _figures(entry: Entry) -> Iterator[Attack]:
    target = entry["target"] or ""
    found = NUMBER.search(target)
    if not found or entry["origin"] not in ("stated", "derived"):
        return
    for place, digit in enumerate(found[0]):
        if digit == "." or (place == 0 and digit == "9" and len(found[0]) > 1):
            continue
        number = f"{found[0][:place]}{(int(digit) + 1) % 10}{found[0][place + 1 :]}"
        wrong = target.replace(found[0], number, 1)
        forged = [quote.replace(found[0], number) for quote in entry["evidence"]]
        yield "a digit", entry | {"target": wrong}
        yield "a digit, with its forged quote", entry | {"target": wrong, "evidence": forged}
        yield "full-width digits", entry | {"target": wrong.translate(FULL)}


def _money(entry: Entry) -> Iterator[Attack]:
    target = entry["target"] or ""
    if "元" in target and NUMBER.search(target):
        swapped = target.replace("万元", "元") if "万元" in target else target.replace("元", "万元")
        yield "万元 and 元 swapped", entry | {"target": swapped}


def _formulas(entry: Entry) -> Iterator[Attack]:
    formula = entry["formula"]
    if not formula:
        return
    for found in NUMBER.finditer(formula):
        for place, digit in enumerate(found[0]):
            if digit != ".":
                number = f"{found[0][:place]}{(int(digit) + 1) % 10}{found[0][place + 1 :]}"
                yield "a wrong formula", entry | {"formula": formula[: found.start()] + number + formula[found.end() :]}
    for wrong in (f"{formula}*12", f"{formula}*1.1", formula.replace("/", "*"), formula.replace("/", "-"), None):
        if wrong != formula:
            yield "a wrong formula", entry | {"formula": wrong}


def _norms(entry: Entry) -> Iterator[Attack]:
    if entry["target"] is None or "满意" in (entry["name"] or "满意"):
        return
    for rate in RATES:
        if rate != entry["target"] and not (entry["origin"] == "norm" and rate == "=0%"):
            more = {"origin": "norm", "evidence": [], "formula": None, "basis": "其他标准：本局惯例"}
            yield "a norm that is none", entry | {"target": rate, **more}


def _hidden(entry: Entry) -> Iterator[Attack]:
    told = entry["definition"]
    for words in HIDDEN if told else ():
        yield "hidden in the definition", entry | {"definition": f"{told}，{words}"}
        yield "hidden in the definition", entry | {"definition": f"{words}，{told}"}
        yield "hidden in the definition", entry | {"definition": f"{told}（{words}）"}


def _sources(entry: Entry) -> Iterator[Attack]:
    for words in SOURCES:
        yield "an invented source", entry | {"basis": words}


def _another_thing(entry: Entry, other: Entry) -> Iterator[Attack]:
    """The number, with its true quote, of another row that says another thing."""
    target, number = entry["target"] or "", NUMBER.search(other["target"] or "")
    if number is None or other["origin"] != "stated" or other["name"] is None or entry["name"] is None:
        return
    if entry["origin"] not in ("ask", "norm", "stated") or number[0] in target:
        return
    lent = {"evidence": other["evidence"], "origin": "stated", "formula": None}
    yield "a right number for another thing", entry | {"target": other["target"], **lent}
    own = target.replace("【待填】", number[0]) if "【待填】" in target else NUMBER.sub(number[0], target, count=1)
    yield "a right number for another thing", entry | {"target": own, **lent}
