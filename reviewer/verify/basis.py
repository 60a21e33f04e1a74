"""Document numbers, laws and other papers that a proposal names stand in the document, and its basis names a source."""

import re

from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.gram import cover, grams
from reviewer.verify.number import DOCUMENT_NUMBER, half_width
from reviewer.verify.role import CLEARLY
from reviewer.verify.source import CLAUSE, Text

TITLE = re.compile(r"[《〈]([^》〉]{2,60})[》〉]")
LAW = re.compile(
    r"[\u4e00-\u9fff]{0,24}?(?:条例|管理办法|实施办法|暂行办法|办法|实施细则|细则|实施意见|指导意见|(?:保险|劳动|教育|合同|预算|采购|招标投标|安全|保护|促进|监督|档案|道路|社会|环境|水|税收|统计|审计|传染病|食品|药品|森林|土地|农业|公务员|退役军人|权益|会计|就业|老年人|未成年人|残疾人|妇女|消防|卫生|医师|体育|文物|种子|畜牧|渔业|规划|建筑|行政|仲裁|监察|突发|慈善|网络|数据|防洪|公路|矿产|测绘|母婴|献血)[\u4e00-\u9fff]{0,4}(?<![执司立方办算做用普])法)(?:(?![\u4e00-\u9fff])|(?=第[一二三四五六七八九十百\d]+[章条款]|[及和与]))"
)
CITED = re.compile(
    r"(?:按照?|依照?|依据|根据|符合|遵照)([\u4e00-\u9fff]{2,14}?(?:保障|保护|促进|管理|安全|监督|防治|教育|合同|保险)法)(?=[\u4e00-\u9fff])"
)
"""A law that a definition follows, without its book marks."""
ACT = re.compile("[\u4e00-\u9fff]{1,14}(?<![办方做算用执司立合看])法")
"""A law by its name alone: 禁毒法."""
PROGRAMME = re.compile(
    "(?:纳入|列入|享受|参加|依托|借助)((?!年度|当年|本年|全年|采购|招生|培训|工作|施工|实施|检查)[\u4e00-\u9fff]{2,6}?(?:计划|行动))(?![数内外])"
)
"""A programme by its name alone: 纳入雨露计划."""
TERM = re.compile('[一二三四五六七八九十]{1,2}五[”"’]?(?:时期)?[\u4e00-\u9fff]{0,8}?(?:规划|计划|纲要)')
"""A plan of five years, by its number."""
ARTICLE = re.compile(r"(?<=[》〉法例则定])第[\d一二三四五六七八九十百]+[章条款]")
"""A place in a law: to name it is to say that it stands there."""
GENERAL = re.compile(
    r"^(?:有关|相关|政策|规定|本局|本单位|单位|内部|现行|上级|财务|资金|项目|专项资金|国家|地方|本地|当地|市|县|省)*(?:管理办法|实施办法|暂行办法|办法|条例|细则|实施细则|实施意见|指导意见)$"
)
SORT = re.compile(
    "(?!.*(?:国家|全国|中央|[省市县区部局厅委]))([\u4e00-\u9fff]{2,4}?)(?:管理|实施|技术|工作|服务|考核|操作)?(?:办法|规范|规程|细则|规则)"
)
"""A sort of paper by its subject, of nobody in particular: 养护管理办法, 筛查技术规范."""
BRACKETS = str.maketrans(dict.fromkeys("〔[【（［", "(") | dict.fromkeys("〕]】）］", ")"))
NUMBERED = re.compile(r"第\s*[\d一二三四五六七八九十百〇]+\s*号(?!楼|线|院|窗口|机)")
WORDED = re.compile(
    r"[\u4e00-\u9fff]{0,8}[〔\[【(][〇○零一二三四五六七八九]{4}年?[〕\]】)]第?[〇○零一二三四五六七八九十百]+号"
)
LETTERS = re.compile(r"[\u4e00-\u9fff]{2,6}(?:字|发|函|办|文|财|社|教|规)\s*\d{4}\s*[-—年]?\s*第?\d+")
LOOSE = re.compile("(?:办法|细则|意见)$")
"""Endings that a reason uses of what is missing (没有评分办法) as well as of a paper."""
KIND = re.compile(r"(计划标准|历史标准|行业标准|预算支出标准|其他标准)(?:$|[：:，,；;、(])")
NOTHING = re.compile("暂?无|没有|待定|待补充?|不详|同上|略|如上|见附件|其他|标准|依据")
PLACE = (
    "(?:(?<!非)(?:全国|国家|中央)|中华人民共和国|[全各我]省|[\u4e00-\u9fff]{2,6}?"
    "(?:省|自治[区州县]|(?<![城超上门夜菜])市|县|州|(?<![小社园校景片城地山灾辖库林矿牧厂病])区))"
)
HOUSE = (
    "[\u4e00-\u9fff]{1,8}?(?:工会|总会|协会|学会|商会|委员会|联合会|基金会|团委|妇联|残联|公司|集团|学院|大学|研究院)"
)
"""An institution that is no government office, and yet issues papers."""
RULES = "规定|规程|规范|规则|准则"
PAPERS = (
    re.compile(r"关于[\u4e00-\u9fff、]{2,30}?的(?:通知|意见|方案|办法|决定|规定|公告|批复|请示|函)"),
    re.compile(
        r"(?:国务院|党中央|中央|[中国两]办|财政部|人社部|教育部|民政部|卫健委|人力资源和?社会保障部|[\u4e00-\u9fff]{1,4}部门?|"
        r"(?:全国|省|市|县|区)(?:委|政府|人大|[\u4e00-\u9fff]{1,6}?[厅局委办]))[\u4e00-\u9fff]{0,12}?"
        r"(?:通知|意见|方案|纪要|文件|规定|办法|决定|要求|令)"
    ),
    re.compile(
        r"(?:会议|办公会)纪要|[一二三四五六七八九十]+号文件?|(?<!非)(?:国家标准(?!化)|国标)|(?<!非)国家(?:统一|有关|相关)?规定"
    ),
    re.compile(
        r"(?:有关|相关)[\u4e00-\u9fff]{0,4}(?:规定|文件|政策|要求)$|(?:上级|主管)(?:部门)?的?(?:规定|文件|政策|要求|通知)"
        r"|(?:国家|中央|[省市县区](?:级|局|厅|里)?|[局厅委])(?:下发|印发|出台|制定)?的?(?:文件|规定|政策|通知|红头文件)"
    ),
    re.compile(
        r"[“\"「][^”\"」]{1,12}[”\"」][\u4e00-\u9fff]{0,8}?(?:规划|计划|行动|纲要|方案|工程)"
        r"|[一二三四五六七八九十]{1,2}五(?:时期)?[\u4e00-\u9fff]{0,8}?(?:规划|计划|纲要)"
        r"|(?:[全各]?[国省市县区]|中央|上级)[\u4e00-\u9fff]{0,14}?(?:会议|会|讲话|规划|纲要|行动计划|工作要点|工作报告|任务书?|指标)(?:精神|要求|部署)?$"
        r"|(?:国务院|中央|[\u4e00-\u9fff]{2,5}部(?!门)|(?:全国|省|市|县|区)(?:长|委|政府|人大|[\u4e00-\u9fff]{1,6}?[厅局委办]))"
        r"[\u4e00-\u9fff]{0,8}?(?:部署|规范|规程|指南|导则|议定|决议|指示|批示|批复|公报|公告|通报|精神)"
        r"|(?:领导|[局市县区厅部]长|书记|主任)[\u4e00-\u9fff]{0,6}?(?:批示|指示|讲话|要求|意见|精神)"
        r"|(?:补充|配套|后续|修订)[\u4e00-\u9fff]{0,2}(?:通知|规定|文件|意见|方案|办法)"
        r"|(?<![本我])[\u4e00-\u9fff]{2,6}(?:[厅局委部]|(?<![交经承督主协举筹])办)(?!门|分)[\u4e00-\u9fff]{0,8}?(?:通知|文件|公报|公告|批复|口径|清单|目录|责任[书状]|(?:审计|评估|检查|工作)报告)"
        r"|国家[\u4e00-\u9fff]{2,10}(?:清单|目录)"
        r"|(?:上级|[省市县区](?:级|政府|[厅局委]))[\u4e00-\u9fff]{0,8}?(?:政策解读|口径|清单|目录|实事|责任[书状])"
        r"|国家[\u4e00-\u9fff]{2,10}(?:准则|标准(?!化))|[\u4e00-\u9fff]{2,10}(?:(?:战略|总体|专项|中长期|五年|发展)规划|规划纲要)"
        r"|[\u4e00-\u9fff]{2,14}(?:会议?|讲话|谈话|批示)(?:的?)(?:精神|部署|决议|决定|要求|意见)"
    ),
    re.compile(
        rf"{PLACE}[\u4e00-\u9fff、]{{2,24}}(?:{RULES}|通知|方案|计划|标准|制度|决定|规划|纲要|指南|导则|目录|定额|公告)(?![\u4e00-\u9fff])"
        rf"|{HOUSE}[\u4e00-\u9fff、]{{0,14}}?(?:(?<!录取|中标|成交|入学)通知|(?<![标购商])文件|批复|决定|决议)(?![\u4e00-\u9fff])"
        rf"|(?<![\u4e00-\u9fff])(?!本|内部|单位|财务)(?:(?!的)[\u4e00-\u9fff]){{2,24}}"
        rf"(?:管理|服务|暂行|试行|若干|监督|审批|补充|技术|工作)(?:{RULES})(?![\u4e00-\u9fff])"
    ),
)
"""Papers named without a number: of an authority, a meeting, the state; plans of a name or a term; rules of a place."""
DATED = re.compile(r"\d{4}年度?|[\u4e00-\u9fff]{2,8}\(\d{4}\)第?\d+号")
"""A year or a document number, whose digits are proved elsewhere, between the words that name a paper."""
DRIVE = re.compile("([\u4e00-\u9fff]{2,10})专项(?:行动|整治|治理)(?:方案|计划)?")
"""A drive of authorities, by what it is against."""
TASK = re.compile("任务|指标")
NUMBERS = (DOCUMENT_NUMBER, LETTERS, WORDED, NUMBERED)


def basis(proposal: Proposal, own: Text, prose: Text, others: dict[str, Text]) -> Check:
    """Whether every document number, title and law of the proposal stands in the project's text or the prose."""
    texts = (own, prose)
    for field in ("name", "definition", "target", "basis", "question", "reason"):
        words = getattr(proposal, field) or ""
        plain = half_width(words)
        for found in (f for p in NUMBERS for f in p.finditer(plain)):
            number = _core(found[0])
            if not any(number in _plain(text.joined) for text in texts):
                where = any(number in _plain(text.joined) for text in others.values())
                what = "是别的项目的文号" if where else "不在原文里"
                return Check(check="basis", result="fail", reason=f"文号“{found[0].strip()}”{what}。")
        for found in TITLE.finditer(words):
            if not any(_plain(found[1]) in _plain(text.joined) for text in texts):
                return Check(check="basis", result="fail", reason=f"文件名《{found[1]}》不在原文里。")
        for found in (f for p in (CITED, PROGRAMME) for f in p.finditer(plain)):
            # A plan of the project's own work (列入养护计划) is none that needs a name.
            stem = _plain(re.sub("(?:计划|行动)$", "", found[1]))
            if not any(stem in _plain(text.joined) for text in texts):
                return Check(check="basis", result="fail", reason=f"“{found[1]}”不在原文里。")
        for found in (f for p in (ARTICLE, TERM) for f in p.finditer(plain)):
            if not any(_plain(found[0]) in _plain(text.joined) for text in texts):
                return Check(check="basis", result="fail", reason=f"“{found[0]}”不在原文里。")
        for found in LAW.finditer(TITLE.sub("", words)):
            name = re.sub(r"^.*?(?:根据|按照|依据|依照|执行|符合|遵照|按|由|据)", "", found[0])
            if len(name) < 3 or GENERAL.match(name) or _sort(name, texts) or (field == "reason" and LOOSE.search(name)):
                continue
            if not any(_plain(name[-8:]) in _plain(text.joined) for text in texts):
                return Check(check="basis", result="fail", reason=f"“{name}”不在原文里。")
    if proposal.basis is not None and (wrong := _source_fault(proposal.basis, texts) or _norm_fault(proposal)):
        return Check(check="basis", result="fail", reason=wrong)
    return Check(check="basis", result="pass", reason="所引文号、文件名都在原文里，或没有引用。")


def _source_fault(words: str, texts: tuple[Text, ...]) -> str | None:
    """Why the basis names no source, or a paper that is not in the document; generic sources of one's own are none."""
    plain = _plain(words)
    if plain and any(plain in _plain(text.joined) for text in texts):
        return None
    kind = KIND.match(plain)
    if not kind:
        return f"依据“{words[:20]}”没有写明五类标准中的哪一类。"
    source = plain[kind.end() :]
    if source and (len(re.findall(r"[\u4e00-\u9fff]", source)) < 2 or NOTHING.fullmatch(source)):
        return f"依据“{words[:20]}”没有写出处。"
    if ACT.fullmatch(source) and not any(source in _plain(text.joined) for text in texts):
        return f"“{source}”不在原文里。"
    if kind[1] != "其他标准" and "惯例" in source:
        return "惯例属于其他标准。"
    if (drive := DRIVE.search(source)) and not any(grams(drive[1]) & grams(text.joined) for text in texts):
        return f"“{drive[0]}”不在原文里。"
    for pattern in PAPERS:
        for found in pattern.finditer(DATED.sub("", source)):
            if _sort(found[0], texts):
                continue
            if not any(found[0] in _plain(text.joined) or _set_there(found[0], text) for text in texts):
                return f"“{found[0]}”不在原文里。"
    return None


def _sort(paper: str, texts: tuple[Text, ...]) -> bool:
    """Whether it names no paper but a sort of them, on a subject of the project."""
    sort = SORT.fullmatch(paper)
    return sort is not None and any(grams(sort[1]) & grams(text.joined) for text in texts)


def _set_there(task: str, text: Text) -> bool:
    """Whether a clause of the text sets this very task, with a word more or less: 省级下达的风险任务."""
    clauses = (clause for piece in text.pieces for clause in CLAUSE.split(piece.text))
    return bool(TASK.search(task)) and any(cover(task, clause) >= CLEARLY for clause in clauses if TASK.search(clause))


def _norm_fault(proposal: Proposal) -> str | None:
    """Why the basis claims another source for a number that is a norm: a habit stands in no paper and no register."""
    words = _plain(proposal.basis or "")
    if proposal.origin != "norm" or "惯例" in words or not words:
        return None
    kind = KIND.match(words)
    if kind and kind[1] == "其他标准" and not any(p.search(words) for p in (*NUMBERS, TITLE)):
        return None
    return f"数字是惯例，依据却写作“{words[:20]}”。"


def _plain(text: str) -> str:
    return "".join(half_width(text).translate(BRACKETS).replace("\x1f", "").split())


def _core(number: str) -> str:
    """A document number without the words that lead to it: 根据冀财社【2020】190号 -> 冀财社(2020)190号."""
    text = _plain(number)
    at = text.find("(")
    head = text[:at]
    for word in ("根据", "按照", "依据", "依照", "执行", "标准：", "标准", "：", "按", "和", "及", "见", "据"):
        head = head.rpartition(word)[2] if word in head else head
    return head[-6:] + text[at:] if at >= 0 else text
