"""What a kind of notice says of itself."""

from typing import NamedTuple


class Rendered(NamedTuple):
    """`sentence` may name the thing and is shown on the site; `postcard` names nothing and may travel by mail."""

    sentence: str
    postcard: str
    path: str
