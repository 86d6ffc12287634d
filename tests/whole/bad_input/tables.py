"""All tables by the room they are of."""

from tests.whole.bad_input import core

ROOMS = {"core": core.FACES}
