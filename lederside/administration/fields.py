"""A unit in a form, by its number or name."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisation.tree import Node, OrganisationTree

MOST_SUGGESTIONS: Final = 2000


class UnitInput(forms.TextInput):
    """A field with the units as suggestions; it can be written in without a script."""

    template_name = "administration/_unit_input.html"
    suggestions: Iterable[str] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["suggestions"] = self.suggestions
        return context


class UnitField(forms.CharField):
    """A unit by its number or its name, on the day the tree is of."""

    widget = UnitInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Skriv nummer eller navn, og vælg på listen."))
        super().__init__(max_length=250, **kwargs)

    def know(self, tree: OrganisationTree) -> None:
        """Let the field find its unit in ``tree``."""
        self._tree = tree
        if len(tree) <= MOST_SUGGESTIONS:
            nodes = tree.in_order(node.pk for node in tree)
            self.widget.suggestions = [label(node) for node in nodes]

    def clean(self, value: Any) -> Node | None:
        text = str(super().clean(value))
        if not text:
            return None
        found = _found(text, self._tree)
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("Flere enheder hedder »%(text)s«. Skriv nummeret i stedet."),
                params={"text": text},
            )
        raise ValidationError(_no_such(text, self._tree))


def label(node: Node) -> str:
    """How a unit stands in a list of suggestions: its number and its name."""
    return f"{node.number} {node.name}"


def _found(text: str, tree: OrganisationTree) -> list[Node]:
    by_number = tree.by_number(text)
    if by_number is not None:
        return [by_number]
    plain = text.casefold()
    return [node for node in tree if plain in (label(node).casefold(), node.name.casefold())]


def _no_such(text: str, tree: OrganisationTree) -> str:
    names = {node.name: label(node) for node in tree}
    near = [names[name] for name in get_close_matches(text[:100], names, n=3)]
    said = _("Der er ingen enhed, som hedder »%s«.") % text
    return f"{said} {_('Mente du %s?') % ', '.join(near)}" if near else said


class FormWithUnits(forms.Form):
    """A form whose units are found in the organisation of a day."""

    def __init__(self, *args: Any, tree: OrganisationTree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.know(tree)
