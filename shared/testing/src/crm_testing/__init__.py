"""The test harness of KuaiCRM; never installed in production."""
