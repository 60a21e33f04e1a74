"""The line over a table that says what it is."""

import re

TITLE = re.compile(
    r"\s*(?:附件?\s*\d*[:：]?\s*)?(?:\d+\s*[.．、])?\s*(?P<name>[^。；]*)\s*"
    r"(?:绩效目标(?:申报|自评|批复|审核|公开|备案|设定|汇总)?表|绩效自评表|绩效目标及指标表)\s*(?:[（(][^）)]*[）)])?\s*"
)
SPAN = re.compile("(?:(?:本|当)?(年)度|长期|中期|中长期|实施期|总目标)(?:绩效)?(?:目标(?:情况)?表|指标(?:情况)?表?)")
"""The line over a part of a table that says whose indicators follow: the year's, or the period's."""
