"""Text to sound: engines, voice profiles and the clips they make."""
