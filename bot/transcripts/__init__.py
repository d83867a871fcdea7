"""Transcripts out of the database: for reading, for other programs, and as stories for the tests.

source.py      conversations, page by page, with all that an export has of them
jsonl.py       one line of JSON a conversation, as outside tools rely on it
markdown.py    safe to open wherever Markdown is shown
html.py        one page that needs nothing else
pdf.py         to print
plain.py       for the terminal
sheet.py       CSV that no spreadsheet takes for formulas
story.py       a conversation as a story, with names, clients and places replaced
commands.py    `goodterms transcripts`
"""
