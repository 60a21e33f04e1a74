"""Document numbers, law names and years of a basis stand in the document."""

import re

from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.number import DOCUMENT_NUMBER, half_width
from reviewer.verify.source import Text

TITLE = re.compile(r"[《〈]([^》〉]{2,60})[》〉]")
LAW = re.compile(
    r"[\u4e00-\u9fff]{0,24}?(?:条例|管理办法|实施办法|暂行办法|办法|实施细则|细则|实施意见|指导意见|(?:保险|劳动|教育|合同|预算|采购|招标投标|安全|保护|促进|监督|档案|道路|社会|环境|水|税收|统计|审计|传染病|食品|药品|森林|土地|农业|公务员|退役军人|权益|会计|就业|老年人|未成年人|残疾人|妇女|消防|卫生|医师|体育|文物|种子|畜牧|渔业|规划|建筑|行政|仲裁|监察|突发|慈善|网络|数据|防洪|公路|矿产|测绘|母婴|献血)[\u4e00-\u9fff]{0,4}(?<![执司立方办算做用普])法)(?:(?![\u4e00-\u9fff])|(?=第[一二三四五六七八九十百\d]+[章条款]))"
)
GENERAL = re.compile(
    r"^(?:有关|相关|政策|规定|本局|本单位|单位|内部|现行|上级|财务|资金|项目|专项资金|国家|地方|本地|当地|市|县|省)*(?:管理办法|实施办法|暂行办法|办法|条例|细则|实施细则|实施意见|指导意见)$"
)
BRACKETS = str.maketrans(dict.fromkeys("〔[【（［", "(") | dict.fromkeys("〕]】）］", ")"))
LEAD = re.compile(r"^.*?(?=[\u4e00-\u9fff]{0,8}\()")
NUMBERED = re.compile(r"第\s*[\d一二三四五六七八九十百〇]+\s*号(?!楼|线|院|窗口|机)")
WORDED = re.compile(
    r"[\u4e00-\u9fff]{0,8}[〔\[【(][〇○零一二三四五六七八九]{4}年?[〕\]】)]第?[〇○零一二三四五六七八九十百]+号"
)
LETTERS = re.compile(r"[\u4e00-\u9fff]{2,6}(?:字|发|函|办|文|财|社|教|规)\s*\d{4}\s*[-—年]?\s*第?\d+")
NUMBERS = (DOCUMENT_NUMBER, LETTERS, WORDED, NUMBERED)


def basis(proposal: Proposal, own: Text, prose: Text, others: dict[str, Text]) -> Check:
    """Whether every document number, title and law of the proposal stands in the project's text or the prose."""
    texts = (own, prose)
    for field in ("name", "definition", "target", "basis", "question"):
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
        for found in LAW.finditer(TITLE.sub("", words)):
            name = re.sub(r"^.*?(?:根据|按照|依据|依照|执行|符合|遵照|按|由|据)", "", found[0])
            if len(name) < 3 or GENERAL.match(name):
                continue
            if not any(_plain(name[-8:]) in _plain(text.joined) for text in texts):
                return Check(check="basis", result="fail", reason=f"“{name}”不在原文里。")
    return Check(check="basis", result="pass", reason="所引文号、文件名都在原文里，或没有引用。")


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
