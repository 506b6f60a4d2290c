"""Leads: who may want to buy, from the first trace until an opportunity is opened or nothing comes of it.

Owns leads, the claims that keep two leads from being the same, scoring models, assignment rules and imports. Owns
no customers (master data does) and no opportunities (that context opens them when a lead is converted).
"""
