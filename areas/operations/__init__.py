"""What can be done to areas and bodies, the same for pages, endpoints, commands and tasks."""

from areas.operations.holidays import (
    HolidaysKept,
    add_holidays,
    holiday_record,
    paste_holidays,
    remove_holiday,
)
from areas.operations.importing import AreasImported, import_areas
from areas.operations.keeping import create_area, create_body, edit_area, edit_body
from areas.operations.linking import (
    add_partner,
    assign_link_inspector,
    hand_on_committee,
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
    "HolidaysKept",
    "NewBody",
    "Succession",
    "add_holidays",
    "add_partner",
    "assign_link_inspector",
    "create_area",
    "create_body",
    "edit_area",
    "edit_body",
    "hand_on_committee",
    "holiday_record",
    "import_areas",
    "link_body",
    "paste_holidays",
    "record_area_succession",
    "record_committee_succession",
    "redate_link",
    "redate_person",
    "remove_holiday",
    "remove_link",
]
