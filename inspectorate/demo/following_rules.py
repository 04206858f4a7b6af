"""The rules of reminding as the demonstration's inspectorate has taken them over."""

from followthrough.operations.following_rules import adopt_usual
from inspectorate.accounts.people import Actor


def load(actor: Actor) -> None:
    """In the open scope; nothing when there are rules already."""
    adopt_usual(actor=actor)
