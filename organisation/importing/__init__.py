"""How units come in from a file (da: indlæsning af enheder).

cells (imports.reading) -> rows -> known + matching -> planning -> storing, or a trial stops
"""

from organisation.importing.rows import FIELDS
from organisation.importing.run import Options, import_units

__all__ = ["FIELDS", "Options", "import_units"]
