"""Every gate, registered in the order of the flow."""

from importlib import import_module
from pkgutil import iter_modules

import analysis.validation

for module in sorted(found.name for found in iter_modules(analysis.validation.__path__)):
    if module != "all":
        import_module(f"analysis.validation.{module}")
