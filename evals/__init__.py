"""Measures how good the clever parts are, on data with known answers: `python -m evals`."""
