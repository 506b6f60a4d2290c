"""The figures of docs/benchmarks.md: one command that measures every row, side by side in one run on one machine."""
