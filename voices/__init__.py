"""Voice profiles and lexicons shipped with narrate (data only)."""
