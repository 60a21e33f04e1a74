"""Loads the library: norms, nouns and kinds from prompts/library."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from reviewer.domain.kinds import Entry, KindIndicator, Library, Norm, Nouns, ProjectKind
from reviewer.errors import ConfigurationError
from reviewer.language import _

AnyEntry = TypeVar("AnyEntry", bound=Entry)

SLOT = re.compile(r"\{([^{}]*)\}")
SATISFACTION = "满意度"


def load_library(folder: Path, *, satisfaction: Decimal | None = None) -> Library:
    """The library in `folder` (settings.prompts / "library"); `satisfaction` is the bureau's own norm, in percent.

    Without one that of the file stands. Raises ConfigurationError that names file, entry and fault.
    """
    file = folder / "norms.yaml"
    norms = [_entry(Norm, values, file) for values in _list(_read(file), file)]
    names = {norm.name for norm in norms}
    if satisfaction is not None:
        norms = [n.model_copy(update={"value": satisfaction}) if n.name == SATISFACTION else n for n in norms]
    file = folder / "nouns.yaml"
    nouns = _entry(Nouns, _read(file), file)
    files = sorted((folder / "kinds").glob("*.yaml"))
    if not files:
        raise ConfigurationError(
            _("目录 {folder} 里没有项目类别文件（*.yaml），请检查设置 prompts_dir。").format(folder=folder / "kinds")
        )
    kinds = tuple(_kind(file, names) for file in files)
    return Library(norms=tuple(norms), nouns=nouns, kinds=kinds)


def _kind(file: Path, norms: set[str]) -> ProjectKind:
    kind = _entry(ProjectKind, _read(file), file)
    for pattern in (*kind.words, *kind.tails, *(i.only for i in kind.indicators if i.only)):
        try:
            re.compile(pattern)
        except re.error as error:
            raise _fault(file, pattern, _("不是有效的匹配式（{why}）").format(why=error)) from None
    names = [indicator.name for indicator in kind.indicators]
    for indicator in kind.indicators:
        for fault in _faults(kind, indicator, norms):
            raise _fault(file, indicator.name, fault)
        if names.count(indicator.name) > 1:
            raise _fault(file, indicator.name, _("同一文件里有两个同名指标"))
    return kind


def _faults(kind: ProjectKind, indicator: KindIndicator, norms: set[str]) -> Iterator[str]:
    """What a single field does not show: an unknown slot or norm, a missing question, a dimension both used and not."""
    slots = {"对象": kind.people, "的对象": kind.people, "款项": kind.item, "事项": kind.subject}
    slots["时限"] = indicator.limit
    for text in (indicator.name, indicator.definition, indicator.ask):
        for slot in SLOT.findall(text):
            if not slots.get(slot):
                yield _("用了 {slot}，但没有写它的“{slot}”缺省词").format(slot=slot)
    if indicator.value == "惯例" and indicator.norm not in norms:
        yield _("惯例“{norm}”不在 norms.yaml 里").format(norm=indicator.norm)
    if indicator.value == "填报" and not indicator.ask:
        yield _("要单位填报，却没有写“提问”")
    if indicator.dimension in kind.absent:
        yield _("它的维度又列在“不设”里")


def _read(file: Path) -> Any:
    import yaml

    try:
        return yaml.load(file.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigurationError(
            _("读不了指标库文件 {file}：{why}。").format(file=file, why=" ".join(str(error).split()))
        ) from None


def _list(values: Any, file: Path) -> list[Any]:
    if not isinstance(values, list):
        raise ConfigurationError(_("指标库文件 {file} 应当是以“- ”开头的条目。").format(file=file))
    return values


def _entry(kind: type[AnyEntry], values: Any, file: Path) -> AnyEntry:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise _fault(file, _place(values, first["loc"]), first["msg"]) from None


def _place(values: Any, path: tuple[int | str, ...]) -> str:
    """The path of a fault in words, an entry of a list by its name: 指标 / 参加考试人数 / 性质."""
    words: list[str] = []
    for step in path:
        try:
            values = values[step]
        except (KeyError, IndexError, TypeError):
            values = None
        name = values.get("指标") or values.get("惯例") if isinstance(values, dict) else None
        words.append(str(step) if isinstance(step, str) else str(name or f"第{step + 1}条"))
    return " / ".join(words)


def _fault(file: Path, entry: str, what: str) -> ConfigurationError:
    return ConfigurationError(
        _("指标库文件 {file} 的“{entry}”有误：{what}；请改正。").format(file=file, entry=entry, what=what)
    )
