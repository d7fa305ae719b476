"""The classes of the records: what one line of the feed holds."""
