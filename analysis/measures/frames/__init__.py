"""Frames: which aspects a text selects and makes salient, listed in a codebook."""

from analysis.measures.frames.books import Codebook, Frame, codebook, codebooks
from analysis.measures.frames.emphasis import hits_in, of_articles, of_codebooks, of_sentences

__all__ = ["Codebook", "Frame", "codebook", "codebooks", "hits_in", "of_articles", "of_codebooks", "of_sentences"]
