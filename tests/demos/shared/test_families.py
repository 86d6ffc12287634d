"""The two family trees as data: the 104 facts, and whom they are about."""

from collections import Counter

from demos.family_trees import all_cases, encoded, split
from demos.shared import families
from demos.shared.families import COUNTERPART, FACTS, PEOPLE, RELATIONS


def test_there_are_104_pairs_and_112_triples():
    assert len(FACTS) == 104
    assert sum(map(len, FACTS.values())) == 112
    assert Counter(map(len, FACTS.values())) == {1: 96, 2: 8}


def test_the_numbers_of_pairs_per_relation():
    counted = Counter(relation for _, relation in FACTS)
    assert [counted[relation] for relation in RELATIONS] == (
        [12, 12, 10, 10, 12, 12, 4, 4, 6, 6, 8, 8]
    )


def test_the_pairs_with_two_answers_are_uncles_and_aunts_of_the_youngest():
    youngest = {"Colin", "Charlotte", "Alfonso", "Sophia"}
    double = {query for query, people in FACTS.items() if len(people) == 2}
    assert double == {(person, r) for person in youngest for r in ("uncle", "aunt")}


def test_facts_that_can_be_read_off_the_trees():
    assert FACTS["Colin", "aunt"] == ("Jennifer", "Margaret")
    assert FACTS["Colin", "uncle"] == ("Arthur", "Charles")
    assert FACTS["Victoria", "father"] == ("Christopher",)
    assert FACTS["Charles", "nephew"] == ("Colin",)
    assert FACTS["Margaret", "niece"] == ("Charlotte",)
    assert FACTS["Gina", "husband"] == ("Emilio",)
    assert ("Christopher", "father") not in FACTS
    assert ("Margaret", "brother") not in FACTS  # a spouse's sibling is none


def test_the_italians_are_the_english_under_other_names():
    for (person, relation), answers in FACTS.items():
        if person in COUNTERPART:
            translated = {COUNTERPART[answer] for answer in answers}
            assert set(FACTS[COUNTERPART[person], relation]) == translated


def test_what_people_have_in_common():
    assert Counter(map(families.nationality, PEOPLE)) == {1: 12, -1: 12}
    assert Counter(map(families.generation, PEOPLE)) == {1: 8, 2: 12, 3: 4}
    assert Counter(map(families.branch, PEOPLE)) == {1: 10, -1: 10, 0: 4}


def test_one_unit_is_on_for_the_person_and_one_for_the_relation():
    person, relation = encoded("Colin", "aunt")
    assert person.index(1.0) == PEOPLE.index("Colin")
    assert relation.index(1.0) == RELATIONS.index("aunt")
    assert sum(person) == sum(relation) == 1
    assert Counter(sum(targets) for _, targets in all_cases()) == {1: 96, 2: 8}


def test_four_cases_are_held_out_by_seed():
    training, held_out = split(3)
    assert (len(training), len(held_out)) == (100, 4)
    assert not [case for case in held_out if case in training]
    assert split(3) == (training, held_out)
    assert split(4)[1] != held_out
