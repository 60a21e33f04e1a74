import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.chunk import Chunk
from reviewer.domain.project import Project
from reviewer.validate import read_reply

PROJECT = Project(file="x.txt", key="K", no=1, name="培训经费")
CHUNK = Chunk(project="K", index=0, count=1, rows=(1, 2, 3))
EMPTY = dict.fromkeys(
    ("level1", "level2", "name", "definition", "target", "basis", "origin", "formula", "question", "reason")
)


def entry(row, action="replace", **fields):
    base = {**EMPTY, "row": row, "action": action, "resolves": ["V01"], "evidence": []}
    return base | ({"name": "培训人数"} if action == "replace" else {}) | fields


def reply(sound=(3,), proposals=(), **more):
    return json.dumps({"project": "K", "sound": list(sound), "proposals": list(proposals), **more}, ensure_ascii=False)


def read(text):
    return read_reply(text, CHUNK, PROJECT)


def test_a_good_reply_is_read_whole():
    made = read(reply(proposals=[entry(1), entry(2, "remove")]))
    assert (made.sound, made.faults, made.missing) == ((3,), (), ())
    assert [p.row for p in made.proposals] == [1, 2]
    assert made.ok


@pytest.mark.parametrize("wrap", ["```json\n{}\n```", "<think>{{1}}</think>{}", "好的：{}", "\ufeff{}"])
def test_wrappings_are_taken_off(wrap):
    text = reply(proposals=[entry(1), entry(2)])
    assert read(wrap.replace("{}", text) if "{{" not in wrap else f"<think>{{1}}</think>{text}").ok


def test_a_bad_entry_never_loses_a_good_one():
    broken = entry(2)
    del broken["basis"]
    made = read(reply(proposals=[entry(1), broken]))
    assert [p.row for p in made.proposals] == [1]
    assert made.missing == (2,)
    assert any("缺少键 basis" in fault for fault in made.faults)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "没有 JSON"),
        ("[]", "没有 JSON"),
        ('{"project": "K", ', "不是有效的 JSON"),
        (reply(proposals=[entry(1), entry(2), entry(9)]), "第 9 行不在"),
        (reply(proposals=[entry(1), entry(1), entry(2)]), "第 1 行有两条"),
        (reply(proposals=[entry(1)]), "第 2 行没有有效答复"),
        (reply(sound=(3, 8), proposals=[entry(1), entry(2)]), "不是本次负责的行号"),
        (reply(sound=(1, 3), proposals=[entry(1), entry(2)]), "既在 sound"),
        (reply(proposals=[entry(1, colour="x"), entry(2)]), "不认识的键 colour"),
        (reply(proposals=[entry(1, action="delete"), entry(2)]), "action 只能是"),
        (reply(proposals=[entry("1"), entry(2)]), "row 的类型不对"),
        (reply(proposals=[entry(1, name=None), entry(2)]), "没有改任何字段"),
        (reply(proposals=[entry(1, target="≥ 【待填】 人"), entry(2)]), "没有 question"),
        (reply(proposals=[entry(1, resolves=["Z99"]), entry(2)]), "Z99"),
        (reply(proposals=[entry(1), entry(2), entry(None, "add")]), "add 要写全"),
        (reply(proposals=[entry(1), entry(2)], note="x"), "不认识的键"),
        (reply(proposals=[entry(1), entry(2)]).replace('"K"', '"L"'), "project 应当是 K"),
        (reply(sound=(3, True), proposals=[entry(1), entry(2)]), "不是本次负责的行号"),
    ],
)
def test_each_fault_is_named_in_a_sentence(text, word):
    assert any(word in fault for fault in read(text).faults)


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text):
    assert read(text).faults


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["row", "action", "sound", "proposals", "project", "evidence"]), inner)
        ),
        max_leaves=20,
    )
)
def test_no_json_makes_it_fail_and_every_row_is_accounted_for(value):
    made = read(json.dumps(value))
    assert {*made.sound, *made.missing, *(p.row for p in made.proposals)} >= {1, 2, 3}
