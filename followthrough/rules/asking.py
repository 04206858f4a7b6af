"""When a link inspector may ask a partnership for a word on its main points: plain values."""

from collections.abc import Sequence

LONGEST_SENTENCE = 500
MOST_POINTS = 200


def number_fault(points: int) -> str:
    """What is wrong with how many points were chosen; empty when nothing is."""
    if not points:
        return "Choose at least one main point."
    if points > MOST_POINTS:
        return f"Choose at most {MOST_POINTS} main points at once; these are {points}."
    return ""


def why_not_ask(
    *, ended: Sequence[str], nobody: Sequence[str], today: Sequence[str], again: bool
) -> list[str]:
    """Why nothing is sent, a sentence for each reason, with the points as they are cited.

    ``ended`` are not open any more or not published, ``nobody`` answers for ``nobody``, the partners
    were asked for a word on ``today`` already, which ``again`` says to do all the same.
    """
    said: list[str] = []
    if ended:
        said.append(f"Not open, so nothing is asked: {', '.join(ended)}. Leave them out.")
    if nobody:
        said.append(
            f"Nobody acts for the committee of {', '.join(nobody)} today. Name a partner, or leave "
            "them out."
        )
    if today and not again:
        said.append(
            f"Asked today already: {', '.join(today)}. Leave them out, or say that they are to be "
            "asked again."
        )
    return said
