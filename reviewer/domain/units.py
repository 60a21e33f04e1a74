"""Units of measure: one spelling each, the scale of 万/亿 before them, and what they measure."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

Dimension = Literal["people", "money", "rate", "time", "area", "length", "mass", "volume", "score", "count"]

_DIMENSIONS: dict[Dimension, str] = {
    "people": "人 名 位 人次 人年 人月 人日 人天 人/次 人·次 户次 户 家庭 学生 职工 群众 户数 人数 学员 教师",
    "money": "元 角 分钱 美元 欧元 港元 块 块钱",
    "rate": "% ‰ 百分点 个百分点 倍 成",
    "time": "年 月 个月 日 天 周 小时 分钟 秒 季度 个季度 工作日 个工作日 自然日 个自然日 星期 个星期 周年 学期 "
    "个学期 学年 年度 分 旬 交易日 次/年",
    "area": "平方米 ㎡ 平米 m2 m² 亩 公顷 平方公里 平方千米 km2 km² 顷",
    "length": "米 公里 千米 里 厘米 毫米 km m cm mm 延米 延长米 海里",
    "mass": "吨 千克 公斤 斤 克 kg t g 标准煤 吨标准煤 毫克",
    "volume": "立方米 m3 m³ 方 升 毫升 L ml 立方",
    "score": "分 级 星 星级 等级 档",
    "count": "个 件 次 场 场次 项 套 台 台套 台次 辆 份 册 部 本 卷 篇 期 批 批次 起 例 宗 家 所 处 座 条 张 块 "
    "支 只 头 株 棵 幅 幢 栋 间 班 门 课时 学时 课 点 个点 站 村 镇 乡 社区 团 组 人家 万 亿 千 百 盒 箱 标箱 瓶 袋 "
    "包 片 枚 把 面 页 盘 根 桶 艘 架 眼 口 盏 樘 扇 孔 尾 羽 匹 艺 部次 部集 集 期次 车次 架次 班次 床 床位 张床 "
    "户次 频次 种 类 款 字 万字 度 千瓦 千瓦时 兆瓦 kW kWh MW GB TB MB Mbps 兆 微克/立方米 dB 分贝 ℃ 摄氏度 节 "
    "人份 系统 平台 家次 单 笔 案 案件 企业 单位 机构 学校 医院 项目 课题 论文 专利 标段 网点 岗位 机关",
}
_KNOWN: dict[str, Dimension] = {unit: kind for kind, units in _DIMENSIONS.items() for unit in units.split()}
_SAME = {
    "台（套）": "台",
    "台(套)": "台",
    "台套": "台",
    "百分比": "%",
    "百分率": "%",
    "个百分点": "百分点",
    "名": "人",
    "位": "人",
    "个人": "人",
    "天": "日",
    "个月": "月",
    "个工作日": "工作日",
    "个季度": "季度",
    "公里": "千米",
    "公斤": "千克",
    "㎡": "平方米",
    "m2": "平方米",
    "m²": "平方米",
    "平米": "平方米",
    "m3": "立方米",
    "m³": "立方米",
    "km": "千米",
    "kg": "千克",
    "人民币": "元",
    "元人民币": "元",
    "块钱": "元",
}
MULTIPLES: dict[str, int] = {
    "万亿": 10**12,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "亿": 10**8,
    "万": 10**4,
    "千": 1000,
    "百": 100,
    "十": 10,
}
"""Chinese multiples, the longer first."""

_FACTORS: dict[str, tuple[str, Decimal]] = {
    "千米": ("米", Decimal(1000)),
    "公顷": ("亩", Decimal(15)),
    "吨": ("千克", Decimal(1000)),
    "小时": ("分钟", Decimal(60)),
    "年": ("月", Decimal(12)),
    "‰": ("%", Decimal("0.1")),
}
"""Units that are a fixed multiple of a smaller one."""
_WHOLE = frozenset(["万", "亿", "千", "百", "十"]) | frozenset(_KNOWN) | frozenset(_SAME)
# A word that names a measure, a task or an object is no unit, however short.
_NO_UNIT = re.compile(
    r"[率性值费况作理查务量数幅济]$|[度比](?<!^度)(?<!角度)(?<!湿度)(?<!季度)(?<!年度)$|情况|完成|满意|及时|工作|管理|促进|保障|支出|资金|发放|"
    r"经费|成本|质量|调查|检查|以上|以下|左右|等于|[≥≤=><0-9，。,；;、]"
)
_MEASURE_WORDS = "个名位件次场项套台辆份册部本卷篇期批起例宗家所处座条张支只头株棵幢栋间门种类户人"


class Scaled(NamedTuple):
    """A unit without its multiple: 万元/人·年 is 10000 of 元/人·年."""

    unit: str
    factor: Decimal


@lru_cache(maxsize=4096)
def plain(unit: str) -> str:
    """The usual spelling of a unit, parts of a compound one by one: 元／名.年 -> 元/人·年."""
    text = _unbracketed(re.sub(r"\s+", "", unit)).replace(".", "·").replace("％", "%")
    text = re.sub(r"[・•*]", "·", re.sub(r"[／每]", "/", text)).strip("/")
    return "/".join("·".join(_SAME.get(word, word) for word in part.split("·")) for part in text.split("/"))


@lru_cache(maxsize=4096)
def _unbracketed(text: str) -> str:
    """The text without brackets around it; those within stay: 台（套）."""
    balanced = len(re.findall("[（(]", text)) == len(re.findall("[）)]", text))
    around = text[:1] in "（(" and text[-1:] in "）)"
    return text if balanced and not around else text.strip("()（）")


def scale(unit: str | None) -> Scaled:
    """The unit in its smallest spelling with the factor to it; an unknown unit stands for itself."""
    if not unit:
        return Scaled("", Decimal(1))
    head, slash, per = plain(unit).partition("/")
    factor = Decimal(1)
    if head in MULTIPLES:
        head, factor = "", Decimal(MULTIPLES[head])
    elif head not in _KNOWN and (multiple := _multiple(head)):
        head, factor = head.removeprefix(multiple), Decimal(MULTIPLES[multiple])
        head = _SAME.get(head, head)
    if head in _FACTORS and not slash:
        head, times = _FACTORS[head]
        factor *= times
    return Scaled(head + slash + per, factor)


def _multiple(text: str) -> str:
    """The multiple that a unit begins with (万 of 万元); empty where there is none."""
    return next((m for m in MULTIPLES if text.startswith(m) and text != m), "")


def dimension(unit: str | None) -> Dimension | None:
    """What a unit measures, or None where it is unknown; of a rate of units (元/人·月) what its head measures."""
    if not unit:
        return None
    base = scale(unit).unit.split("/")[0]
    if base in _KNOWN:
        return _KNOWN[base]
    if base[:1] in _MEASURE_WORDS and len(base) > 1:
        return "people" if base[0] in "名位人" else _KNOWN.get(base[1:]) or "count"
    return None


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether a text behind a number can be read as its unit: known, or short and no name of a measure or task."""
    if not text or len(text) > 14:
        return False
    if text in _WHOLE:
        return True
    return all(_part(part) for part in re.split(r"[/·・•每]", text.removesuffix("人民币")))


def _part(text: str) -> bool:
    if text in _WHOLE:
        return True
    if not text:
        return False
    if multiple := _multiple(text):
        return _part(text.removeprefix(multiple))
    if _NO_UNIT.search(text):
        return False
    if text[0] in _MEASURE_WORDS:
        return len(text) <= 5
    return len(text) <= 3 or (text.isascii() and len(text) <= 6)
