"""Words that differ from a fixed term by one slip, and words that are none."""

import tomllib
from itertools import pairwise

import pytest

from reviewer.domain.lexicon import Lexicon
from reviewer.settings import Settings

TABLES = tomllib.loads((Settings().prompts / "library/terms.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon(TABLES)


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ("养老保现待遇按时发放", "养老保现", "养老保险"),
        ("职业记能培训人数", "职业记能", "职业技能"),
        ("资金拔付及时", "资金拔付", "资金拨付"),
        ("贪困学生资助人数", "贪困学生", "贫困学生"),
        ("创业担保货款贴息", "创业担保货款", "创业担保贷款"),
        ("惠普金融发展", "惠普金融", "普惠金融"),
        ("职业学校毕业生就率", "毕业生就率", "毕业生就业率"),
        ("市劳动能鉴定委员会", "劳动能鉴定", "劳动能力鉴定"),
        ("高标标准农田建设", "高标标准农田", "高标准农田"),
        ("人设信息化建设运维", "人设信息化", "人社信息化"),
    ],
)
def test_one_slip(lexicon, text, written, meant):
    (slip,) = lexicon.slips(text)
    assert (slip.written, slip.meant) == (written, meant)
    assert text[slip.start :].startswith(written)


@pytest.mark.parametrize(
    "text",
    [
        "失业人员和事业人员",
        "公益岗位补贴，养老险缴费",
        "校园绿化率",
        "资金达标",
        "工资发放",
        "信息化设备购置",
        "做好稳就业工作",
        "专款专户管理",
        "森林火灾受害率",
        "社会效应",
        "其他办公费用",
        "县道改建工程",
        "",
    ],
)
def test_words_of_their_own(lexicon, text):
    assert lexicon.slips(text) == ()


def test_every_term_is_right_in_itself_and_beside_another(lexicon):
    terms = [term.replace(" ", "") for term in TABLES["用语"]]
    for left, right in pairwise(terms):
        assert lexicon.slips(f"{left}{right}") == (), (left, right)
        assert lexicon.slips(f"{left}和{right}情况") == ()


def test_a_character_that_sounds_alike_is_found_wherever_it_stands(lexicon):
    missed = []
    alike = {"资": "姿", "预": "玉", "业": "页", "效": "孝", "务": "雾", "保": "饱", "训": "讯", "会": "汇", "金": "今"}
    terms = [t for spaced in TABLES["用语"] if len(t := spaced.replace(" ", "")) >= 4]
    cases = [
        (t, t[:k] + alike[c] + t[k + 1 :]) for t in terms for k, c in enumerate(t) if c in alike and t.count(c) == 1
    ]
    for term, wrong in cases:
        if not any(slip.meant in (term, *terms) for slip in lexicon.slips(wrong)):
            missed.append(wrong)
    assert len(cases) > 100
    assert not missed
