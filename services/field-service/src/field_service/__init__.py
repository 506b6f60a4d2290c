"""Field service: work orders, from the moment somebody has to go to a customer until the work is closed.

Owns work orders and copies of the people and customers that others have. Owns no orders (that context says when one
was delivered) and no customers (master data does).
"""
