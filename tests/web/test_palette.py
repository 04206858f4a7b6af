"""A picture with a palette has the same pixels, whatever filters the browser chose."""

import struct
import zlib

from tests.browser.palette import SIGNATURE, read, write

PIXELS = [[(x * 20, y * 30, (x + y) * 9) for x in range(5)] for y in range(5)]


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def filtered() -> bytes:
    """The pixels as true colour, each line with another of the five filters."""
    above, rows = bytes(15), b""
    for kind, line in enumerate(PIXELS):
        body = bytes(part for colour in line for part in colour)
        left = bytes(3) + body[:-3]
        corner = bytes(3) + above[:-3]
        guess = [a + b - c for a, b, c in zip(left, above, corner, strict=True)]
        paeth = [
            min((a, b, c), key=lambda one, of=g: abs(of - one))
            for a, b, c, g in zip(left, above, corner, guess, strict=True)
        ]
        mean = [(a + b) // 2 for a, b in zip(left, above, strict=True)]
        taken = (bytes(15), left, above, mean, paeth)[kind]
        rows += bytes([kind]) + bytes((a - b) & 255 for a, b in zip(body, taken, strict=True))
        above = body
    header = struct.pack(">IIBBBBB", 5, 5, 8, 2, 0, 0, 0)
    return (
        SIGNATURE
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def test_every_filter_is_read() -> None:
    assert read(filtered()) == (5, PIXELS)


def test_written_it_names_its_colours_once() -> None:
    made = write(5, PIXELS)
    assert made.startswith(SIGNATURE)
    colours = {colour for line in PIXELS for colour in line}
    at = made.index(b"PLTE")
    assert struct.unpack(">I", made[at - 4 : at]) == (3 * len(colours),)
    rows = zlib.decompress(made[made.index(b"IDAT") + 4 : made.index(b"IEND") - 8])
    table = made[at + 4 :]
    shown = [
        [tuple(table[3 * n : 3 * n + 3]) for n in rows[y * 6 + 1 : y * 6 + 6]] for y in range(5)
    ]
    assert shown == PIXELS
