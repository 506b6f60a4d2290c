"""Orders: what was sold, confirmed, produced, delivered and invoiced.

Owns orders and their numbers. Owns no prices (opportunities quote them), no production and no invoices: peers report
those, and the integration gateway passes the reports on.
"""
