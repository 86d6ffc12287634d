"""All tables by the room they are of."""

from tests.whole.bad_input import (
    commands,
    core,
    derivatives,
    networks,
    pictures,
    programs,
)

ROOMS = {
    "core": core.FACES,
    "derivatives": derivatives.FACES,
    "programs": programs.FACES,
    "pictures": pictures.FACES,
    "networks": networks.FACES,
    "commands": commands.FACES,
}
