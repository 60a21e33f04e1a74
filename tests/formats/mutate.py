"""Damaged copies of files, the same for the same seed."""

import random

_MARKUP = (b"<", b"&#x1b;", b"<w:tbl>", b"</w:p>", b"\xff\xfe", b"99999999", b'"', b"|\t,")


def mutated(data: bytes, seed: int) -> bytes:
    """Bytes flipped, cut, doubled, zeroed or replaced by markup in a few places."""
    chance = random.Random(seed)
    out = bytearray(data)
    for _change in range(chance.choice((1, 1, 2, 5, 20))):
        if not out:
            break
        at = chance.randrange(len(out))
        span = chance.choice((1, 2, 8, 100, 5000))
        kind = chance.randrange(6)
        if kind == 0:
            out[at] = chance.randrange(256)
        elif kind == 1:
            del out[at : at + span]
        elif kind == 2:
            out[at:at] = out[at : at + span]
        elif kind == 3:
            out[at : at + span] = bytes(min(span, len(out) - at))
        elif kind == 4:
            out[at:at] = chance.choice(
                (b"<", b"&#x1b;", b"<w:tbl>", b"</w:p>", b"\xff\xfe", b"99999999", b'"', b"|\t,")
            )
        else:
            del out[at:]
    return bytes(out)
