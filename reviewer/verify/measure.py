"""What is counted, by the words that a name or a definition ends with, and the units in which it can be."""

import re
from typing import Literal, NamedTuple

from reviewer.verify.number import DATE

Sort = Literal["share", "whole", "time", "money", "price", "other"]
"""A price is money for one of something: a sum divided by it is a count."""
SHARE = frozenset(["%", "‰", "百分点"])
MONEY = frozenset(["元"])
SPAN = frozenset(["日", "工作日", "分钟", "秒", "周", "月", "年"])
BODIES = frozenset(["户", "家", "个", "所", "村", "户次", "家次"])
EXTENT = frozenset(["平方米", "亩", "公顷", "平方公里", "米"])
SOME = frozenset(["…"])
"""Things of another sort one by one: in any unit but those of a share, money, extent and time."""


class Measure(NamedTuple):
    """One sort of quantity."""

    ending: re.Pattern[str]
    sort: Sort
    units: frozenset[str]
    """Without multiples and divisors; DATE for a day of the calendar."""
    said: str
    """The units as a reason names them."""

    def fits(self, unit: str) -> bool:
        return unit not in SHARE | MONEY | EXTENT | SPAN if self.units == SOME else unit in self.units


def _measure(sort: Sort, said: str, words: str, units: str | frozenset[str]) -> Measure:
    ending = re.compile(rf"(?:{words})(?:的?(?:合计|之和|总和|总计|累计数?|总数))?$")
    return Measure(ending, sort, frozenset(units.split()) if isinstance(units, str) else units, said)


MEASURES = (
    _measure("share", "%", "满意度|满意率|(?<![汇利费税频功速辨])率|占比|比例|比重|百分比|之比", SHARE),
    _measure("other", "倍", "倍数", "倍"),
    _measure("whole", "人次", "人次数?", "人次"),
    _measure("whole", "人天、人月", "人[天日月]数?", "人天 人日 人月"),
    _measure("whole", "人", "人口|在[册岗编校园]数|(?:人|学生|教师|教职工|职工|学员|人员|对象)(?:人)?数量?", "人"),
    _measure("whole", "家、户", "商户数量?", BODIES),
    _measure("whole", "户、家、人", "[用客]户数量?", BODIES | {"人"}),
    _measure("whole", "户", "户数|户次", "户 户次"),
    _measure("whole", "家、个", "(?:家|企业|单位|机构|学校|村)数量?|家次", BODIES),
    _measure(
        "whole", "场、次、期", "(?:场|班|批|轮)次|(?:场|次|期|班|批|轮)数", "场 次 期 班 批 轮 场次 班次 批次 轮次 个"
    ),
    _measure("whole", "件、起", "(?:件|起|宗|笔|项|案件|事件|事故|例)数", "件 起 宗 个 项 次 笔 例 份"),
    _measure("whole", "台（套）", r"(?:台|套|台套|台(?:（套）|\(套\))|辆)数", "台 套 台套 辆 个 部 件"),
    _measure("whole", "份、册、卷", "(?:(?<!月)份|(?<![在名])册|卷|本|张|页|篇)数", "份 册 卷 本 张 页 件 个 幅 篇 条"),
    _measure("whole", "个、处", "个数|个次", "个 处 家 所 项 套 台 点 张 条 本 台套"),
    _measure("other", "平方米、亩", "面积", EXTENT - {"米"}),
    _measure("other", "公里、米", "里程|长度|公里数", "米"),
    _measure("time", "年", "年限|寿命", "年 月"),
    _measure("time", "日、小时", "(?:(?<!人)天|日|周|小时|分钟|年|月份?)数|时长", SPAN),
    _measure("time", "日期、日", "时间|日期|之日", SPAN | {DATE}),
    _measure("price", "元/人 之类", "(?<!防洪|抗震|设防)标准|单价|均价", MONEY),
    _measure("money", "万元、元", "(?:支付|承担|拨付|发放|缴纳).*(?:合计|总和)", MONEY),
    _measure(
        "money",
        "万元、元",
        "金额|支出|费用|经费|资金|总额|工资|补助|补贴|贴息|津贴|投资|成本|造价|本金|利息|(?:实际?支|列支|开支|(?:支|开支|费用|经费)[^，。；]{0,4}发生)(?:数|额)?|配套|(?<![名限差])额|奖金|助学金|养老金|预算数?|控制数",
        MONEY,
    ),
    _measure("whole", "件、个之类", "(?<![百指分系算倍额基人放付排缴亩米里计])数量?", SOME),
)
WHOLE = frozenset().union(*(m.units for m in MEASURES if m.sort == "whole"))
"""Units of what is counted one by one, which no quotient is."""
KNOWN = frozenset().union(*(m.units for m in MEASURES))


def measure(text: str) -> Measure | None:
    """The measure that the text ends with; None where it ends with none that is known."""
    return next((m for m in MEASURES if m.ending.search(text)), None)
