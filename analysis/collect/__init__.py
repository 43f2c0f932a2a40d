"""From outlets, feeds, sitemaps and archives to raw pages, politely, safely and with a record of every attempt."""
