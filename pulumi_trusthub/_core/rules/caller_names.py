"""Phone numbers whose calls can show a name (CNAM)."""

from __future__ import annotations

import re

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_NORTH_AMERICAN = re.compile(r"\+1([0-9]{3})[0-9]{7}")

TOLL_FREE = "800 833 844 855 866 877 888"
"""Area codes of toll-free numbers."""

CANADA = (
    "204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 "
    "450 460 468 474 506 514 519 548 579 581 584 587 600 604 613 622 633 639 644 647 655 672 677 "
    "683 688 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942"
)
"""Area codes of Canada."""

CARIBBEAN = "242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876"
"""Area codes of Bermuda and the Caribbean, without the territories of the United States."""


def no_name_reason(number: str) -> str | None:
    """Say why a number's calls show no name; None where they can, or where that is not known.

    Names are for numbers of the United States, and toll-free numbers have none by Console or API
    (Twilio's page "Brand your calls using CNAM"). An area code that is not known here passes. A
    text that is not in E.164 passes, too.
    """
    if not _E164.fullmatch(number):
        return None
    found = _NORTH_AMERICAN.fullmatch(number)
    if found and found[1] in TOLL_FREE.split():
        return "a toll-free number shows no name: neither Twilio's API nor its Console sets one"
    if not found or found[1] in f"{CANADA} {CARIBBEAN}".split():
        return "only a number of the United States can show a name"
    return None
