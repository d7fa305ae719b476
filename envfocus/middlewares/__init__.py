"""Courtesy and guards between the engine and the network: one concern a file."""
