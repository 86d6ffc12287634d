"""The two family trees of 1986 and the cases that follow from them.

A case is a person and a relation with all the persons it leads to. Uncles and aunts
are the siblings of parents and the spouses of those; nephews and nieces likewise.

>>> len(cases()), sum(len(answers) for _, _, answers in cases())
(104, 112)
"""

from __future__ import annotations

Tree = dict[tuple[str, str], tuple[str, ...]]

#: For each nation its couples, husband first, and the son and daughter of each.
TREES: tuple[Tree, ...] = (
    {
        ("Christopher", "Penelope"): ("Arthur", "Victoria"),
        ("Andrew", "Christine"): ("James", "Jennifer"),
        ("Arthur", "Margaret"): (),
        ("James", "Victoria"): ("Colin", "Charlotte"),
        ("Charles", "Jennifer"): (),
    },
    {
        ("Roberto", "Maria"): ("Emilio", "Lucia"),
        ("Pierro", "Francesca"): ("Marco", "Angela"),
        ("Emilio", "Gina"): (),
        ("Marco", "Lucia"): ("Alfonso", "Sophia"),
        ("Tomaso", "Angela"): (),
    },
)

#: Relations in pairs: the man's name for it and the woman's.
RELATIONS = (
    ("father", "mother"),
    ("husband", "wife"),
    ("son", "daughter"),
    ("uncle", "aunt"),
    ("brother", "sister"),
    ("nephew", "niece"),
)


def people(tree: Tree) -> tuple[list[str], list[str]]:
    """The men and the women of a tree."""
    pairs = [*tree, *filter(None, tree.values())]
    men, women = zip(*pairs)
    return list(dict.fromkeys(men)), list(dict.fromkeys(women))


def relatives(tree: Tree, person: str) -> list[set[str]]:
    """The relatives of a person, men and women together, one set for each pair."""

    def parents(x):
        return {parent for pair in tree if x in tree[pair] for parent in pair}

    def spouses(x):
        return {other for pair in tree if x in pair for other in pair} - {x}

    def children(x):
        return {child for pair in tree if x in pair for child in tree[pair]}

    def siblings(x):
        return {child for parent in parents(x) for child in children(parent)} - {x}

    def with_spouses(group):
        return group | {spouse for x in group for spouse in spouses(x)}

    above = {x for parent in parents(person) for x in siblings(parent)}
    beside = {x for one in with_spouses({person}) for x in siblings(one)}
    below = {child for x in beside for child in children(x)}
    return [
        parents(person),
        spouses(person),
        children(person),
        with_spouses(above),
        siblings(person),
        below,
    ]


def cases() -> list[tuple[int, int, list[int]]]:
    """All cases: the number of a person, that of a relation and those of the answers.

    Persons are counted through both trees, the men of a tree before its women.
    """
    everybody = [x for tree in TREES for sex in people(tree) for x in sex]
    found = []
    for tree in TREES:
        both = people(tree)
        for person in both[0] + both[1]:
            for pair, related in enumerate(relatives(tree, person)):
                for sex in (0, 1):
                    answers = sorted(map(everybody.index, related & set(both[sex])))
                    if answers:
                        place = everybody.index(person)
                        found.append((place, 2 * pair + sex, answers))
    return found
