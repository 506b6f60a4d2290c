"""Simulators of the systems around the CRM: MES, QMS, WMS, EAM, finance, master data and a webhook receiver.

They know the CRM only by its signed HTTP messages, so a fault in its code is not shared by them.
"""
