"""A system that serves complaints is no complaint; a system's faults are faults."""

import pytest

from reviewer.domain.project import RowText
from reviewer.verify.fit import direction


@pytest.mark.parametrize(
    ("name", "target", "result"),
    [
        ("系统故障次数", "≤5次", "pass"),
        ("系统故障率", "≥5%", "fail"),
        ("信访信息系统可用率", "≥95%", "pass"),
        ("信访件数", "≥2件", "fail"),
        ("投诉平台在线率", "≥95%", "pass"),
        ("系统投诉件数", "≥3件", "fail"),
    ],
)
def test_the_fewer_the_better_of_faults_and_complaints_alone(name, target, result):
    assert direction(RowText("产出指标", "质量指标", name, name, target)).result == result
