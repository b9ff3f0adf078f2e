"""The spiders: one module for each adapter that a source may name."""
