"""All tables by the room they are of."""

from tests.whole.bad_input import core, derivatives, networks, programs

ROOMS = {
    "core": core.FACES,
    "derivatives": derivatives.FACES,
    "programs": programs.FACES,
    "networks": networks.FACES,
}
