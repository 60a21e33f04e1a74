"""A bureau's own indicator library in .xlsx.

Columns: 行业, 项目类型, 指标, 性质, 单位, 方向, 口径, 依据, and 维度 where the sheet has one.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from reviewer.domain.kinds import DIMENSIONS, BasisKind, BureauEntry, Dimension, KindIndicator
from reviewer.errors import ConfigurationError
from reviewer.language import _

HEADINGS: dict[str, tuple[str, ...]] = {
    "行业": ("行业", "行业领域", "领域", "行业类别"),
    "项目类型": ("项目类型", "项目类别", "类别", "项目"),
    "维度": ("维度", "二级指标", "指标类型", "指标类别"),
    "指标": ("指标", "指标名称", "三级指标"),
    "性质": ("性质", "指标性质", "符号"),
    "单位": ("单位", "计量单位", "度量单位"),
    "方向": ("方向", "指标方向"),
    "口径": ("口径", "指标解释", "指标说明", "指标描述", "计算方法", "计算公式"),
    "依据": ("依据", "指标值依据", "设定依据", "来源"),
}
"""A field and how sheets write its heading; the first is the one that messages name."""
NEEDED = ("指标", "单位")
OPERATORS = {
    "≥": "≥", ">=": "≥", "大于等于": "≥", "≤": "≤", "<=": "≤", "小于等于": "≤", "=": "=", "＝": "=", "等于": "=",
    ">": ">", "＞": ">", "大于": ">", "<": "<", "＜": "<", "小于": "<",
}  # fmt: skip
DIRECTIONS = {"正向": "正向", "反向": "反向", "负向": "反向", "逆向": "反向", "固定": "固定", "适度": "固定"}
BY_DIRECTION = {"正向": "≥", "反向": "≤", "固定": "="}
LOOKS: tuple[tuple[str, Dimension], ...] = (
    (r"满意", "满意度"),
    (r"及时|按时|按期|准时|时限|工期|完成时间", "时效"),
    (r"成本|单价|造价|补助标准|补贴标准|发放标准|总额|经费|投资额", "成本"),
    (r"增收|产值|收入|税收|利润", "经济效益"),
    (r"水质|空气|减排|排放|植被|森林|无害化|能耗", "生态效益"),
    (r"使用年限|使用寿命|长效", "可持续影响"),
    (r"就业率|覆盖率|知晓率|受益|带动|参与|投诉|事故|事件", "社会效益"),
    (r"率$|合格|准确|达标|差错", "质量"),
)
FIRST_ROWS = 20
"""The heading stands within these rows."""
TAIL = 4
"""As many last characters of a name tell that another row measures the same."""


def load_bureau(path: Path) -> tuple[BureauEntry, ...]:
    """The entries of every sheet in order, numbered from 1.

    Raises ConfigurationError that names the file, and the row and field at fault.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except (OSError, CalamineError, ValueError) as error:
        raise _fault(path, _("打不开（{why}）").format(why=" ".join(str(error).split()))) from None
    entries: list[BureauEntry] = []
    headed = False
    for rows in sheets:
        found = _heading(rows)
        if found:
            headed = True
            entries += _entries(path, rows, *found, start=len(entries))
    if not headed:
        raise _fault(path, _("没有找到写着“指标”和“单位”的表头行"))
    if not entries:
        raise _fault(path, _("表头下没有条目"))
    return tuple(entries)


def _heading(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]] | None:
    """The heading's row and the column of each field."""
    for at, row in enumerate(rows[:FIRST_ROWS]):
        texts = [re.sub(r"\s", "", str(cell)) for cell in row]
        columns = {
            field: next(texts.index(name) for name in names if name in texts)
            for field, names in HEADINGS.items()
            if any(name in texts for name in names)
        }
        if all(field in columns for field in NEEDED):
            return at, columns
    return None


def _entries(
    path: Path, rows: Sequence[Sequence[Any]], heading: int, columns: dict[str, int], start: int
) -> Iterator[BureauEntry]:
    industry = kind = ""
    number = start
    cores: set[tuple[str, str]] = set()
    for at, row in enumerate(rows[heading + 1 :], heading + 2):
        cells = {f: _text(row[c]) if c < len(row) else "" for f, c in columns.items()}
        industry, kind = cells.get("行业") or industry, cells.get("项目类型") or kind
        if not cells["指标"]:
            continue
        number += 1
        where = _dimension(path, at, cells)
        core = where == "数量" and (industry, kind) not in cores
        if core:
            cores.add((industry, kind))
        indicator = _indicator(path, at, cells, where, core, f"本局库 第{number}条")
        yield BureauEntry(number=number, industry=industry, kind=kind, indicator=indicator)


def _indicator(path: Path, at: int, cells: dict[str, str], where: Dimension, core: bool, origin: str) -> KindIndicator:
    name, unit = cells["指标"], cells["单位"] or "%"
    direction = DIRECTIONS.get(cells.get("方向", ""), "反向" if where == "成本" else "正向")
    written = cells.get("性质", "").replace(" ", "")
    if written and written not in OPERATORS and written not in ("定量", "定性"):
        raise _fault(path, _("第 {row} 行的“性质”写的是“{text}”，应为 ≥ ≤ = > <").format(row=at, text=written))
    basis_text = cells.get("依据", "")
    basis = next((kind for kind in get_args(BasisKind) if kind in basis_text), "其他标准")
    money_total = where == "成本" and unit == "万元" and re.search(r"总额|总成本|预算", name)
    try:
        return KindIndicator(
            name=name,
            dimension=where,
            definition=cells.get("口径") or f"按{name}逐项计数",
            operator=OPERATORS.get(written, BY_DIRECTION[direction]),
            unit=unit,
            direction=direction,
            source=re.sub(r"^[^：:]*标准[：:（(]?|[）)]$", "", basis_text).strip() or "本局指标库",
            basis=basis,
            value="预算" if money_total else "文中",
            core=core,
            ask=f"“{name}”的目标值是多少（{unit}）？",
            like=(name[-TAIL:],),
            origin=origin,
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise _fault(
            path, _("第 {row} 行的{field}：{why}").format(row=at, field=first["loc"][0], why=first["msg"])
        ) from None


def _dimension(path: Path, at: int, cells: dict[str, str]) -> Dimension:
    """The dimension a sheet states, else what name and unit show."""
    if stated := cells.get("维度"):
        found = next((d for d in DIMENSIONS if d[:2] in stated), None)
        if found is None:
            raise _fault(
                path,
                _("第 {row} 行的“维度”写的是“{text}”，应为 {known} 之一").format(
                    row=at, text=stated, known="、".join(DIMENSIONS)
                ),
            )
        return found
    name, unit = cells["指标"], cells["单位"]
    found = next((d for pattern, d in LOOKS if re.search(pattern, name)), None)
    if found is None and unit.startswith(("元", "万元")):
        return "成本"
    return found or ("质量" if unit in ("%", "％") else "数量")


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _fault(path: Path, what: str) -> ConfigurationError:
    return ConfigurationError(
        _("本局指标库 {path} 有误：{what}；请改正，或在设置 bureau_library 中另指一个。").format(path=path, what=what)
    )
