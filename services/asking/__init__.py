"""Questions in a person's own words: which plan is asked, and what a question means after the ones before it."""
