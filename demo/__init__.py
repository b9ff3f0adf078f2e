"""Market town: small invented sites on loopback that the demo and the end-to-end tests crawl."""
