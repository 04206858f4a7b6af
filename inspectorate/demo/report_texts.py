"""The words of a report in the demonstration, in the manner of the first cycle; all of it fictional."""

SUMMARY = """\
This report is part of the demonstration. {area}, its services and everything said of them are \
fictional.

Children in {area} who are at immediate risk are helped quickly. Staff in all services recognise \
concerns early and share what they know. Children and families who get help speak well of those who \
give it, and most feel listened to.

Help that lasts is harder to find. Some children wait too long for help with the effects of abuse, \
and plans do not always say what must change for a child, by when, and who sees to it.

Leaders share a clear vision and are respected by staff. They do not yet know well enough how much \
difference their services make, because services look at their own work apart from each other."""

AREA = """\
{area} has some 24,000 children and young people, about a fifth of its people. A third of them live \
in its one large town, the others in small towns and villages along the coast. Two in ten children \
live in households with a low income.

Education, social work, the health board, the police and the children’s reporter work together in \
one Child Protection Committee, with third-sector organisations that support families. The figures \
here are invented."""

NEEDS = """\
## Immediate concerns

When somebody worried about a child, staff acted the same day. Police and social workers planned \
together what to do, and health staff were asked for their advice in most cases. Out of hours, \
families got the same response.

## Being listened to

Children were seen on their own where that was right for them. Most could name an adult whom they \
would go to. Younger children and children who used other means than speech had less chance to say \
what they wanted.

> “They told me what would happen before it happened.”

## Needs met over time

Some children waited more than three months for specialist help. Families were not always told how \
long it would be. Where a support worker stayed with a family for longer, children did better at \
school and at home:

- they missed fewer days
- they had friends again
- their parents asked for help sooner"""

DELIVERY = """\
## Sharing and recording information

Services shared information willingly and staff knew whom to ask. Records in different services did \
not always agree on who else was working with a family.

## Assessing risks and needs

Assessments described what had happened to a child more often than they weighed what it meant. \
Earlier concerns were listed and not brought together. Where staff used the joint framework, the \
assessment was clearer and the plan followed from it.

## Planning

Plans were reviewed on time. In a number of them nobody could have said whether they had worked, \
because what should change for the child was not written down."""

LEADERSHIP = """\
Chief officers and elected members share a vision that staff at every level could put in their own \
words. The Chief Officers’ Group meets often and asks good questions. Staff feel supported and are \
trained together.

Priorities are many. It is not always clear to staff which come first when they compete."""

IMPROVING = """\
Single services look at the quality of their own work, some of them thoroughly. They do so seldom \
together, and what is learned in one is not known in another. Reviews of practice led to new \
guidance; whether the guidance was followed was not looked at."""

INSPECTED = """\
Inspectors with backgrounds in education, health, police and social work read records, met children, \
parents and staff, watched meetings and practice, and studied the services’ own evaluation of their \
work."""

NEXT = """\
The Child Protection Committee has been asked to publish a joint action plan within eight weeks that \
says how services will address the main points for action. Inspectors will come back within two \
years to evaluate progress on each of them."""

CHAPTERS = {
    "Summary": SUMMARY,
    "The area and its services": AREA,
    "How well are the needs of children and families met?": NEEDS,
    "How good is the management and delivery of services?": DELIVERY,
    "How good is leadership and direction?": LEADERSHIP,
    "How are services improving?": IMPROVING,
    "How we inspected": INSPECTED,
    "What happens next": NEXT,
    "Main points for action": "Services in {area} should:",
}
"""By the title of a usual chapter of hmie-2005."""

POINTS = (
    (
        "Improve the quality and consistency of assessments of risks and needs, and bring earlier "
        "concerns together in a chronology for every child.",
        ("3.3",),
        (),
    ),
    (
        "Make plans clear about what should change for a child, by when, and who sees to it.",
        ("3.4",),
        (),
    ),
    (
        "Reduce delays in help for children who are recovering from abuse. The health board should "
        "say how long families wait.",
        ("1.4",),
        ("health",),
    ),
    ("Evaluate together how well services protect children, and act on it.", ("5.4",), ()),
)
"""Text, indicators, services."""

EXAMPLE = (
    "A film made with young people",
    "Young people, the police and teachers made a film together about whom to tell when something is "
    "wrong. It is shown in every secondary school, always with somebody in the room who can answer. "
    "More young people asked for help in the months after.",
    "2.1",
)

LATER = (
    "How good is leadership and direction?",
    "It is not always clear to staff which come first when they compete.",
    "It is not always clear to staff which of them come first.",
)
"""A chapter, words in it, and what a colleague made of them after the first version was kept."""
