"""What can be done to areas and bodies, the same for pages, endpoints, commands and tasks."""

from areas.operations.importing import AreasImported, import_areas
from areas.operations.keeping import create_area, create_body, edit_area, edit_body
from areas.operations.linking import (
    add_partner,
    assign_link_inspector,
    link_body,
    redate_link,
    redate_person,
    remove_link,
)
from areas.operations.succession import (
    NewBody,
    Succession,
    record_area_succession,
    record_committee_succession,
)

__all__ = [
    "AreasImported",
    "NewBody",
    "Succession",
    "add_partner",
    "assign_link_inspector",
    "create_area",
    "create_body",
    "edit_area",
    "edit_body",
    "import_areas",
    "link_body",
    "record_area_succession",
    "record_committee_succession",
    "redate_link",
    "redate_person",
    "remove_link",
]
