import shutil
from decimal import Decimal

import pytest

from reviewer.errors import ConfigurationError
from reviewer.library import load_library
from reviewer.settings import Settings

FOLDER = Settings().prompts / "library"


def test_every_kind_loads_with_a_core_indicator():
    library = load_library(FOLDER)
    assert all(kind.core for kind in library.kinds)
    assert len({kind.name for kind in library.kinds}) == len(library.kinds)


def test_the_bureau_sets_its_own_satisfaction_norm():
    assert load_library(FOLDER, satisfaction=Decimal(85)).norm("满意度").value == 85
    assert load_library(FOLDER).norm("满意度").value == 90


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "library")
    return tmp_path / "library"


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("性质: '≥'", "性质: '多于'", "指标 / 参加{事项}培训人数 / 性质"),
        ("惯例: 按时", "惯例: 随便", "惯例“随便”"),
        ("{事项}培训班期数", "{项目}培训班期数", "{项目}"),
        ("说明: ", "备注: ", "说明"),
        ("认词: {培训: 5", "认词: {'培训(': 5", "培训("),
        ("  生态效益: ", "  质量: ", "不设"),
    ],
)
def test_a_fault_names_file_entry_and_what(copy, before, after, named):
    file = copy / "kinds" / "培训.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_library(copy)
    assert "培训.yaml" in str(caught.value)
    assert named in str(caught.value)


def test_broken_yaml_and_a_missing_folder_are_clear_errors(copy):
    (copy / "kinds" / "培训.yaml").write_text("类别: [", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"培训\.yaml"):
        load_library(copy)
    with pytest.raises(ConfigurationError, match=r"norms\.yaml"):
        load_library(copy / "nowhere")
