"""Unit, direction and dimension: whether target and place fit the thing measured."""

import re
from decimal import Decimal

from reviewer.domain.project import Project, RowText, amount
from reviewer.domain.proposal import BLANK
from reviewer.domain.target import Target, parse_target
from reviewer.domain.units import scale
from reviewer.domain.verdict import Check
from reviewer.verify.measure import SPAN, measure
from reviewer.verify.number import DATE

RATE = re.compile(r"(?:率|占比|比例|比重|满意度|百分比)(?:（[^）]*）|\([^)]*\))?$")
TIMED = re.compile(
    r"时间|日期|[放付发]日$|时限|期限|工期|时点|时效|进度|及时|按时|按期|如期|完成|完工|竣工|交付|到位|上线|启用|年限"
)
OPEN_DATE = re.compile(rf"^[^≥≤=<>]*{BLANK}\s*(?:年|月|日|号|底)(?!数|均|度)|^[^≥≤=<>]*{BLANK}\s*(?:之?前|以前)$")
"""A date that the department is asked for: 【待填】月【待填】日前."""
PRICED = re.compile(r"^(?:人均|生均|户均)[\u4e00-\u9fff]*(?:额|成本|费用|经费|补助|支出|补贴)$")
EACH = re.compile("[每单][\u4e00-\u9fff]|[\u4e00-\u9fff](?<!平)均")
WHOLE = re.compile(r"总成本$|总额$|总费用$|预算数$|总支出$|总量$")
LOW = re.compile(
    r"不良|裁员|再次|重新|犯罪|变动|损耗|破损|丢失|感染|复发|返贫|异议|代偿|负债|费率|利率|税率|误|漏|偏差|超|欠|病|害|死|亡|残|废|降|减|控制|占比|比例|比重|折旧|浪费|闲置|空置|重复|老化|渗漏|撤|改判|退学|退回|退保|退出|驳|诉|逾|违|缺|离职|流失|淘汰|能耗|排放|延误|滞后|中断"
)
"""Rates of which less may be better."""
FEWER = re.compile(
    "停[产业工课运]|事件|诉讼|复议|倒闭|关闭|破产|欠[薪费税缴]|拖欠|退[出保回]|空编|超编|不[合达]|未|缺|违|失信|僵尸|受[灾损罚]|返贫|被[纠撤罚]|离[职岗]|流失|复[烧燃吸发]|盗|成灾"
)
"""Of whom or what fewer are better."""
BAD = re.compile(
    r"投诉(?!(?:信息)?(?:系统|平台))|事故|差错|错误率|辍学|流失|上访|信访(?!办|(?:信息)?(?:系统|平台))|逾期|故障|死亡|超时|违规|违约|拖欠|返工|能耗|失业率|发病率|发案|漏报|误差|不合格|缺陷|纠纷|空置|伤亡|损坏|退学|延误|扣减"
)
GOOD_OF_BAD = re.compile(
    r"办结|处理|处置|查处|清缴|清欠|回复|化解|下降|降低|减少|控制|挽回|整改|结案|修复|排除|解决|调解|调处|追缴|追回|清理|防控|避免|答复|响应|受理|核查|办理|整治|救助|免|清偿|补发|恢复|治理|预防|接待|复查|复核|培训|宣传|走访"
)
LESS = re.compile(
    r"成本|费用|造价|支出(?!进度)|时限|时长$|天数$|用时|耗时|响应时间|办理时间|单价|人均(?![\u4e00-\u9fff]*(?:收入|增收|可支配|消费))|总额(?=.*(?:控制|支出))"
)
LASTING = re.compile(
    r"(?!.*(?:恢复|修复|抢修|响应|处[理置]|办[理结]|等[待候]|审[批核]|受理|反馈|答复|送达|中断)(?:的?平均|所?用)*(?:时长|时间|用时|天数)$)(?:培训|授课|学习|演练|实训|实习|开放|服务|供[水电暖热气]|播|运行|运营|营运|营业|在[岗线]|出[勤动]|值[守班]|巡|观测|监测|活动|宣传|演出|展|使用|保[存管]|存[放储]|[留贮]存|储存|留样|志愿|驻|认证)"
)
"""What is better the longer it lasts, unlike what is waited for."""
GRADE = re.compile(
    r"(?:总体|基本|比较|较为|更加?|明显|显著|持续|有所|不断|得到|进一步|较|很|非常|有效|全面|大幅)*"
    r"(?:良好?|优秀|优良|优质|好|高|强|明显|显著|有效|满意|提[高升]|改善|增强|优化|加强|促进|完善|正常|稳定|到位|理想|充分|合理)(?:水平|程度|状态|效果)?[。]?"
)
"""A state that nobody can check unless somebody grades."""
GRADED = re.compile(r"等[级次]|评[定级分]|评价结果|考核结果|验收结论|鉴定结论|[一二三四五六七八九\d]级")
"""A name or definition that says who grades, or by what grades."""
MORE = re.compile(
    r"满意|(?:合格|及时|准确|覆盖|就业|完成|通过|达标|办结|回收|完好|入学|升学|普及|参保|参与|增长|提升|到位|发放|知晓|使用|利用|稳定|成功|规范|巩固|建档)率|按时|足额|受益|增收|新增\w*产[能量值]$|(?:粮食|亩均|[亩单])产量?$"
)
EXTENT = re.compile("(?:里程|面积|长度)$")
SERVED = re.compile(
    "受[益助训众]|惠及|服务|培[训育]|享受|领取|参[加与训]|覆盖|保障|发放|完成|新增|就业|接待|救助|资助|扶持|补[助贴]|购|建|修|养护|监测|检测|检查|宣传|利用|使用|查[阅询档]|借阅|浏览|访问|参观|观[看众]|游客|读者"
)
"""Whom or what a project does good to: the more of them the better. Of others it depends on what happens to them."""
STANDARD = re.compile(r"(?:补助|补贴|工资|资助|发放|待遇|助学金|养老金|津贴|缴费)标准$")
TIMELY = re.compile(r"及时\w*率|及时性|按时|准时|按期|时限|(?:完成|到位|发放|办结|响应)时间|[放付发]日$|时效|工期|如期")
THEIRS = re.compile(
    r"(?:按[时期]|及时|准时|如期)(?:毕业|结业|还[款贷本]|偿还|归还|缴[费纳]|返[岗校]|复[诊查学]|服药|就诊|入学|报到)"
)
"""What those who are served do in time is an effect, no timeliness of the project's own."""
COST = re.compile(
    r"(?:总?成本|费用|单价|造价)$|成本控制|^(?:人均|生均|户均)[\u4e00-\u9fff]*(?:成本|费用|经费|支出|补助)$|经费总额$|支出总额$|发放标准$|补助标准$|补贴标准$|收费标准$"
)
QUALITY = re.compile(r"(?:合格|准确|达标|验收通过|足额\w*|正确|完好)率$")
ACCURATE = re.compile(r"(?:准确|精准|正确|足额\w*|验收(?:一次)?(?:合格|通过))率$")
"""How well the work itself is done, which is no effect of it; 水质达标率 or 抽检合格率 may be one."""
GAINED = re.compile(r"消费|收入|收益|增收|节约|节省|发放总?额$|上解")
BORNE = re.compile("次均|自[付负]|(?:个人|患者|群众|家庭|农户)(?:负担|承担)")
"""What those who are served pay themselves: less of it is their relief, and no cost of the project."""
SPARED = re.compile("节约|减免|免除|免收|(?:减少|节省|降低|减轻)的?(?:支出|开支|费用|负担)$")
SPENT = re.compile("(?:发放|支[出付]|拨付|补[助贴]|费用|经费)总?额$")
"""Money that a ceiling makes an expense; without one, what people get may be a benefit."""
SPAN_OF = re.compile("(?:期|时间|用时|耗时|间隔|天数)$")
"""A span of time; one that must not be longer than so much is a time limit."""
WAITED = re.compile(r"时长$|按[月季旬周](?!报)\w*率$")
"""How long it takes until something is done, or whether it is done in each term."""
WORKED = re.compile(r"(?:养护|改建|修缮|新建|扩建|维修|改造|租赁|铺设|硬化|建筑)\w*(?:里程|面积|长度)$")
"""The extent of the work itself, no benefit of it."""
OUTCOME = re.compile(
    r"就业率$|辍学率$|升学率$|增收|失业率$|投诉件数$|信访件数$|上访\w*数$|(?:信访|群体性|责任)(?:事件|事故)\w*$"
)
TROUBLE = re.compile("事件|事故|上访|信访|投诉")
NATURE = re.compile("扬尘|噪声|噪音|污染|油烟|环境|异味|排放")
"""What people complain of is how nature fares."""
FELT = re.compile(r"体验(?:度|感)|获得感|认可度|幸福感|安全感|好评率")
"""What people are asked for as they are for their satisfaction; it may stand beside it, or as a social benefit."""
OUTPUT_COUNT = frozenset(["人", "人次", "户", "场", "期", "台", "套", "公里", "平方米", "亩"])
TASK = re.compile(
    r"^(?:丰富|长期保障|长期发挥|做好|加强|提高|提升|推进|推动|[带拉]动|促进|确保|完善|落实|强化|深化|增强|改善|优化|规范|健全)(?![\u4e00-\u9fff]*"
    r"(?:率|数|量|额|度|次|期|时间|时限|时长|标准|里程|面积|占比|比例|成本|支出|费用|情况|幅|个|人|家|户)$)"
    r"|(?:顺利|有序|圆满|正常|全面)(?:开展|推进|完成|进行|运转|运行|实施)$"
    r"|(?:成效|效果|成果|作用|影响|意义|影响力)$"
)
"""A task or a slogan, which names nothing that a number could measure."""
EMPTY = re.compile(
    "(?:经济|社会|生态|环境|可持续|效益|影响|发展|作用|效果|提升|提高|改善|增长|增加|促进|明显|显著|持续|指标|情况|程度|水平|能力|"
    "幅度|率|度|的)+|(?:本|全年|年度|实际|项目|工作|业务|完成|开展|实施|的)+(?:数量|[个项总件]数)"
)
"""A dimension, a change or a number, of nothing."""
LABEL = re.compile(r"(?:指标|(?:数量|质量|时效|成本|效益)情况)(?:[\dA-Za-z一二三四五六七八九十]{1,2})?$")
"""The end of a heading, which says that something is measured, not what."""
VAGUE = re.compile("(?:情况|(?:经济|社会|生态)效益|成效)$")
"""The end of a name that says that something is so, not how much of what."""
BARE = re.compile("(?:员|人员|士兵|学生|职工|群众|居民|老年人|资金|经费|补助|补贴|项目|工作)$")
"""Whom or what a project is for, without what of it is measured."""
BENEFITS = ("经济", "社会", "生态", "可持续")
DIMENSIONS = ("满意", "可持续", "生态", "社会", "经济", "数量", "质量", "时效", "成本")


def unit(after: RowText) -> Check:
    """Whether the target is well-formed and its unit can belong to the thing measured."""
    target, name = parse_target(after.target), _bare(after.name)
    if target.kind == "unparsed" or target.change:
        return Check(
            check="unit", result="fail", reason=f"目标值“{after.target[:30]}”不是“运算符+数字+单位”、日期或分级。"
        )
    if target.kind == "state" and after.target.strip() == "不适用":
        return Check(check="unit", result="pass", reason="写明不适用。")
    if LABEL.search(name):
        return _fail("unit", f"“{after.name}”只是一类指标的名字，没有说计量什么")
    if target.kind == "state":
        if GRADE.fullmatch("".join(after.target.split())) and not GRADED.search(after.name + after.definition):
            return _fail("unit", f"目标值“{after.target}”没有说由谁、按什么评，无法核查")
        return Check(check="unit", result="cannot_decide", reason="目标值是一种状态，能否核查请审核人判断。")
    if target.kind == "date" or OPEN_DATE.search(after.target):
        counted = measure(name)
        if not TIMED.search(after.name) or RATE.search(after.name) or (counted and not counted.fits(DATE)):
            return Check(check="unit", result="fail", reason=f"“{after.name}”的目标值不能是日期。")
        return Check(check="unit", result="pass", reason="目标值是日期。")
    if target.kind == "graded":
        return Check(check="unit", result="pass", reason="目标值分级表述。")
    base = base_of(target)
    if TASK.search(name) or EMPTY.fullmatch(name):
        return _fail("unit", f"“{after.name}”是一项任务或口号，没有说计量什么")
    if VAGUE.search(name):
        return _fail("unit", f"“{after.name}”没有说计量什么")
    if base in ("人", "人次", "户", "家", "台", "%") and BARE.search(name):
        return _fail("unit", f"“{after.name}”只写了对象，没有说计量它的什么")
    if not base:
        return Check(check="unit", result="fail", reason="目标值没有单位。")
    head = scale(base.split("/")[0]).unit
    counted = measure(name)
    if counted and not counted.fits(head):
        return _fail("unit", f"“{after.name}”的单位应是{counted.said}，不是“{target.unit}”")
    if PRICED.search(name) and head != "元":
        return _fail("unit", f"“{after.name}”的单位应是元/人之类，不是“{target.unit}”")
    if (
        "/" in base
        and not EACH.search(name)
        and not _each_told(base, after.definition)
        and ((counted and counted.sort == "whole") or WHOLE.search(name))
    ):
        return _fail("unit", f"“{after.name}”是总数，单位不能是“{target.unit}”")
    if head in ("人", "户", "家", "台", "套", "人次") and "/" not in base and _fraction(target):
        return Check(check="unit", result="fail", reason=f"“{target.unit}”不能有小数。")
    if head == "%" and target.number is not None and target.number > 100 and not re.search(r"增长|完成", after.name):
        return Check(check="unit", result="fail", reason="比率不能超过 100%。")
    return Check(check="unit", result="pass", reason="单位与所量之物相配。")


def _each_told(base: str, words: str) -> bool:
    """Whether the definition says for each of which it counts: 每学期 of 次/学期."""
    return all(f"每{part}" in words or f"每个{part}" in words for part in re.split("[/·]", base)[1:])


def direction(after: RowText) -> Check:
    """Whether the operator points the good way."""
    target, name = parse_target(after.target), _bare(after.name)
    if target.kind not in ("quantity", "blank") or OPEN_DATE.search(after.target):
        return Check(check="direction", result="pass", reason="不是带运算符的数值。")
    operator = target.operator
    if operator is None:
        return Check(check="direction", result="fail", reason="目标值没有运算符。")
    bad = bool(BAD.search(name)) and not GOOD_OF_BAD.search(name) and "满意" not in name
    base = base_of(target).split("/")[0]
    if operator in (">", "≥"):
        if operator == "≥" and target.number == 0:
            return _fail("direction", "≥0 必然成立")
        if bad:
            return _fail("direction", f"“{name}”越少越好，不能用 {operator}")
        if name.endswith("标准") and base in ("元", ""):
            return _fail("direction", "标准是定额，应当用 =")
        if dimension_of(after) == "成本" and base == "元":
            return _fail("direction", f"成本应设上限，不能用 {operator}")
        if LESS.search(name) and base in SPAN | {"元"} and not LASTING.search(name) and not SPARED.search(name):
            return _fail("direction", f"“{name}”应设上限，不能用 {operator}")
        if base == "%" and target.number is not None and target.number >= 100 and "增长" not in name:
            return _fail("direction", "比率最多 100%，应写 =100%")
    if operator in ("<", "≤"):
        if STANDARD.search(name) and not name.endswith(("成本标准", "支出标准", "控制标准")):
            return _fail("direction", "标准是定额，应当用 =")
        counted = measure(name)
        whole = counted is not None and (counted.sort == "whole" or EXTENT.search(name) is not None)
        worked = whole and GOOD_OF_BAD.match(name)
        more = MORE.search(name) or (
            whole and not LOW.search(name) and (dimension_of(after) == "数量" or SERVED.search(name))
        )
        if worked or (more and not bad and not _fewer(name) and base != "元"):
            return _fail("direction", f"“{name}”越多越好，不能用 {operator}")
    return Check(check="direction", result="pass", reason="方向相符。")


def dimension(after: RowText, project: Project) -> Check:
    """Whether the row stands in a dimension of this form to which its content belongs."""
    name, target = _bare(after.name), parse_target(after.target)
    where = dimension_of(after)
    known = {(r.level1, r.level2) for r in project.indicators}
    if where is None and (after.level1, after.level2) not in known:
        return _fail("dimension", f"本表没有“{after.level1}/{after.level2}”这样的指标类别")
    cost_on_top = project.cost_is_level1
    if project.indicators and after.level1.startswith("成本") and not cost_on_top:
        return _fail("dimension", "本表的成本指标不是一级指标")
    if where == "成本" and cost_on_top and not after.level1.startswith("成本"):
        return _fail("dimension", "本表的成本指标是一级指标")
    family = {
        "数量": "产出",
        "质量": "产出",
        "时效": "产出",
        "经济": "效益",
        "社会": "效益",
        "生态": "效益",
        "可持续": "效益",
        "满意": "满意",
    }
    top = family.get(where or "")
    if top and top not in after.level1 and (after.level1, after.level2) not in known:
        return _fail("dimension", f"“{after.level2}”不在“{after.level1}”之下")
    if name == "不适用":
        return Check(check="dimension", result="pass", reason="写明不适用。")
    satisfaction = bool(re.search(r"满意(?:度|率|程度)", name))
    if satisfaction != (where == "满意") and not (where == "满意" and FELT.search(name)):
        return _fail("dimension", f"“{name}”与“{after.level2}”不相配")
    if where and (home := _home(name, target, where, after.level2)):
        return _fail("dimension", f"“{name}”计量的是{home}，不在“{after.level2}”")
    if where in BENEFITS and restates(target, project):
        return _fail("dimension", f"“{name}”计量的是成本或数量，不在“{after.level2}”")
    return Check(check="dimension", result="pass", reason="维度相符。")


def _home(name: str, target: Target, where: str, heading: str) -> str | None:
    """The dimension to which what the name measures plainly belongs, where `where` is none that it may stand in."""
    unit = base_of(target)
    base = unit.split("/")[0]
    costs_others = where == "成本" and heading.startswith(("社会", "生态"))
    timely = (TIMELY.search(name) and not THEIRS.search(name)) or (WAITED.search(name) and not LASTING.search(name))
    limit = target.operator in ("≤", "<") and base in SPAN and SPAN_OF.search(name) and where in ("数量", "质量")
    if (timely or limit) and where != "时效" and base not in OUTPUT_COUNT:
        return "时效"
    if where == "时效" and base == "元":
        return "成本"
    borne = where in BENEFITS and (BORNE.search(name) or SPARED.search(name))
    if (
        base == "元"
        and where != "成本"
        and not borne
        and (
            (not GAINED.search(name) and ("/" in unit or COST.search(name)))
            or (where in BENEFITS and target.operator in ("≤", "<") and SPENT.search(name))
        )
    ):
        return "成本"
    if where == "成本" and base not in ("", "元") and heading and not costs_others:
        return "产出或效益"
    if where == "数量" and base == "%" and "完成" not in name:
        return "质量或效益"
    if where in ("质量", "时效") and (base in OUTPUT_COUNT or _counts(name)) and not _fewer(name):
        return "数量"
    if where == "时效" and base not in SPAN | {"", "%", "小时"} and not (TIMED.search(name) or _fewer(name)):
        return "产出或效益"
    if where == "质量" and base == "元":
        return "成本"
    if where in ("经济", "社会", "可持续") and (WORKED.search(name) or (where == "经济" and name.endswith("里程"))):
        return "数量"
    if where in ("数量", "成本", "经济") and QUALITY.search(name):
        return "质量"
    if where in BENEFITS and ACCURATE.search(name):
        return "质量"
    if (
        (where in ("数量", "时效", "成本", "生态") or (where == "经济" and TROUBLE.search(name)))
        and OUTCOME.search(name)
        and not (where == "生态" and NATURE.search(name))
        and not (GOOD_OF_BAD.search(name) or costs_others)
    ):
        return "效益"
    return None


def _counts(name: str) -> bool:
    """Whether the name counts things one by one."""
    counted = measure(name)
    return counted is not None and counted.sort == "whole"


def _fewer(name: str) -> bool:
    """Whether fewer of what the name counts may be better: 业务办理差错件数, unlike 差错处理件数."""
    bad, good = (max((m.end() for m in words.finditer(name)), default=0) for words in (BAD, GOOD_OF_BAD))
    return bad > good or bool(FEWER.search(name))


def restates(target: Target, project: Project) -> bool:
    """Whether the target is the budget once more."""
    total, read = amount(project.budget.total), scale(target.unit)
    if total is None or target.number is None or read.unit != "元":
        return False
    return target.number * read.factor == total * scale(project.amount_unit or "万元").factor


def dimension_of(row: RowText) -> str | None:
    """The dimension of a row by its place in the form; None where its headings name none that is known."""
    if row.level1.startswith("成本"):
        return "成本"
    return next((d for d in DIMENSIONS if d in row.level2), None) or next(
        (d for d in DIMENSIONS if d in row.level1 and d in ("满意", "成本")), None
    )


def base_of(target: Target) -> str:
    """The smallest spelling of the target's unit (元/人); empty where it has none."""
    return re.sub(r"[（(]套[）)]?", "", scale(target.unit).unit) if target.unit else ""


def _fraction(target: Target) -> bool:
    return target.number is not None and target.number * scale(target.unit).factor % 1 != Decimal(0)


def _bare(name: str) -> str:
    """The name without a unit in brackets at its end and without white space."""
    return re.sub(r"[（(][^（）()]{1,8}[）)]$", "", "".join(name.replace(BLANK, "").split()))


def _fail(check: str, reason: str) -> Check:
    return Check(check=check, result="fail", reason=f"{reason}。")
