"""Whether a number tells where things stand, or by how much, or from where, they change."""

import re

from reviewer.verify.likeness import CROWDS, MOVES
from reviewer.verify.source import Fact

RISES = re.compile("(?:增[加产收长]|提[高升]|减少|下降|降低|缩短)(?:约|不少于|不低于|[≥≤])?$")
ANEW, STOCK = re.compile("新(?:增|购|建|添)[\u4e00-\u9fff]{0,6}$"), re.compile("总(?:量|数|藏)|现有|存量|累计|保有")
"""What comes anew, and what there is in all."""
JOINS, NEW = re.compile("新增|新纳入|新参保|新满"), re.compile("新|增|扩面|净")
"""Those who join a crowd, of whom a number of the crowd tells nothing."""
FROM = re.compile("(?:由|从|较|比|上[年个])[^，。；]{0,10}$")
TO = re.compile("[^，。；]{0,4}?(?:降|减少|下降|压减|提高|提升|增加|扩大|上升|增长)[^，。；]{0,2}[到至]")
"""Around the number that things come from: 由3.2%降至1.5%."""
REACHED = re.compile("(?:扩大|提高|增加|提升|增长|上升)[到至]$")
"""Before the number that they come to, which is none of those that come anew."""
CHANGE = re.compile("增|扩大|上升|提[高升]|减|降|缩短|[-－—]|差")
"""What goes up or down by a number, and what is measured as such a change."""


def other_level(name: str, words: str, fact: Fact) -> bool:
    """Whether the number is of a change, of what was, or of what comes anew, and the row's of another of these."""
    if ANEW.search(fact.before) and STOCK.search(name):
        return True
    if FROM.search(fact.before) and TO.match(fact.after):
        return True
    if REACHED.search(fact.before) and MOVES[0].search(name):
        return True
    if JOINS.search(name) and fact.number.unit in CROWDS and not NEW.search(fact.clause):
        return True
    return bool(RISES.search(fact.before)) and not CHANGE.search(name + words)
