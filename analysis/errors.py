"""What goes wrong with input, in words that a journalist understands."""


class DataError(ValueError):
    """Tell what is wrong with a piece of input, where it is, and what would be accepted.

    Raised for input that cannot be used at all (a wrong table, a corrupt store). A single bad article is not
    an error but a row in ``rejects``.
    """
