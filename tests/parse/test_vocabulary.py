"""A province's form is one more file of words; each names examples that are there."""

import re
import shutil
from pathlib import Path

import pytest

from reviewer.domain.grid import Source
from reviewer.formats import open_source
from reviewer.parse import parse, vocabulary
from tests.parse.test_layouts import LAYOUTS

FOLDER = Path(vocabulary.__file__).parent / "layouts"
FORM = """某省项目绩效目标表
要办的事\t修桥\t办事的单位\t某县公路所
第一层\t第二层\t第三层\t要到的数
产出指标\t数量指标\t修桥座数\t≥3座
"""
WORDS = """
[columns]
level1 = ["第一层"]
level2 = ["第二层"]
name = ["第三层"]
target = ["要到的数"]

[head]
name = ["要办的事"]
unit_name = ["办事的单位"]
"""
CACHED = (
    vocabulary.words,
    vocabulary.fold,
    vocabulary.column_field,
    vocabulary.head_field,
    vocabulary.level,
    vocabulary.continues,
    vocabulary.meant,
    vocabulary.listed_label,
    vocabulary.money_unit,
)


def test_a_form_nobody_knew_needs_no_more_than_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "form.txt").write_text(FORM, encoding="utf-8")
    source: Source = open_source(tmp_path / "form.txt")
    shutil.copytree(FOLDER, tmp_path / "layouts")
    (tmp_path / "layouts" / "new.toml").write_text(WORDS, encoding="utf-8")
    monkeypatch.setattr(vocabulary, "_LAYOUTS", tmp_path / "layouts")
    try:
        for cached in CACHED:
            cached.cache_clear()
        (project,) = parse(source).projects
    finally:
        for cached in CACHED:
            cached.cache_clear()
    assert (project.name, project.unit_name) == ("修桥", "某县公路所")
    (row,) = project.indicators
    assert (row.level1, row.level2, row.name, row.target.raw) == ("产出指标", "数量指标", "修桥座数", "≥3座")


@pytest.mark.parametrize("path", [p for p in FOLDER.iterdir() if p.name != "general.toml"], ids=lambda p: p.name)
def test_a_province_names_its_examples(path: Path) -> None:
    comment = " ".join(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    examples = re.findall(r"\w+\.(?:docx|xlsx|html|csv|txt|md|pdf)", comment)
    assert examples and all((LAYOUTS / name).is_file() for name in examples)
