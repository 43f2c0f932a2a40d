"""From articles to one table a measure; each article is measured by itself."""
