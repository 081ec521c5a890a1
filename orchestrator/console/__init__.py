"""The console: pages for writing jobs, watching calls and investigating complaints.

A page is a coroutine without parameters, registered in ``app.PAGES``. It builds itself inside
``frame.page(title)``. ``current.signed_in()`` returns its workspace and key,
``running.running().center`` the call center, and ``current.on_change`` keeps it up to date.
Handlers that change something check ``current.permitted(role)`` first. Links in HTML use
``navigation.address(path)``; ``ui.navigate.to`` takes the bare path.
"""
