"""Analytics: facts folded from every context's contracts, and the questions asked of them.

Owns no aggregates and decides nothing: what it shows follows from what the others publish, and can be built anew.
"""
