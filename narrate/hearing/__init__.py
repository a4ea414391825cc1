"""Finished speech, heard again and held against the text that it should say."""
