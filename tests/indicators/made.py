"""Editions made up at random, as reading would give them."""

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from indicators.rules.document import (
    AllOf,
    AnyOf,
    Chapter,
    CrossTabulation,
    CrosswalkLink,
    Edition,
    Finding,
    Indicator,
    Level,
    NonGrade,
    PositiveReport,
    RollUp,
    Section,
    Share,
)
from indicators.rules.words import plain_word
from inspectorate.kernel.yaml_fields import one_line, paragraphs
from inspectorate.kernel.yaml_tree import NOT_SHOWN

HIDDEN = "".join(
    chr(n) for n in range(0x10000) if NOT_SHOWN.match(chr(n)) and not 0xD800 <= n < 0xE000
)
characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=HIDDEN)
awkward = st.sampled_from(
    ["yes", "null", "~", "1.10", "2005-01-01", "a: b", "a #b", "- a", "[a]", "{a: b}", "'", '"', "\\",
     "key:", "&a", "*a", "!t", "% b", "@x", "`", "0x1F", "1e3", "é", "…", "a, b", "no",
     "?", "---", "...", ">-", "|", "# c", "= 1"]
)  # fmt: skip
lines = st.one_of(awkward, st.text(characters, max_size=60)).map(one_line)
texts = lines.map(lambda text: text or "nothing")
long_lines = st.sampled_from(["x" * 130, "word " * 40, "a # b: c - d " * 20]).map(one_line)
proses = st.one_of(lines, long_lines, st.lists(lines | long_lines, max_size=4).map("\n".join)).map(
    paragraphs
)
full_proses = proses.map(lambda text: text or "nothing")
codes = st.one_of(
    st.sampled_from(
        ["1.1", "1.10", "1.9", "001", "good", "no", "null", "reference", "A", "2005", "1e3"]
    ),
    st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9._ -]{0,8}[a-zA-Z0-9]", fullmatch=True).map(one_line),
)


def distinct(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(codes, min_size=least, max_size=most, unique_by=plain_word)


shares = st.one_of(
    st.integers(0, 100).map(lambda n: Fraction(n, 100)),
    st.tuples(st.integers(0, 30), st.just(30)).map(lambda pair: Fraction(*pair)),
)


@st.composite
def rules(draw, of: list[str], depth: int = 2):
    if depth and draw(st.booleans()):
        parts = tuple(draw(st.lists(rules(of, depth - 1), min_size=1, max_size=3)))
        return draw(st.sampled_from([AnyOf, AllOf]))(parts)
    low, high = sorted([draw(shares), draw(shares)])
    bounds = draw(
        st.sampled_from([{"at_least": low}, {"at_most": high}, {"at_least": low, "at_most": high}])
    )
    return Share(draw(st.sampled_from(of)), **bounds)


@st.composite
def levels(draw):
    names = [f"{code} level" if code.isdecimal() else code for code in draw(distinct(2, 6))]
    start = draw(st.none() | st.integers(0, 3))
    rising = draw(st.booleans())
    made = []
    for n, code in enumerate(names):
        rank = len(names) - n
        number = None if start is None else start + (n if rising else rank)
        label, meaning, definition = draw(texts), draw(lines), draw(proses)
        aliases = tuple(draw(st.lists(texts, max_size=2, unique=True)))
        demands = draw(st.booleans())
        made.append(
            Level(code, rank, number, label, meaning, definition, draw(lines), demands, aliases)
        )
    return tuple(made)


@st.composite
def indicators(draw, code: str, level_codes: list[str]):
    reference = draw(st.booleans())
    illustrated = draw(st.lists(st.sampled_from(level_codes), unique=True, max_size=2))
    return Indicator(
        code,
        draw(texts),
        reference,
        draw(lines),
        tuple(draw(st.lists(texts, max_size=2, unique=True))),
        draw(proses),
        {level: draw(full_proses) for level in illustrated},
        reference or draw(st.booleans()),
    )


@st.composite
def editions(draw) -> Edition:
    scale = draw(levels())
    level_codes = [one.code for one in scale]
    taken = {plain_word(code) for code in level_codes}
    ranks = st.frozensets(st.sampled_from([one.rank for one in scale]), min_size=1)
    bands = {code: draw(ranks) for code in draw(distinct(1, 3)) if plain_word(code) not in taken}
    bands = bands or {"whole scale": frozenset(one.rank for one in scale)}
    outs = [code for code in draw(distinct(0, 3)) if plain_word(code) not in taken]
    held = [draw(indicators(code, level_codes)) for code in draw(distinct(1, 6))]
    cut = draw(st.integers(1, len(held)))
    sections = tuple(
        Section(code, draw(texts), tuple(part))
        for code, part in (("one", held[:cut]), ("two", held[cut:]))
        if part
    )
    graded = [one.code for one in held if one.graded]
    some = st.lists(st.sampled_from(graded), min_size=1, unique=True).map(tuple) if graded else None
    band = st.sampled_from(list(bands))
    return Edition(
        code=draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)),
        title=draw(texts | long_lines),
        levels=scale,
        sections=sections,
        publisher=draw(lines),
        valid_from=draw(st.none() | st.dates(date(1900, 1, 1), date(1999, 12, 31))),
        valid_to=draw(st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31))),
        notes=draw(proses),
        source=draw(proses),
        licence=draw(proses),
        bands=bands,
        band_labels={code: draw(texts) for code in bands},
        non_grades=tuple(
            NonGrade(
                code,
                draw(texts),
                draw(lines),
                tuple(draw(st.lists(texts, max_size=2, unique=True))),
            )
            for code in outs
        ),
        chapters=(Chapter("All", draw(texts), tuple(graded)),) if graded else (),
        positive_report=PositiveReport(draw(some), draw(band))
        if graded and draw(st.booleans())
        else None,
        findings=tuple(
            Finding(code, draw(texts), draw(rules([*bands, *level_codes])), draw(full_proses))
            for code in draw(distinct(0, 2))
        ),
        cross_tabulations=draw(tables(held, band, level_codes)),
        roll_up=draw(roll_ups(held, level_codes)),
        crosswalk=tuple(
            CrosswalkLink(
                "another:" + code, one.code, draw(st.sampled_from(["same", "split"])), draw(proses)
            )
            for code, one in zip(draw(distinct(0, 2)), held, strict=False)
        ),
    )


@st.composite
def tables(draw, held, band, level_codes):
    if len(held) < 2:
        return ()
    row = st.one_of(band, st.sampled_from(level_codes))
    return (
        CrossTabulation(
            "table",
            draw(texts),
            held[0].code,
            tuple(draw(st.lists(row, min_size=1, unique=True))),
            tuple(one.code for one in held[1:]),
            tuple(draw(st.lists(band, min_size=1, unique=True))),
            draw(proses),
        ),
    )


@st.composite
def roll_ups(draw, held, level_codes):
    into = held[0].code if len(held) > 1 else ""
    of = tuple(one.code for one in (held[1:] if into else held))
    kind = draw(st.sampled_from(["none", "judged", "arithmetic", "limiting"]))
    if kind == "none":
        return RollUp()
    if kind == "judged":
        return RollUp(kind, into, of)
    if kind == "limiting":
        limit = st.tuples(st.sampled_from(level_codes), st.sampled_from(level_codes))
        return RollUp(kind, into, of, limits=tuple(draw(st.lists(limit, max_size=2))))
    steps = len(level_codes)
    thresholds = {code: Fraction(steps - n, steps + 1) for n, code in enumerate(level_codes[:-1])}
    scores = {code: 10 * (steps - n) for n, code in enumerate(level_codes)}
    return RollUp(
        kind, into, of, thresholds, (), draw(st.sampled_from([{}, scores])), draw(st.booleans())
    )
