"""The shapes of the sprite and the tone each status has. Shape first, colour second."""

TONES = {
    "todo": "",
    "half": "",
    "given": "brand",
    "agreed": "good",
    "look": "warn",
    "out": "quiet",
    "strength": "good",
    "improve": "warn",
    "contrary": "contra",
    "silent": "",
    "stuck": "warn",
    "clock": "",
    "clash": "warn",
    "kept": "brand",
    "sent": "good",
    "offline": "",
    "online": "good",
    "eye-off": "quiet",
    "lock": "quiet",
    "alert": "bad",
    "flag": "",
    "promise": "",
    "asked": "",
    "down": "",
    "scale": "",
}
"""Every icon of ``ins-icons.svg`` and the tone of the status word it stands beside."""


def known(name: str) -> str:
    """``name``, when the sprite has it. Raises ValueError naming what there is."""
    if name not in TONES:
        raise ValueError(f"No icon {name!r}; there are: {', '.join(sorted(TONES))}.")
    return name
