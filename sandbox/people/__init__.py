"""The other side of the conversation: what people do, in Python and over HTTP for the page."""
