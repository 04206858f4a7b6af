"""What can be done to areas and bodies, the same for pages, endpoints, commands and tasks."""

from areas.operations.importing import AreasImported, import_areas

__all__ = ["AreasImported", "import_areas"]
