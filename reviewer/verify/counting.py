"""Whether a proposal counts in the unit in which the document counts."""

import re

from reviewer.verify.number import DATE, YEAR, Mention
from reviewer.verify.source import Fact

FIRM = re.compile("企业|店铺|门店")
"""Is counted by the house or by the firm."""
SHARE = re.compile(r"率|比例|比重|占比|满意|百分")
PRICE = re.compile(r"单[价个户家人件项]|标准|造价|均价|每|人均|生均|户均|水平")


def same_unit(wanted: Mention, fact: Fact, *, forms: dict[str, tuple[str, ...]] | None = None) -> bool:
    """Whether both count in the same unit; what a sum is divided by must agree, but for a year that is understood.

    A price (单价, 标准) may leave out the thing that it is the price of, never a month or a day.
    """
    there = fact.number
    if wanted.unit == "人次" and there.unit == "人" and "每" in fact.before:
        # Those of each time are counted as often as they come.
        wanted = wanted._replace(unit="人")
    if {wanted.unit, there.unit} == {"户", "家"} and FIRM.search(f"{fact.clause}{fact.after}"):
        wanted = wanted._replace(unit=there.unit)
    if "次" in wanted.per and (often := there.per & {"家次", "户次", "台次", "人次"}):
        wanted = wanted._replace(per=wanted.per - {"次"} | often)
    if "人次" in wanted.per and "人均" in fact.before:
        # 人均 is for each of those who are counted, be they counted as often as they come.
        wanted = wanted._replace(per=wanted.per - {"人次"} | {"人"})
    one, other = wanted.unit, there.unit
    if one != other and not (forms and (other in forms.get(one, ()) or one in forms.get(other, ()))):
        if other == "个" and one == "人" and "岗" in f"{fact.before[-4:]}{fact.after[:4]}":
            # A post is filled by one.
            return True
        if other == "个" and one and re.match(rf"[\u4e00-\u9fff]{{0,8}}{re.escape(one)}", fact.after):
            return True
        if other or there.per:
            return False
        if one == "%":
            return fact.piece.field == "target" and bool(SHARE.search(fact.after + fact.clause))
        return one not in ("元", DATE, YEAR) and not re.match(r"[\u4e00-\u9fff]", fact.after)
    if wanted.per == there.per:
        return True
    if wanted.per == {"人", "月"} and re.search("[人名][×*]$", fact.before) and re.match(r"[×*]\d+个?月", fact.after):
        # 96人×3500元×12个月 says for whom and for how long.
        return True
    if any(re.search(rf"(?<![\d.])[1一]{re.escape(part)}$", fact.before) for part in wanted.per):
        # What one costs is the price of each: 采血车1辆138万元.
        return True
    if wanted.per - there.per == {"人"} and there.per < wanted.per and re.search("每[人生名]", fact.clause):
        # 每生每年2000元，每学期1000元 is 1000 for each pupil.
        return True
    if wanted.per and all(_by(part, fact.before) for part in wanted.per - there.per) and there.per <= wanted.per:
        return True
    if not there.per:
        priced = PRICE.search(fact.clause)
        return bool(priced) and not wanted.per & {"月", "日", "学期", "季度", "小时", "次", "学时", "课时"}
    return bool(wanted.per) and wanted.per ^ there.per <= {"年"}


def _by(part: str, before: str) -> bool:
    """Whether the words before a number say that it is one for each of these: 每天不少于, 日处理."""
    said = {"日": "[日天]", "人": "[人生名]"}.get(part, re.escape(part))
    return bool(re.search(f"每个?{said}|{said}(?:均|处理|供|产)", before))
