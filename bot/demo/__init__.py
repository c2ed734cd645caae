"""The demo: the whole bot on this machine against the sandbox, with a clock that one moves. No token, no network."""
