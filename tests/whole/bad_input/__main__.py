"""The answers to all rows, as JSON; with ``--count`` only how many there are."""

import json
import sys
from itertools import chain

from tests.whole.bad_input.tables import ROOMS
from tests.whole.bad_input.verdicts import judged
from tests.whole.bad_input.world import World


def answers(faces):
    """For each row its title, its answer and what is wrong with that."""
    world = World()
    try:
        for row in chain.from_iterable(face.rows() for face in faces):
            answer, found, changed = judged(row, world)
            yield row.title, world.hidden(str(answer)), found
            if changed:
                world.close()
                world = World()
    finally:
        world.close()


def main(arguments):
    rooms = [name for name in arguments if name in ROOMS] or list(ROOMS)
    faces = [face for name in rooms for face in ROOMS[name]]
    if "--count" in arguments:
        print({name: sum(1 for f in ROOMS[name] for _ in f.rows()) for name in rooms})
        return
    found = list(answers(faces))
    if "--wrong" in arguments:
        for title, _, said in found:
            if said:
                print(f"{title}: {said:.300}")
        print(sum(1 for one in found if one[2]), "of", len(found))
        return
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
