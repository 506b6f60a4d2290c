"""The public event contracts of KuaiCRM: what each context promises to the others."""

from crm_contracts.registry import load_all

__all__ = ["load_all"]
