"""When something goes out: one wake-up, and a dispatcher that claims, paces and hands over what the outbox holds.

What is sent to whom and when is decided in services; the words are made by the sender behind its port.
"""
