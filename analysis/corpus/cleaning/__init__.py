"""The rules of cleaning: what they look at, what they find in whole lines and within lines, and the text they cut."""
