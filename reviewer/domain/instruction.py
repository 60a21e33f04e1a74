"""Words in a document, or in a proposal, that read like an instruction to a machine."""

import re

INSTRUCTIONS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?:忽略|无视|忘记|忘掉|不要理会|不用理会|跳过|推翻).{0,12}(?:指令|指示|提示词|规则|要求|设定|说明|内容|审核)",
        r"(?:ignore|disregard|forget|override)\W+(?:\w+\W+){0,4}(?:instructions?|prompts?|rules|above|previous)",
        r"(?:system|developer)\s*(?:prompt|message)|系统提示词|提示词",
        r"<\|?(?:im_start|im_end|system|assistant|user|endoftext)\|?>|\[/?INST\]|^\s*(?:assistant|system)\s*[:：]",
        r"(?:你|您)(?:现在|从现在起|将)?(?:是|扮演|作为|充当)(?:一[个名位])?.{0,10}(?:AI|助手|模型|机器人|审核员|专家)",
        r"作为(?:一[个名])?(?:AI|人工智能|大?语言模型|大模型)(?!产业|应用|项目|企业)",
        r"(?:请|必须|务必|直接|一律|应)(?:你)?(?:将|把|只|直接)?.{0,14}(?:输出|返回|回复|判定|判为|标记|视)(?:为)?.{0,10}"
        r"(?:合格|通过|sound|JSON|优秀|无问题|没有问题|不报)",
        r"(?:全部|所有|一律|均)(?:指标|行)?.{0,6}(?:写进|列入|放入)\s*sound",
        r"you are (?:now )?(?:an?|the) |act as (?:an?|the) |respond with|output only",
        r"不(?:要|得|必)(?:报告|指出|列出|检查|审核).{0,10}(?:问题|缺陷|错误|指标|本表|本项目)",
    )
)


def instruction(text: str) -> str | None:
    """The words of `text` that read like an instruction to a machine, or None."""
    for pattern in INSTRUCTIONS:
        if found := pattern.search(text):
            return " ".join(found[0].split())[:40]
    return None
