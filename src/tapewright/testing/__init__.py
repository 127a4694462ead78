"""Public fakes, hypothesis strategies and the suites that every store, engine and runner must pass."""
