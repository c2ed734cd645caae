"""What the system does, a folder an area; inside one: model.py, ports.py, then one file a use case, named by its verb.

Nothing here knows Telegram, a database or a scheduler. `now` is an argument everywhere: an aware datetime in UTC.
"""
