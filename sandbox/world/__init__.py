"""Everything that a Telegram server remembers: people, bots, chats, messages, files."""
