"""Source files to a Transcript, a module per form."""
