"""What the browser shows: one file a question. Views choose, call and show; whatever computes lives in `analysis`."""
