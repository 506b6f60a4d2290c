"""Analytics: facts folded from every context's contracts, and the questions asked of them."""
