"""What the person who hands in a file has said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Options:
    """`maps`: field to header, as told. `sheet`: of a spreadsheet. `kpi`, `period`: the code and
    the period (`2026K3`) of all rows, when the file has no such column. `already_protected`: the
    source has removed small groups itself. `source`: a known layout, `skabelon`.
    """

    maps: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    kpi: str | None = None
    period: str | None = None
    already_protected: bool = False
    source: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As plain values, for JSON; those that were left as they are, are left out."""
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: dict(v) if name == "maps" else v for name, v in said.items() if v}

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """The options that `as_dict` made plain."""
        return cls(**{name: said[name] for name in cls.__dataclass_fields__ if name in said})
