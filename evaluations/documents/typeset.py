"""The typesetter's own process: the data of a report on standard input, its PDF on standard output.

A process of its own because the typesetter keeps what it has laid out: a worker that made one report
after another would grow by hundreds of megabytes. It knows nothing of Django and can be killed.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

import typst

TEMPLATE = Path(__file__).with_name("report.typ")
STANDARD: Final = "ua-1"
EPOCH = 1_100_000_000
"""The instant written into every file, so that the same report is the same bytes for ever."""
FONTS = '("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")'
"""The typefaces that come with the typesetter: the same everywhere, so that the bytes are."""
WITHOUT_A_SIGN = "\N{WHITE SQUARE}"
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)], "\N{SPACE}")
EVERYDAY = frozenset(map(chr, [*range(32, 127), *range(161, 383), *b"\n\t"])) | set("‘’“”–—…•€□")


def typeset(document: str) -> bytes:
    """The PDF of a report's data (JSON), tagged as PDF/UA-1."""
    return bytes(
        typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"document": document},
            pdf_standards=[STANDARD],
            timestamp=EPOCH,
        )
    )


def printable(data: Any) -> str:
    """The data as JSON, without control characters and with a square for every sign that no
    typeface here has: PDF/UA allows no missing sign."""
    text = json.dumps(_without_controls(data), ensure_ascii=False)
    strange = {ord(one): WITHOUT_A_SIGN for one in set(text) - EVERYDAY if not _drawable(one)}
    return text.translate(strange)


def _without_controls(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(CONTROLS)
    if isinstance(value, list):
        return [_without_controls(one) for one in value]
    if isinstance(value, dict):
        return {name: _without_controls(one) for name, one in value.items()}
    return value


def _drawable(character: str) -> bool:
    """Whether the typefaces have a sign for it, as the typesetter itself finds."""
    try:
        typst.compile(
            f"#set document(title: [.])\n#set text(font: {FONTS})\n#sys.inputs.it".encode(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"it": character},
            pdf_standards=[STANDARD],
        )
    except typst.TypstError:
        return False
    return True


def main() -> None:
    sys.stdout.buffer.write(typeset(printable(json.load(sys.stdin.buffer))))


if __name__ == "__main__":
    main()
