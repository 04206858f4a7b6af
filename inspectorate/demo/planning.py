"""Planning in the demonstration: its services, who comes from where, who does what, what moved.

Fictional, made once, and left afterwards as people have changed it.
"""

from evaluations.operations.services import adopt_services
from inspectorate.accounts.people import Actor


def load(actor: Actor) -> None:
    """For the second cycle, inside the inspectorate's scope."""
    adopt_services(actor=actor)
