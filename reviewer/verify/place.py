"""Whether the places that a proposal names, and the stretches of time that it counts off, stand in the document."""

import re
from collections.abc import Iterator

from reviewer.domain.kinds import Library
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.ground import Ground

_NAME = "(?:(?![的与在到为经由和及或不含了等以将各每全本该向从给对其])[\u4e00-\u9fff]){2}"
SITE = re.compile(
    rf"(?P<named>{_NAME})(?P<site>大道|大街|校区|开发区|高新区|经开区|新区|公园|广场|中学|(?<!中)小学|大厦|大楼|机房|医院|学院|大学|火车站|汽车站|城区)"
)
"""A site by its name: 滨河公园. The two characters before the word tell it from others."""
ROAD = re.compile("[\u4e00-\u9fff]{2}[东西南北中]路")
TOWN = re.compile(rf"(?:^|[在于由至、和与及，])(?P<town>(?P<named>{_NAME})[镇乡])(?![级镇村政干])")
INSTITUTION = re.compile(
    "[东西南北新老主分]校区|[新老]城区|体育中心|文体中心|职教中心|党校|会展中心|体育馆|体育场|少年宫|高铁站|机场|第[一二三四五六七八九十]+(?:中学|小学|人民医院)"
)
PHASE = re.compile("(?<![学分周长定任本当上下每各末初])[一二三四五]期(?=系统|工程|项目|建设|平台)")
"""Which of its phases a project is in."""
TOPONYM = "[省市县区州]"
"""Behind the name of a place that the document tells of: 定州市."""


def place(proposal: Proposal, ground: Ground) -> Check:
    """Whether every place in the name or definition stands in the project's text, the prose or the unit's name."""
    told = f"{ground.own.joined}{ground.prose.joined}{ground.project.unit_name or ''}"
    for words, text in (("指标名", proposal.name), ("描述", proposal.definition)):
        for named in _places("".join((text or "").split()), told, ground.library):
            return Check(check="place", result="fail", reason=f"{words}里的“{named}”没有出处：原文没有说到。")
    return Check(check="place", result="pass", reason="没有说到原文以外的地方。")


def _places(text: str, told: str, library: Library) -> Iterator[str]:
    """The places of the text that are not told of."""
    known = library.nouns.toponyms
    yield from (name for name in known.cities if name in text and name not in told)
    roads = (
        re.compile(f"(?:{'|'.join(map(re.escape, known.roads))})(?:[东西南北中]?路|大?街|大道)")
        if known.roads
        else ROAD
    )
    for pattern in (ROAD, roads, INSTITUTION, PHASE):
        yield from (m[0] for m in pattern.finditer(text) if m[0] not in told)
    for m in (*SITE.finditer(text), *TOWN.finditer(text)):
        site = m.groupdict().get("town") or m[0]
        if site in told or m["named"] in known.sorts:
            continue
        named = m["named"]
        if (named not in told and named not in library.text) or re.search(f"{named}{TOPONYM}", told):
            yield site
