"""From files to clean articles: reading, cleaning, dates, outlets, sentences and copies."""
