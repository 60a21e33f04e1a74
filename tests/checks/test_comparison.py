"""Like projects side by side."""

import json

from reviewer.checks.comparison import compare
from reviewer.cli import main
from reviewer.settings import PACKAGE
from tests.checks.conftest import indicator, project


def grant(key, name, people, standard, basis="学籍名册"):
    rows = (
        indicator(1, "产出指标", "数量指标", name, "在册学生", people, basis),
        indicator(2, "产出指标", "成本指标", "资助标准", "每人每年", standard, "文件"),
    )
    return project(*rows, key=key, name="国家助学金")


def test_unlike_names_values_units_and_standards(words):
    alike = compare(
        [
            grant("A", "资助学生人数", "≥600人", "=2000元/人·年"),
            grant("B", "受助人数", "≥90%", "=2000元/人·年"),
            grant("C", "资助学生人数", "≥600人", "=3000元/人·年"),
        ],
        words,
    )
    people, standards = alike
    assert (people.measure, people.differs) == ("人数", ("名称", "指标值", "单位"))
    assert [(p.key, i.name) for p, i in people.rows] == [
        ("A", "资助学生人数"),
        ("B", "受助人数"),
        ("C", "资助学生人数"),
    ]
    assert (standards.measure, standards.differs) == ("标准", ("指标值",))


def test_the_same_in_other_words_is_no_difference(words):
    pair = [
        grant("A", "资助学生人数", "≥600人", "=2000元/人·年"),
        grant("B", "资助学生人数", "≥0.06万人", "2000元/人·年"),
    ]
    assert compare(pair, words) == ()
    assert compare(pair[:1], words) == ()


def test_the_command(capsys):
    sample = str(PACKAGE / "sample/dingzhou-2021.txt")
    assert main(["compare", sample, "--format", "json"]) == 0
    groups = json.loads(capsys.readouterr().out)["groups"]
    assert all(len(g["projects"]) > 1 and g["measures"] for g in groups)
    assert main(["compare", sample]) == 0
    assert "写法不一" in capsys.readouterr().out
