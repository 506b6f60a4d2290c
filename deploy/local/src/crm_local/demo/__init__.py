"""The journey that a new installation plays by itself: lead files in, deals, orders and installations out.

It knows the product only by its HTTP interface, as any other client does.
"""
