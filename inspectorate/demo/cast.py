"""Who can be signed in as. Every person, post and address is invented."""

from dataclasses import dataclass

from inspectorate.accounts.terms import Role


@dataclass(frozen=True)
class Person:
    """One of the cast; ``does`` says in a sentence what can be tried as them."""

    email: str
    name: str
    roles: tuple[Role, ...]
    post: str
    does: str


HMIE = (
    Person(
        "isla.drummond@inspectorate.example",
        "Isla Drummond",
        (Role.INSPECTOR,),
        "Inspector (education)",
        "Record evaluations on the inspections she is on.",
    ),
    Person(
        "moira.gillespie@inspectorate.example",
        "Moira Gillespie",
        (Role.LEAD_INSPECTOR,),
        "Lead inspector",
        "Lead an inspection: its team, its evaluations, its next step.",
    ),
    Person(
        "callum.reid@inspectorate.example",
        "Callum Reid",
        (Role.INSPECTOR,),
        "Inspector (police)",
        "Be on the same team, and meet the other person's change.",
    ),
    Person(
        "ruth.abernethy@inspectorate.example",
        "Ruth Abernethy",
        (Role.ASSOCIATE_ASSESSOR,),
        "Associate assessor (health)",
        "See one inspection and nothing else.",
    ),
    Person(
        "tom.sinclair@inspectorate.example",
        "Tom Sinclair",
        (Role.MODERATOR,),
        "Moderator",
        "Check what others have evaluated, and publish it.",
    ),
    Person(
        "effie.mackay@inspectorate.example",
        "Effie Mackay",
        (Role.LINK_INSPECTOR,),
        "Link inspector",
        "Follow main points for action across her committees.",
    ),
    Person(
        "angus.baird@partnership.example",
        "Angus Baird",
        (Role.COMMITTEE_PARTNER,),
        "Chair, Three Rivers Child Protection Committee",
        "Check a draft report for factual accuracy, with the other services of his committee.",
    ),
    Person(
        "shona.laird@partnership.example",
        "Shona Laird",
        (Role.COMMITTEE_PARTNER,),
        "Detective superintendent, Three Rivers Child Protection Committee",
        "Comment on the same draft for the police.",
    ),
    Person(
        "kirsty.lamont@inspectorate.example",
        "Kirsty Lamont",
        (Role.NATIONAL_ANALYST,),
        "National analyst",
        "Compile the national summary and decide its labels.",
    ),
    Person(
        "fergus.ness@inspectorate.example",
        "Fergus Ness",
        (Role.ADMINISTRATOR,),
        "Inspectorate administrator",
        "Maintain areas, frameworks, programmes, people and tokens.",
    ),
    Person(
        "morag.sutherland@inspectorate.example",
        "Morag Sutherland",
        (Role.AUDITOR,),
        "Data protection officer",
        "See who changed what.",
    ),
)

OFSTED = (
    Person(
        "priya.shah@regulator.example",
        "Priya Shah",
        (Role.NATIONAL_ANALYST,),
        "National analyst",
        "Explore published judgements of 153 authorities.",
    ),
    Person(
        "daniel.okafor@regulator.example",
        "Daniel Okafor",
        (Role.ADMINISTRATOR,),
        "Administrator",
        "Maintain another inspectorate, which the first never sees.",
    ),
)

OPERATOR = ("operator@installation.example", "Olive Operator")
"""Creates inspectorates and sees nothing inside them."""
