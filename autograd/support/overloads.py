"""``overload`` for those who check types; at run time nothing is kept.

``typing.overload`` keeps all it has seen, and with them the modules they are in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import overload as overload
else:

    def overload(function):
        """The function as it is."""
        return function
