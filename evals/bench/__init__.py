"""Benchmarks that print their figures against the bars they must meet."""
