"""Downloader middlewares: where a crawl may go, what robots.txt says, and how fast."""
