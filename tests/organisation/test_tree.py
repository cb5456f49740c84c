from datetime import date

from organisation.tree import OrganisationTree

TODAY = date(2026, 11, 22)


def test_the_chain_goes_from_the_nearest_upwards(lilleby):
    tree = OrganisationTree.on(TODAY)

    names = [node.name for node in tree.above(lilleby.bakkeskolen.pk)]

    assert names == ["Område Skoler", "Direktionen", "Børne- og Ungdomsudvalget"]


def test_siblings_come_in_danish_order(lilleby):
    tree = OrganisationTree.on(TODAY)

    assert [node.name for node in tree.children(lilleby.dagtilbud.pk)] == ["Solsikken", "Ærtebo"]
