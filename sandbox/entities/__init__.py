"""Formatted text: from parse_mode or explicit entities to text with UTF-16 offsets.

Source: https://core.telegram.org/bots/api#formatting-options
"""
