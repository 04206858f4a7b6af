"""Opaque ids: what the outside sees instead of a row's number.

A reversible scramble, for opacity and stability, not for secrecy: what a person may see is decided
by ``access``, never by an id being hard to guess. Ids of different kinds never decode as each other.
"""

from inspectorate.kernel.errors import NotFound

_SIZE = 1 << 62
_MULTIPLIER = 0x2545F4914F6CDD1D % _SIZE | 1
_INVERSE = pow(_MULTIPLIER, -1, _SIZE)
_SALTS = {
    "area": 0x1A2B3C4D5E,
    "body": 0x2B3C4D5E6F,
    "committee": 0x3C4D5E6F70,
    "edition": 0x4D5E6F7081,
    "indicator": 0x5E6F708192,
    "programme": 0x6F708192A3,
    "inspection": 0x708192A3B4,
    "evaluation": 0x8192A3B4C5,
    "point": 0x92A3B4C5D6,
    "progress": 0xA3B4C5D6E7,
    "summary": 0xB4C5D6E7F8,
    "job": 0xC5D6E7F809,
    "person": 0xD6E7F8091A,
    "membership": 0x17E8F8091A,
    "invitation": 0x28F9090A1B,
    "provider": 0x39FA0A1B2C,
    "token": 0xE7F8091A2B,
    "link": 0xF8091A2B3C,
    "service": 0x1B7C2D3E4F,
    "interest": 0x2C8D3E4F50,
    "absence": 0x3D9E4F5061,
    "evidence": 0x6A1C72839D,
    "view": 0x60C1728394,
    "sampled-case": 0x7B2D8394AE,
    "reading": 0x9D4FA5B6C1,
    "file": 0x8C3E94A5BF,
    "return": 0xA15EB6C7D8,
    "return-section": 0xB26FC7D8E9,
    "return-question": 0xC370D8E9FA,
    "concern": 0x4EAF506172,
    "recipient": 0x5FB0617283,
    "device": 0x61D2839415,
    "notice": 0x71D28394A5,
    "moderation": 0x82E394A5B6,
    "judgement": 0x93F4A5B6C7,
    "decision": 0xA405B6C7D8,
    "thread": 0xB516C7D8E9,
    "comment": 0xC627D8E9FA,
    "report": 0xD738E9FA0B,
    "chapter": 0xE849FA0B1C,
    "template": 0xF95A0B1C2D,
    "report-point": 0x0A6B1C2D3E,
    "good-practice": 0x1B7C2D3E50,
    "draft": 0x2C8D3E4F61,
    "discussion": 0x3D9E4F5072,
    "accuracy": 0x4EAF506183,
    "accuracy-comment": 0x5FB0617294,
    "extension": 0x60C17283A5,
    "release": 0x71D28394B6,
    "early-reader": 0x82E394A5C7,
    "holiday": 0x93F4A5B6D8,
    "duty": 0xA405B6C7E9,
    "mail-template": 0xB516C7D8FA,
    "finding": 0xC627D8E90B,
    "theme": 0x519F767C45,
    "plan": 0x6BBDE5C099,
    "plan-version": 0xC0CB91CE37,
    "action": 0xE7F1446BEA,
    "agreement": 0xB6BD69FE29,
    "date-change": 0x97EC1D7DA0,
    "update": 0xE7076CE2EF,
    "measure": 0xD677330BDB,
    "measured-value": 0x4FF17FD374,
    "look": 0x1DA6233255,
    "note": 0x38E6A16A3B,
    "contact": 0x6F1CFB10F6,
    "hand-over": 0xEE7814E8A2,
    "self-evaluation": 0x713F1F65A8,
    "self-value": 0x2A8B33E968,
    "round": 0x4F92EDCF45,
    "success-factor": 0xCB035B7399,
    "planning-decision": 0x78377B9AA2,
    "reminder-rule": 0x3E478C281D,
    "event": 0xEEEA959C21,
    "webhook": 0x73C4069545,
    "delivery": 0xD328DBD25E,
}


def encode(kind: str, number: int) -> str:
    """The opaque id of row ``number`` of a kind."""
    return f"{((number ^ _SALTS[kind]) * _MULTIPLIER) % _SIZE:016x}"


def decode(kind: str, opaque: str) -> int:
    """The row's number. Raises NotFound for anything that is not such an id."""
    if len(opaque) != 16 or not opaque.isascii() or not opaque.isalnum():  # noqa: PLR2004
        raise NotFound
    try:
        scrambled = int(opaque, 16)
    except ValueError:
        raise NotFound from None
    number = (scrambled * _INVERSE) % _SIZE ^ _SALTS[kind]
    if scrambled >= _SIZE or not 0 < number < 1 << 60:
        raise NotFound
    return number
