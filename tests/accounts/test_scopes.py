import pytest

from inspectorate.accounts.rules.scopes import UnknownScopes, read_scopes

KNOWN = ["areas:read", "areas:write", "main-points:read", "main-points:write"]


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("areas:read", ["areas:read"]),
        ("areas.read", ["areas:read"]),
        ("areas/read", ["areas:read"]),
        ("read:areas", ["areas:read"]),
        ("Areas:Read", ["areas:read"]),
        ("areas", ["areas:read", "areas:write"]),
        ("areas:*", ["areas:read", "areas:write"]),
        ("main_points:read", ["main-points:read"]),
        ("read", ["areas:read", "main-points:read"]),
        ("*:write", ["areas:write", "main-points:write"]),
        ("write", ["areas:write", "main-points:write"]),
        ("*", KNOWN),
        ("all", KNOWN),
        ("main-points:read, areas:read;areas:read", ["areas:read", "main-points:read"]),
        ("  areas:read   main-points:write ", ["areas:read", "main-points:write"]),
        ("", []),
    ],
)
def test_spellings(text: str, scopes: list[str]) -> None:
    assert read_scopes(text, KNOWN) == scopes


@pytest.mark.parametrize("text", ["children:read", "areas:delete", "a:b:c", "areas-read", ":", "-"])
def test_unknown_words_are_named(text: str) -> None:
    with pytest.raises(UnknownScopes) as caught:
        read_scopes(f"areas:read {text}", KNOWN)
    assert caught.value.words == [text]
