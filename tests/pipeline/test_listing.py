"""`show` and `check` as JSON and as a workbook; baseline, selection and settings."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewer.cli import main

DATA = Path(__file__).parents[1] / "data"
ROADS = str(DATA / "departments/roads-2022.txt")
HEALTH = str(DATA / "departments/health-2024.txt")
NAMES = ["code", "severity", "project", "row", "field", "message", "quote"]


def run(capsys, *arguments):
    code = main([str(a) for a in arguments])
    return code, capsys.readouterr()


def test_one_object_for_any_number_of_files(capsys):
    code, out = run(capsys, "check", ROADS, HEALTH, "--format", "json")
    record = json.loads(out.out)
    assert code == 1
    assert list(record) == ["projects", "problems", "findings"]
    assert {Path(p["file"]).name for p in record["projects"]} == {"roads-2022.txt", "health-2024.txt"}
    assert all(list(f) == NAMES for f in record["findings"])
    assert {f["project"] for f in record["findings"]} <= {p["key"] for p in record["projects"]}
    _code, out = run(capsys, "show", ROADS, HEALTH, "--format", "json")
    shown = json.loads(out.out)
    assert list(shown) == ["projects", "problems"]
    assert shown["projects"] == record["projects"]


def test_a_baseline_leaves_only_what_is_new(capsys, tmp_path):
    _code, out = run(capsys, "check", ROADS, "--format", "json")
    known = json.loads(out.out)
    base = tmp_path / "base.json"
    base.write_text(json.dumps(known), encoding="utf-8")
    assert run(capsys, "check", ROADS, "--baseline", base)[0] == 0
    known["findings"] = known["findings"][1:]
    base.write_text(json.dumps(known), encoding="utf-8")
    code, out = run(capsys, "check", ROADS, "--baseline", base, "--format", "json")
    assert code == 1
    assert len(json.loads(out.out)["findings"]) == 1
    base.write_text("[]", encoding="utf-8")
    assert run(capsys, "check", ROADS, "--baseline", base)[0] == 3


def test_a_workbook_in_which_text_stays_text(capsys, tmp_path):
    table = tmp_path / "t.md"
    text = (DATA / "layouts/r12_markdown.md").read_text(encoding="utf-8")
    table.write_text(text.replace("支撑业务开展", "=1+1提升"), encoding="utf-8")
    book = tmp_path / "问题.xlsx"
    code, out = run(capsys, "check", table, "--format", "xlsx", "--out", book)
    assert code == 1
    assert "问题.xlsx" in out.out
    sheets = load_workbook(book)
    assert sheets.sheetnames == ["问题", "项目", "指标", "读不准"]
    cells = [cell for row in sheets["指标"].iter_rows() for cell in row if cell.value]
    assert all(cell.data_type in "sn" for cell in cells)
    assert any(str(cell.value).startswith("=1+1") for cell in cells)
    _code, out = run(capsys, "check", table, "--format", "json")
    assert sheets["问题"].max_row - 1 == len(json.loads(out.out)["findings"])
    assert run(capsys, "check", table, "--format", "xlsx", "--out", book)[0] == 2
    assert run(capsys, "check", table, "--format", "xlsx", "--out", book, "--force")[0] == 1
    assert run(capsys, "show", table, "--format", "xlsx")[0] == 0
    assert load_workbook(tmp_path / "t.projects.xlsx").sheetnames == ["项目", "指标", "读不准"]


@pytest.mark.parametrize("setting", ['select = ["Z"]', 'ignore = ["V99"]', 'severity = {"Q1" = "info"}'])
def test_an_unknown_code_in_the_settings_is_named(capsys, tmp_path, monkeypatch, setting):
    (tmp_path / "reviewer.toml").write_text(setting, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, out = run(capsys, "check", ROADS)
    assert code == 4
    assert setting.split()[0] in out.err


def test_settings_of_the_bureau_reach_the_checks(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reviewer.toml").write_text(
        'select = ["V", "T02", "P05"]\nignore = ["V04"]\ndemand_every_dimension = true\nsatisfaction_norm = 95\n',
        encoding="utf-8",
    )
    _code, out = run(capsys, "check", HEALTH, "--format", "json")
    found = json.loads(out.out)["findings"]
    assert {f["code"] for f in found} == {"V01", "V02", "T02", "P05"}
    assert any("95%" in f["message"] for f in found if f["code"] == "T02")
    assert any("每个维度" in f["message"] for f in found if f["code"] == "P05")


@pytest.mark.parametrize("chosen", ["V", "m0", "T03,B"])
def test_prefixes_on_the_command_line(capsys, chosen):
    _code, out = run(capsys, "check", ROADS, "--format", "json", "--select", chosen)
    found = {f["code"] for f in json.loads(out.out)["findings"]}
    assert found
    assert all(any(code.startswith(p.upper()) for p in chosen.split(",")) for code in found)


def test_every_rule_has_its_card(capsys):
    code, out = run(capsys, "rules")
    listed = [line.split()[0] for line in out.out.splitlines()]
    assert code == 0
    assert len(listed) == 27
    for name in listed:
        _code, card = run(capsys, "rules", name.lower())
        parts = dict(line.split(maxsplit=1) for line in card.out.splitlines()[1:])
        assert list(parts) == ["查什么", "为什么", "依据", "改前", "改后"]
    assert run(capsys, "rules", "Z01")[0] == 2
