"""All tables by the room they are of."""

from tests.whole.bad_input import core, derivatives, networks

ROOMS = {
    "core": core.FACES,
    "derivatives": derivatives.FACES,
    "networks": networks.FACES,
}
