"""Downloader middlewares and the download handler, one concern a file."""
