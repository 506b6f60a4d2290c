"""Integration gateway: what comes from other systems and what goes to them.

Owns the ledger of deliveries, the registered webhooks, the record of what master data and the people directory say, and
the store of all published contracts. Owns no orders, leads or customers: it passes on what others decide.
"""
