"""What pages, endpoints and other apps read of areas and bodies."""

from areas.queries.areas import (
    AreaLine,
    BodyName,
    LinkLine,
    SuccessionLine,
    area_ids,
    areas_as_at,
    closed_days,
    closed_days_named,
    links_of_area,
    links_of_body,
    successions_of,
)
from areas.queries.atlas import AreaAtlas, Surroundings, overlap
from areas.queries.bodies import (
    BodyLine,
    PersonLine,
    bodies_as_at,
    body_names,
    committee_of_area,
    link_inspectors_as_at,
    link_inspectors_of,
    partner_members,
    partners_of,
)
from areas.queries.people import member_in_role, members_in_role

__all__ = [
    "AreaAtlas",
    "AreaLine",
    "BodyLine",
    "BodyName",
    "LinkLine",
    "PersonLine",
    "SuccessionLine",
    "Surroundings",
    "area_ids",
    "areas_as_at",
    "bodies_as_at",
    "body_names",
    "closed_days",
    "closed_days_named",
    "committee_of_area",
    "link_inspectors_as_at",
    "link_inspectors_of",
    "links_of_area",
    "links_of_body",
    "member_in_role",
    "members_in_role",
    "overlap",
    "partner_members",
    "partners_of",
    "successions_of",
]
