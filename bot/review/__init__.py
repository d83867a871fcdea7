"""The coach's web page: who needs a human, what was said, and an answer to it.

    app.py            all pages, put together
    office.py         the parts that pages need, and who is looking
    guard.py          who gets in, and which writes are taken
    headers.py        what every answer says to the browser
    links.py          login links
    pages.py          from values to HTML
    words.py          how things are called and explained
    serving.py        listening
    login.py queue.py conversation.py search.py work.py downloads.py log.py
                      one page each: read the request, ask the desk, fill a template

A page has neither rules nor queries: what may be read, and that it is written to the log, is settled in
`bot.reviewing` and `storage.review`.
"""
