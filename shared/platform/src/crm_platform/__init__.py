"""The runtime every KuaiCRM service stands on: events, messaging, persistence, HTTP, security, observability."""
