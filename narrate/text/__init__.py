"""Words, no sound: from a source file to utterances."""
