"""What the browser shows: one file a question. Views choose, call and show; whatever computes lives in `analysis`.

Whatever is imported here for the first time is loaded by somebody's visit. Until that is over, Python searches for
garbage seldom: it found none among modules and classes, and took a fifteenth of that visit.
"""

import gc

USUAL_SEARCHES = gc.get_threshold()
"""How often Python searches otherwise; `stores.settle` returns to it."""

gc.set_threshold(200_000, *USUAL_SEARCHES[1:])
