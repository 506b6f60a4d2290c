"""Opportunities: from first contact to won or lost.

Owns opportunities, the pipeline they move in, and copies of the customers and products that master data has. Owns no
orders (that context places one when an opportunity is won) and no leads.
"""
