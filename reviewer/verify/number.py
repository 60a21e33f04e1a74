"""Finds the numbers in a text: digits of any width, numbers in words, dates, each with its unit."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reviewer.domain.target import chinese_number
from reviewer.domain.units import scale

DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{0,10}[〔\[【（(［]\s*\d{4}\s*年?\s*[〕\]】）)］]\s*(?:第\s*)?\d+\s*号?|第?\d+号(?:文件?|令|通知)"
)
_NUMBERED = re.compile(r"[〔\[【（(［]\s*\d{4}\s*年?\s*[〕\]】）)］]\s*(?:第\s*)?\d+\s*号?|第?\d+号(?:文件?|令|通知)")
"""The digits of a document number without the words before it, which may end another number's unit."""
DATE = "date"
"""Stands as the unit of a calendar date, whose `text` is what must be found."""
YEAR = "year"
VAGUE = "vague"
"""Stands as the unit of a number or day only said in words (上千, 过半, 每月一次, 春节前): `text` must be found."""

_COUNTED = (
    "台（套） 台(套) 台套 人次 人月 人天 课时 学时 个工作日 工作日 个百分点 百分点 百分比 百分之 "
    "小时 分钟 个月 季度 平方公里 平方米 平米 立方米 公里 千米 公顷 公斤 千克 元 人 名 位 户 家 天 "
    "日 周 年 月 台 套 辆 件 起 宗 场 次 期 班 份 册 卷 张 本 页 条 个 处 所 座 间 栋 幢 吨 株 棵 头 "
    "只 亩 米 倍 篇 字 项 批 轮 层 部 门 种 类 箱 盒 盏 块 片 眼 孔 艘 架 对 组 站 点 村 镇 校 生 学生 "
    "乡镇 社区 街道 岁 周岁 回 标箱 笔 艘 枚 幅 例 家次 户次 台次 车次 批次 剂次 口 "
    "路 具 瓶 袋 根 桶 尾 羽 匹 床 樘 扇 人份 站次 千瓦时 羊单位 治疗量 "
    "职工 dpi 剂 mm cm km m2 m² ㎡ m kg GB TB MB kW % ‰ "
)
_UNITS = "|".join((*(re.escape(u) for u in sorted(_COUNTED.split(), key=len, reverse=True)), "支(?![出付持部撑一])"))
_NO_DIVISORS = "个百分点 百分点 百分比 百分之 元 % ‰ 倍 种 类 对 面"
_DIVISORS = sorted(
    {*_COUNTED.split(), "学期", "学年", "床", "季", "车", "岗", "室", "小区", "千人", "万人"}
    - set(_NO_DIVISORS.split()),
    key=len,
    reverse=True,
)
_PER = f"(?:{'|'.join(map(re.escape, _DIVISORS))})(?<!部(?=门|分|队))"
_MULTIPLE = r"千万|百万|亿|万|千(?![克米瓦])|百(?!分)|十|[kKw](?![A-Za-z])"
_LETTERS = str.maketrans("kKw", "千千万")
"""Letters that stand for a multiple: 1k, 3w."""
_WORD = "零〇一二两俩三仨四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_ONES = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_FORMAL = str.maketrans("俩仨壹贰叁肆伍陆柒捌玖拾佰仟", "两三一二三四五六七八九十百千")
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_OVER = rf"(?:\s*(?:[/·]|(?<=[元%])\s*每)\s*{_PER})+"
"""What a number is divided by. 每 says it of money alone: 750名每人资助228元 are 750, each of whom gets that."""
_TAIL = rf"(?P<multiple>{_MULTIPLE})?\s*(?:(?P<unit>{_UNITS})(?!(?<=年)级))?(?P<per>{_OVER})?"
_NUMBER = re.compile(rf"(?P<number>{_DIGITS})\s*{_TAIL}")
_DATE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?:份)?(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]|(?P<part>底|末|初|上旬|中旬|下旬))?"
    r"(?P<named>(?=[\u4e00-\u9fff])(?![内以之]))?"
)
"""A date; a month before another word is a month's name (10月工资发放), no count of months."""
_PLAIN_DATE = re.compile(
    r"(?<![\d/.-])(?P<year>(?:19|20)\d{2})(?P<sign>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=sign)(?P<day>3[01]|[12]\d|0?[1-9])(?![\d/.]*\d)"
)
"""A date as a form prints it: 2027/12/31, 2026-12-31."""
_WORDED_DATE = re.compile(
    r"(十[一二]?|[一二三四五六七八九])月(?:(三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]|(底|末|初))"
)
_MONTHLY = re.compile(r"(?:[每当本该]|(?P<next>[次下翌]))月(?:的)?(?P<day>3[01]|[12]\d|0?[1-9])[日号](?![至到起—~-])")
"""A day of every month: 每月10日前."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年(?!限)|年度|学年|[-—~～至]20\d{2})")
_SHARE = re.compile(rf"(?P<of>百|千|万|[{_WORD}]+)分之(?P<share>[{_WORD}]+(?:点[{_WORD}]+)?|\d+(?:\.\d+)?)")
_HINTED = re.compile(
    r"(?<![以线网年])上[百千万亿](?!分)|成[百千]上[千万]|半百|(?<![统逐单唯])[一两二三四五六七八九十几半\d]打(?![印卡包开造分到入])|数以[百千万]计|十之[七八九]|[百千][来把](?=[名人户家个])|十[几数](?!据)|[近逾][十百千万亿](?=[人名户家次件个场亿万元余多])"
    r"|(?<![人次户件台份场个天倍期总指参系岁分])[数几][十百千万亿](?!分)|[近逾超破][百千万亿](?!分)|(?<![通经超])过[百千万](?!分)|约[百千万](?=[名人户家余])"
    r"|(?:[二两]三|三[四五]|四五|五六|六七|七八|八九)(?=[十百千万名人户家])|[十百千万亿]余(?![额款缺])|不足[十百千万](?!分)"
    r"|(?:^|(?<=[含有共近达约等由、，及和区里内]))数(?=[块处台间条座辆套件家户名人次场张册份栋幢项种])(?!据)(?:[块处台间条座辆套件家户名人次场张册份栋幢项种])"
    r"|[满达足][百千万](?=[名人户家元])|近半(?![年天月日数个])|倍增|(?<![一二两俩三四五六七八九十百千万亿几数\d])[百千万]元(?=以[上下内]|及以上|起)|[二三四五六七八]{2}开(?![展始工放发])|[十百千]?[万亿]级"
    r"|[一二两三四五六七八九十]+(?:角|毛|分钱)|[拾佰仟](?=[人名户家元次])"
    r"|(?:每(?:日|天|周|旬|月|季度?|半年|学期)|[单双]月)(?![末底初])(?:(?![计算记])[\u4e00-\u9fff]){0,8}?[一1][次回场期遍轮趟巡检](?![性记验查计])"
    r"|每(?:个|所)?(?:村|乡镇?|镇|县|校|班|户|社区|街道|人|站|所|院|点|组|车|店|家|岗)(?:各|只|仅)?(?:配备?|设[置立]?|派|聘|安排|选)?[一1](?=[名个台辆套场期所处间]|人(?!次))(?<![计算记以按为][一1])(?!个(?:采暖|供暖|年|月|学|季|周))"
    r"|(?<![省市县区乡镇村第])[两二三四五六七八九](?:级|档|岗|遍|星级?|道|趟|阶段|环节|重(?![大点要一])|段|步)(?![走指分])"
    r"|(?<![一二两俩三四五六七八九十百千万亿几数上成每（(\d])[百千万](?=[名户家])|(?<![A-Za-z])[A-E]{1,5}级"
    r"|[一二两三四五六七八九十][比∶][二三四五六七八九十百千万]+|[五六七八九]旬|[一二三四五六七八九十]+载(?![入体明])"
    r"|(?:第?[一二三四1-4]季度|上半年|下半年|年中)(?:[末底前内]|之前|完成|到位|发放)"
    r"|(?:春节|元旦|中秋|国庆|五一|七一|端午|清明|教师节)节?之?前"
    r"|第[一二三四五六七八九十]+(?:周|个?(?:月|学期|工作日)|[天日])(?![报刊])"
    r"|第[二三四五六七八九十百]+(?=[次届批轮])|[逾近超过]半(?![年月天日数个])|半数(?:以上)?|一半|[多大小对]半|减半|翻[一两二三]番|翻番|成倍|[一1]倍|(?<![\d数])[十百千][佳强](?!度)|(?<!\d)[两三四五六七八九十]大(?![于小中额病写型])"
    r"|(?<![上下])半个?(?:年|月|天(?!制)|日(?!制)|周|学期|学年|小时|钟头)|[一二两三四五六七八九十\d]+(?:个|[年月天日])半"
    r"|(?<![A-Za-z])(?:[Ⅰ-ⅿ]+|[IVX]{1,4})[级类期型等档组次]"
)
_TENTHS = re.compile(
    r"(?<![统专第归划])(?P<n>[一二两三四五六七八九\d])成(?P<half>半|[一二三四五六七八九\d])?"
    r"(?![立员果效功本分长都品熟绩年交套型因田不组活片册])(?!(?<=一成)[为就])"
)
_WORDS = re.compile(rf"(?P<number>[{_WORD}]+(?:点[{_ONES}]+)?)\s*[多来余]?\s*{_TAIL}")
_DIGIT_WORDS = frozenset("一二两俩三仨四五六七八九十廿卅壹贰叁肆伍陆柒捌玖拾")
_SPANS = "年|月|日|天|周|季度?|学期|学年"
_BEFORE_ALL = re.compile(
    rf"(?P<per>(?:每{_PER})+|每[\u4e00-\u9fff]{{1,4}}[1一]{_PER}|(?:{_SPANS})?(?!{_SPANS}){_PER}均)[\u4e00-\u9fff：:≥≤=]{{0,6}}$"
)
"""What a sum is for each of, said before it: 每例减免1000元, 亩均投资不超过1500元, 月人均300元."""
_TIMES = frozenset(["年", "季度", "期", "次", "项", "者", "种"])
"""Units after 近, 前, 后 that make no count: 近三年, 前两项; 公示后三日 is a limit."""
_LIMITS = frozenset(["日", "天", "周", "月", "个月", "小时", "工作日", "个工作日", "分钟"])
"""Units of a time limit, also of one: 一周内, 满一个月."""
_LOOSE = frozenset("项种类部门对组点站级面方者等")
"""Words after a number in words that make no count of it: 两类, 三方面."""
_SORTS = frozenset("项种类")
_THING = re.compile(
    "(?!合计|之|相加|总|均|都|分别|分开|分[项类]|[中内里按计算加数的任及和与或一]|同时|全部|皆|俱|同|以|并|累计)[\u4e00-\u9fff]{2}"
)
"""Behind 项, 种 or 类: what there is so many sorts of, and no word that sums up or tells apart."""
_ONCE = re.compile("[\u4e00-\u9fff]{0,6}?(?:[只仅也仍均都按]+[并合]*[计算]|的[计算]一)")
"""Behind two that count as one: 领取两项补贴的只计一次, 主备两套的计一个."""
_LISTED = re.compile("[、和及与或]")
_CLAUSES = re.compile("[，。；：,;:（(]")
_COMPARED = re.compile(r"(?:不少于|不低于|达到|超过|至少|不超过|约|共计?|合计|大于|小于|低于|高于|≥|≤|>|<|=|控制在)$")

_AFTER = re.compile("[多来]?(?:左右|上下|许|余)?(?:$|[。；;，,、（）()\x1f\\s])")
"""Behind a number in words that stands alone: nothing that it could be a part of."""
LARGE = 1000
"""From here on a number in words is a claim whatever stands behind it: 四十二万用户."""
_SIMPLE = str.maketrans("○両", "〇两")
"""Other ways to write a digit in words."""


class Mention(NamedTuple):
    """A number as it stands in a text."""

    value: Decimal
    """In the unit's smallest spelling."""
    unit: str
    """Smallest spelling without multiple (元, 人, %), DATE, YEAR, or empty."""
    per: frozenset[str]
    """What it is divided by: 人, 年."""
    start: int
    end: int
    text: str
    worded: bool = False
    """Written in Chinese numerals."""


def half_width(text: str) -> str:
    """The text with digits and signs of any script in ASCII, character by character, so that places hold."""
    return "".join(_half(c) for c in text)


@lru_cache(maxsize=4096)
def _half(char: str) -> str:
    if char in "，：；（）！？【】〔〕":
        return char
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char.translate(_SIMPLE))
    return plain if len(plain) == 1 and ord(char) > 127 else char


@lru_cache(maxsize=16384)
def mentions(text: str) -> tuple[Mention, ...]:
    """The numbers in `text` in order, document numbers (文号) left out; places count in `half_width(text)`."""
    rest = half_width(text)
    found: list[Mention] = []

    def take(start: int, end: int) -> None:
        nonlocal rest
        rest = rest[:start] + "\x00" * (end - start) + rest[end:]

    for m in _NUMBERED.finditer(rest):
        take(*m.span())
    for m in _PLAIN_DATE.finditer(rest):
        said = f"{m['year']}年{int(m['month'])}月{int(m['day'])}日"
        found.append(Mention(Decimal(0), DATE, frozenset(), m.start(), m.end(), said))
        take(*m.span())
    for m in _DATE.finditer(rest):
        if m["year"] or m["day"] or m["part"] or m["named"] is not None:
            found.append(Mention(Decimal(0), DATE, frozenset(), m.start(), m.end(), _date_text(m)))
            take(*m.span())
    for m in _WORDED_DATE.finditer(rest):
        month, day = chinese_number(m[1]), chinese_number(m[2]) if m[2] else None
        if month is not None:
            text_ = f"{month}月" + (f"{day}日" if day is not None else m[3])
            found.append(Mention(Decimal(0), DATE, frozenset(), m.start(), m.end(), text_, True))
            take(*m.span())
    for m in _MONTHLY.finditer(rest):
        said = f"{'次' if m['next'] else '每'}月{int(m['day'])}日"
        found.append(Mention(Decimal(0), DATE, frozenset(), m.start(), m.end(), said))
        take(*m.span())
    for m in _YEAR.finditer(rest):
        found.append(Mention(Decimal(m[1]), YEAR, frozenset(), m.start(), m.end(), m[0]))
        take(*m.span())
    for m in _SHARE.finditer(rest):
        value = _share(m)
        if value is not None:
            found.append(Mention(value, "%", frozenset(), m.start(), m.end(), m[0], True))
            take(*m.span())
    for m in _HINTED.finditer(rest):
        found.append(Mention(Decimal(0), VAGUE, frozenset(), m.start(), m.end(), m[0], True))
        take(*m.span())
    for m in _TENTHS.finditer(rest):
        more = Decimal(5) if m["half"] == "半" else chinese_number(m["half"]) if m["half"] else Decimal(0)
        value = Decimal(10) * (chinese_number(m["n"]) or 0) + (more or 0)
        found.append(Mention(value, "%", frozenset(), m.start(), m.end(), m[0], True))
        take(*m.span())
    for m in _NUMBER.finditer(rest):
        found.append(_made(m, Decimal(m["number"].replace(",", "")), rest))
        take(*m.span())
    for m in _WORDS.finditer(rest):
        if (value := _worded(m, rest)) is not None:
            found.append(_made(m, value, rest)._replace(worded=True))
    return tuple(sorted(found, key=lambda f: f.start))


def _date_text(m: re.Match[str]) -> str:
    year = f"{m['year']}年" if m["year"] else ""
    tail = f"{int(m['day'])}日" if m["day"] else (m["part"] or "").replace("末", "底")
    return f"{year}{int(m['month'])}月{tail}"


def _share(m: re.Match[str]) -> Decimal | None:
    share = chinese_number(m["share"].translate(_FORMAL))
    whole = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}.get(m["of"]) or chinese_number(m["of"])
    return None if share is None or not whole else share / whole * 100


def _worded(m: re.Match[str], text: str) -> Decimal | None:
    """The value of a number in words where it is a claim, not a part of a word (三方, 一次性, 第三, 近三年)."""
    word = m["number"].translate(_FORMAL).replace("廿", "二十").replace("卅", "三十")
    if not _DIGIT_WORDS & set(m["number"]):
        return None
    value, unit = chinese_number(word), m["unit"] or ""
    before = text[: m.start()]
    if (
        value is None
        or (value < 2 and "点" not in word and not _limits(unit, before, text[m.end() :]))
        or before.endswith(("第", "上述", "以上", "这", "该", "式"))
        or (before.endswith(("周", "星期")) and not unit)
        or (value == 2 and _ONCE.match(text, m.end()))
        or (m["number"] == "二" and unit in ("次", "期"))
        or (unit == "期" and text[m.end() : m.end() + 1] in ("间", "末", "内", "限"))
        or (before.endswith("近") and ((not unit and value < 10) or unit in _TIMES | _LIMITS))
        or (before.endswith(("前", "后")) and (not unit or unit in _TIMES))
    ):
        return None
    compared = bool(_COMPARED.search(before)) or bool({"俩", "仨"} & set(m["number"]))
    if unit in _LOOSE and value < 10 and not compared and not _sorts(unit, value, before, text[m.end() :]):
        return None
    if not unit and not compared:
        alone = value >= 10 and (_AFTER.match(text, m.end()) or text.startswith(("上下", "左右"), m.end()))
        return value if alone or value >= LARGE or ("点" in word and text[m.end() : m.end() + 1] != "线") else None
    return value


def _sorts(unit: str, value: Decimal, before: str, after: str) -> bool:
    """Whether so many sorts of a thing are claimed (五类居民), and not those just named (工资、保险两项支出)."""
    listed = len(_LISTED.findall(_CLAUSES.split(before)[-1]))
    return unit in _SORTS and bool(_THING.match(after)) and (not listed or value != listed + 1)


def _limits(unit: str, before: str, after: str) -> bool:
    """Whether one of a unit of time is a limit: 到账后一周内, 满一个月, unlike 一日计一次."""
    if unit == "年" and after.startswith("内") and not before.endswith(("后", "满", "起")):
        # Within one year is within the year of the budget.
        return False
    return unit in _LIMITS | {"年"} and (
        before.endswith(("后", "满", "起"))
        or _COMPARED.search(before) is not None
        or after.startswith(("内", "以内", "之内", "前", "以上", "及以上"))
        or (unit != "年" and after.startswith("后") and not after.startswith("后续"))
    )


def _made(m: re.Match[str], value: Decimal, text: str) -> Mention:
    multiple, unit, per = (m["multiple"] or "").translate(_LETTERS), m["unit"] or "", m["per"] or ""
    spelt = scale(multiple + unit) if unit else scale(multiple) if multiple else None
    if multiple and not unit:
        factor, base = (
            {"十": 10, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}[multiple],
            "",
        )
        value *= factor
    elif spelt:
        base, factor = spelt.unit, 1
        value *= spelt.factor
        if multiple in ("十", "百"):
            base = scale(unit).unit
            value *= {"十": 10, "百": 100}[multiple]
    else:
        base = ""
    parts = {_divisor(p) for p in re.findall(_PER, per)}
    if not parts and base == "元" and (lead := _BEFORE_ALL.search(text[: m.start()])):
        parts = {_divisor(p) for p in re.findall(_PER, re.sub("每[\u4e00-\u9fff]{1,4}[1一]", "", lead["per"]))} or {
            "人"
        }
    return Mention(value, base, frozenset(parts), m.start(), m.end(), m[0].strip())


def _divisor(word: str) -> str:
    return {"生": "人", "名": "人", "天": "日", "季": "季度", "学年": "年", "车": "辆"}.get(word, word)
