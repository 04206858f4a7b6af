"""Each member's own view of an indicator: when it may change, and who sees whose.

The point of own views is that nobody is led by another's: a member of the team, its lead included,
sees what others think only after giving their own.
"""

from evaluations.rules.life import OUT


def others_shown(*, on_team: bool, given: bool, agreed: bool, drafts: bool, status: str) -> bool:
    """Whether somebody sees the views that others have given of one indicator. The one rule.

    ``given``: they have given their own. ``agreed``: the team has an evaluation of it. ``drafts``:
    evaluations as they stand are for them. What is not given is never shown to anybody else.
    """
    if on_team:
        return given or status in OUT
    return drafts and agreed


def givers_named(*, on_team: bool, drafts: bool, status: str) -> bool:
    """Whether somebody sees who has given a view, whatever it is."""
    return on_team or (drafts and status in OUT)


def fixed(*, given: bool, agreed: bool) -> bool:
    """Whether a view can no longer change: what was given before the team agreed stays as it was. A
    view that is still missing may be given afterwards too."""
    return given and agreed
