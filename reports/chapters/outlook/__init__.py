"""Parts of the last chapter: roadmap, suggestions and market as blocks."""
