"""Two families of 1986 as data: couples, their children, and what follows from them.

An English family and an Italian one of the same shape, of twelve people (Hinton 1986).
Only couples and their children are written down; the twelve relations are derived.

>>> len(FACTS), sum(len(people) for people in FACTS.values())
(104, 112)
>>> FACTS["Colin", "aunt"]
('Jennifer', 'Margaret')
"""

from __future__ import annotations

from collections.abc import Iterator

#: People, English above Italian, each below its counterpart, in the letter's order.
ENGLISH = ["Christopher", "Andrew", "Arthur", "James", "Charles", "Colin"]
ENGLISH += ["Penelope", "Christine", "Victoria", "Jennifer", "Margaret", "Charlotte"]
ITALIAN = ["Roberto", "Pierro", "Emilio", "Marco", "Tomaso", "Alfonso"]
ITALIAN += ["Maria", "Francesca", "Lucia", "Angela", "Gina", "Sophia"]
PEOPLE = [*ENGLISH, *ITALIAN]
MEN = {*ENGLISH[:6], *ITALIAN[:6]}
RELATIONS = ["father", "mother", "husband", "wife", "son", "daughter"]
RELATIONS += ["uncle", "aunt", "brother", "sister", "nephew", "niece"]

#: Every couple with its children; the Italians follow, name for name.
COUPLES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("Christopher", "Penelope"): ("Arthur", "Victoria"),
    ("Andrew", "Christine"): ("James", "Jennifer"),
    ("Arthur", "Margaret"): (),
    ("James", "Victoria"): ("Colin", "Charlotte"),
    ("Charles", "Jennifer"): (),
}
COUNTERPART = dict(zip(ENGLISH, ITALIAN))
COUPLES |= {
    tuple(COUNTERPART[p] for p in couple): tuple(COUNTERPART[child] for child in born)
    for couple, born in COUPLES.items()
}


def spouses(person: str) -> set[str]:
    """The husband or the wife, if there is one."""
    return {other for couple in COUPLES if person in couple for other in couple} - {
        person
    }


def parents(person: str) -> set[str]:
    """Father and mother; none of the grandparents and of those married in."""
    return {p for couple, born in COUPLES.items() if person in born for p in couple}


def children(person: str) -> set[str]:
    """Sons and daughters."""
    return {c for couple, born in COUPLES.items() if person in couple for c in born}


def siblings(person: str) -> set[str]:
    """Brothers and sisters."""
    return {s for parent in parents(person) for s in children(parent)} - {person}


def parents_siblings(person: str) -> set[str]:
    """Uncles and aunts: the siblings of father and mother, and whom these married."""
    own = {s for parent in parents(person) for s in siblings(parent)}
    return own | {spouse for one in own for spouse in spouses(one)}


def siblings_children(person: str) -> set[str]:
    """Nephews and nieces: the children of one's own and of one's spouse's siblings."""
    couple = {person} | spouses(person)
    return {c for one in couple for sibling in siblings(one) for c in children(sibling)}


#: Each pair of relations, his and hers, with the people whom it picks from.
KINDS = {
    ("father", "mother"): parents,
    ("husband", "wife"): spouses,
    ("son", "daughter"): children,
    ("uncle", "aunt"): parents_siblings,
    ("brother", "sister"): siblings,
    ("nephew", "niece"): siblings_children,
}


def facts() -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """The pairs ((person, relation), people): a relation only where somebody is it."""
    for person in PEOPLE:
        for (his, hers), kind in KINDS.items():
            found = kind(person)
            for relation, people in ((his, found & MEN), (hers, found - MEN)):
                if people:
                    yield (person, relation), tuple(sorted(people))


FACTS = dict(facts())


def nationality(person: str) -> int:
    """1 for the English, -1 for the Italians."""
    return 1 if person in ENGLISH else -1


def generation(person: str) -> int:
    """1 for grandparents, 2 for their children and whom these married, 3 for the last.

    >>> [generation(person) for person in ("Penelope", "Margaret", "Sophia")]
    [1, 2, 3]
    """
    elders = parents(person) or {p for s in spouses(person) for p in parents(s)}
    return 1 + max(map(generation, elders)) if elders else 1


def branch(person: str) -> int:
    """1 on the side of Christopher and Roberto, -1 on the other, 0 for both sides'.

    Those married in are of their spouse's side.

        >>> [branch(person) for person in ("Margaret", "James", "Colin", "Roberto")]
        [1, -1, 0, 1]
    """
    if generation(person) == 3:
        return 0
    first = {"Christopher", "Penelope", "Arthur", "Margaret", "Victoria"}
    first |= {COUNTERPART[english] for english in first}
    return 1 if person in first else -1
