"""The commands of python -m analysis, a module for those that belong together; each adds its parser and runs."""
