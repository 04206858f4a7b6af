"""Words of an edition: labels made from codes, and spellings that mean the same."""


def label_from(code: str) -> str:
    """A label for what has only a code: ``very-good`` is "very good"."""
    return " ".join(code.replace("-", " ").replace("_", " ").split()) or code


def plain_word(text: str) -> str:
    """A word without case, outer space, and the difference between space, hyphen and underscore."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
