"""What a piece of evidence starts with when it is made from a section or file of a return."""

from evaluations.rules.evidence import LONGEST_QUOTE
from evaluations.terms import ReturnStatus, SourceKind

_FIGURES = ("text/csv", "spreadsheet")
"""Of a media type: a file that holds figures."""
CUT = " […]"


def why_not_used(status: str) -> str:
    """Why nothing of a return in this status is used as evidence; empty when it is."""
    if status == ReturnStatus.ACCEPTED:
        return ""
    return "The return is not accepted yet. Its sections and files are used as evidence after that."


def source_kind_of(title: str, media_type: str = "") -> SourceKind:
    """What kind of source a section with this title is, or a file of this kind in it: figures are
    data, what the partnership says of itself is its self-evaluation."""
    figures = any(word in media_type for word in _FIGURES)
    if figures or title.casefold().startswith("data"):
        return SourceKind.DATA
    return SourceKind.SELF_EVALUATION


def quoted(answer: str) -> str:
    """The answer as a quotation of the partnership; a long one is cut after a word, and says so."""
    if len(answer) <= LONGEST_QUOTE:
        return answer
    kept = answer[: LONGEST_QUOTE - len(CUT)]
    head, _, _ = kept.rpartition(" ")
    return (head or kept).rstrip() + CUT
