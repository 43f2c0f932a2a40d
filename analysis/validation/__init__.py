"""The quality gates on labelled data; `check` runs them."""
