"""What is said of the files that people edit, in English and Indonesian, a file for each matter.

They stand outside the rooms that say them, so that another wording is no other matching code:
`patroli.judging.engine_mark` is taken of those rooms.
"""
