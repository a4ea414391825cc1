"""File to episode: tags, chapters, cover, and reading them back."""
