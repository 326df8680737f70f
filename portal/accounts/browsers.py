"""What a browser says of itself, in two words that its owner knows."""

# In this order: each of them also names those below, to be taken for them.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox": "Firefox", "Chrom": "Chrome", "Safari": "Safari"}
MACHINES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def name_of(told: str) -> str:
    """“Firefox, Windows”; what is not known is named as it names itself."""
    names = [_first(told, known) for known in (BROWSERS, MACHINES)]
    return ", ".join(name for name in names if name) or told.partition(" ")[0][:60] or "–"


def _first(told: str, known: dict[str, str]) -> str:
    return next((name for sign, name in known.items() if sign in told), "")
