"""How delivery fares, measured: `python -m benchmarks.delivery`; and the parts that the crash test is made of."""
