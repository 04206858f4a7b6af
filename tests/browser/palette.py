"""A picture of a page with a palette in place of true colour: a third of its size, nothing lost that
a reader sees. PNG as of the W3C's third edition, 8 bits, not interlaced: what browsers write."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {2: 3, 6: 4}
"""Bytes of a pixel by colour type: true colour, with or without transparency."""
MOST = 256

Colour = tuple[int, int, int]


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))


def _line(kind: int, raw: bytes, above: bytes, step: int) -> bytes:
    """A line of bytes without its filter (section 9)."""
    line = bytearray(raw)
    for at, byte in enumerate(raw):
        left = line[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        add = (0, left, above[at], (left + above[at]) // 2, 0)[kind]
        line[at] = (byte + (_paeth(left, above[at], corner) if kind == 4 else add)) & 255
    return bytes(line)


def read(data: bytes) -> tuple[int, list[list[Colour]]]:
    """Its width, and its lines of colours."""
    parts = list(_chunks(data))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", parts[0][1])
    assert (depth, interlaced) == (8, 0)
    step = CHANNELS[kind]
    raw = zlib.decompress(b"".join(body for name, body in parts if name == b"IDAT"))
    above, lines, size = bytes(width * step), [], width * step + 1
    for start in range(0, height * size, size):
        body = raw[start + 1 : start + size]
        above = _line(raw[start], body, above, step) if raw[start] else body
        lines.append(list(zip(above[::step], above[1::step], above[2::step], strict=True)))
    return width, lines


def write(width: int, lines: list[list[Colour]]) -> bytes:
    """The picture with the colours that are most of it; every other becomes the nearest of these."""
    counts = Counter(colour for line in lines for colour in line)
    palette = [colour for colour, _ in counts.most_common(MOST)]
    number = {colour: at for at, colour in enumerate(palette)}
    for colour in counts:
        if colour not in number:
            number[colour] = min(
                range(len(palette)),
                key=lambda at, of=colour: sum(
                    (a - b) ** 2 for a, b in zip(palette[at], of, strict=True)
                ),
            )
    body = b"".join(b"\0" + bytes(number[colour] for colour in line) for line in lines)
    header = struct.pack(">IIBBBBB", width, len(lines), 8, 3, 0, 0, 0)
    colours = bytes(part for colour in palette for part in colour)
    parts = [
        (b"IHDR", header),
        (b"PLTE", colours),
        (b"IDAT", zlib.compress(body, 9)),
        (b"IEND", b""),
    ]
    return SIGNATURE + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))
        for name, part in parts
    )


def smaller(picture: Path) -> None:
    """Give a picture its palette, where it stands."""
    picture.write_bytes(write(*read(picture.read_bytes())))
