"""What goes wrong at the walls between inspectorates. Each is a programming error, never a user's."""


class NoScope(RuntimeError):
    """A tenant's table was touched with no inspectorate's scope open."""


class OtherInspectorate(RuntimeError):
    """A row of one inspectorate was about to be written in the scope of another."""
