"""Words that press the reviewer or the machine to take a proposal over, instead of saying what it measures."""

import re

_TAKEN = "采用|采纳|接受|通过|批准|核验|验证|核实|核定|核准|认可"
_PROVED = "复核|复查|再审|审核|核对|核验|核准|批准|核定|校验|检查"
_SPEAKER = "系统|模型|程序|system|AI|助手|assistant|机器人|管理员|admin|审核[人员]|审批人"
_MACHINE = r"(?:(?:(?<![\u4e00-\u9fff])|(?<=[经由被已本该]))系统|AI|程序|模型)"
"""The machine, unlike a system that has a name: 资助系统审核通过的学生."""
_THIS = "(?:[本此该这](?:条|行|建议|改写)|本(?:项|指标)(?!目))"
_HERE = "(?:[本此该这](?:一|里的?)?[句段条行项处话格](?:话|内容|文字)?|(?:以下|以上|括号内?)的?(?:内容|文字)?)"
_OURS = "[市县区省国州盟旗镇乡街村校院所局馆站厅委部处科股队台社办单中公集园场库司会行军党方]|[地本辖]区"
"""What a department calls its own: 我市, 我单位, 我中心."""
_EVERY = "(?:所有|全部|其余|其他|各)(?:各?[条行]|的?建议|的?改写)"

PRESSING = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # To take over, unseen.
        r"(?:直接|一键|一律|立即|全部|自动)(?:予以)?(?:采用|采纳|批准|接受|勾选)|请.{0,10}(?:采用|采纳|采信|接受|勾选)|(?:评|打|给|判)[^，。；]{0,3}满分",
        r"请(?:予以?|准予|直接)?(?:通过|批准)(?![率人数])|可直接(?:采用|采纳|确认|通过)|(?:准予|同意)(?:通过|采用|采纳)",
        r"(?:接受|采用|采纳|批准|认可)(?:所有|全部|本条|本项(?!目)|此条|该条|这条|其余|各[条行项])",
        rf"{_EVERY}[^，。；]{{0,6}}(?:采用|采纳|接受|通过|批准|勾选)",
        # To leave alone or to leave out the proof.
        r"(?:忽略|跳过|无视|忽视|不理会|绕过).{0,6}(?:检查|核验|校验|复核|规则|要求|审核)",
        rf"(?:无需|无须|不必|不用|免于|免予)(?:再|人工)?(?:{_PROVED}|修改|改动)|免审$",
        r"请(?:勿|不要|别)(?:再)?(?:修?改|标|报|删|退|驳|质疑|扣)|不要(?:修改|改动|删除)本",
        # A verdict of its own.
        rf"(?:{_MACHINE}(?:自动)?|(?:系统|AI|程序|模型)已经?)(?:核验|核对|核实|验证|校验|审核)",
        rf"(?:已|均已?|一致)通过(?:系统|人工)?(?:{_PROVED})?$",
        rf"已(?:经|由)?(?:人工|专家|领导|财政局?)[^，。；]{{0,4}}(?:{_PROVED})(?:通过)?$",
        rf"{_THIS}[^，。；]{{0,6}}(?:已|经|由|可|应|予)[^，。；]{{0,8}}(?:{_TAKEN})",
        r"(?:审核|核验|评审|审查|复核|审批|校验|检查|验证|最终)(?:结论|结果|意见|状态)\s*[:：=]",
        r"(?:结论|状态|结果)\s*[:：=]\s*(?:通过|合格|同意|已)",
        rf"(?:标|判|视|认|改|设|置|列|显示|登记)(?:记|注|定|作|做)?(?:为|成)[“\"]?已?(?:{_TAKEN})(?![者的人])",
        r"\b(?:accept|approved?|verified|verdict|ignore|override)\b|\b(?:result|status)\s*[=:]",
        # The machine speaks of itself: how it came to the text, and what the text is worth.
        r"(?:AI|人工智能|(?<![\u4e00-\u9fff])(?:本|语言|大)*模型|大模型|机器|助手|程序)(?:系统)?(?:自动|辅助|协助)?(?:生成|拟[写定]?|代[写拟填]|草拟|起草|撰写|编写|给出|填[写入]?|估[算计]|推[断测算])(?![\u4e00-\u9fff]{0,4}[率数量个篇])",
        r"(?:推断|推测|猜测|臆测|揣测|估摸)(?:而来|得[来出到]|所得|出来)|[仅只][供作][^，。；]{0,6}参考|供(?:审核|填[表报])[^，。；]{0,4}参考",
        rf"(?<![自忘大小“‘「《\"])我(?!们?(?:{_OURS}))|(?:[请由待供]|(?<![\u4e00-\u9fff]))[您你]们?(?!{_OURS})(?![\u4e00-\u9fff]*[?？”」])",
        # Spoken to whoever reviews or fills in.
        r"(?:审核|审批|复核|核验|评审|填[表报写])(?:人员?|者|时|后|通过后)?[^，。；]{0,2}(?:注意|留意|知悉|略过|自行|酌情|斟酌)|(?:略过|跳过|忽略)(?:本|此|该|这)[条行项格]",
        rf"{_HERE}[^，。；]{{0,8}}(?:勿|可|[应须需]|自行|无[须需]|不[必用])[^，。；]{{0,4}}(?:[删改]|略过|忽略|跳过|填)|[勿莫][再要]?[改删动核审查退]",
        r"(?:同意|认可|批准|核[准定]|确认)(?:了|过)?(?:[此该这](?:值|数|[条行项格]|指标|建议)|本[条行格])",
        r"(?:检查|核验|校验|复核|规则|审核)项?[^，。；]{0,4}(?:忽略|跳过|略过|不[看管])",
        r"(?:建议|请|直接|可以?|一律|望)(?:予以|给予|准予)?放行|放行(?:本|此|该|这)[条行项]",
        # Spoken as if by the machine, or to its keys.
        rf"(?:^|[；;。，,！\s【（(\[<])(?:{_SPEAKER})(?:提示|消息|指令|通知|要求)?\s*[:：】）)\]>]|系统(?:提示|消息|指令)",
        r"按\s*(?:[A-Za-z]\s*|回车)键|按\s*Enter|点击",
    )
)
ADDRESS = re.compile(
    "(?<![申聘邀提报宴延])请(?![示假求柬帖])(?![^，。；按据照]{1,12}(?<!审核人员)(?:填[写答报]?|作答|扫码|打分|评分)[^，。；]{0,4}(?:问卷|调查|评价|测评|$))"
)
"""A request, which belongs into the question: a name, a definition, a target or a basis asks nobody for anything.

Only how a survey is held may be told: 请受助人员填写问卷.
"""


def pressing(field: str, text: str) -> str | None:
    """The words of a proposal's `field` that press, or None."""
    if field in ("name", "definition", "target", "basis") and (found := ADDRESS.search(text)):
        return text[found.start() : found.start() + 12]
    return next((found[0] for pattern in PRESSING if (found := pattern.search(text))), None)
