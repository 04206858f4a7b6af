"""What can be done to framework editions, the same for pages, endpoints and commands."""

from indicators.operations.importing import EditionImported, import_edition
from indicators.operations.superseding import supersede_edition

__all__ = ["EditionImported", "import_edition", "supersede_edition"]
