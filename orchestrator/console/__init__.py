"""The console: pages for writing jobs, watching calls and investigating complaints.

A page is a coroutine without parameters, registered in ``app.PAGES``. The shell shows one page
after the other in the same window. A page builds itself inside ``frame.page(title)``, and raises
``visit.NotThere`` if what its address names does not exist. ``current.signed_in()`` returns its
workspace and key, ``current.parameters()`` and ``current.path_part()`` what its address says,
``running.running().center`` the call center. ``current.on_change`` keeps it up to date until it is
left, and ``current.once_shown`` runs once when the browser has it. Handlers that change something
check ``current.permitted(role)`` first. Links in HTML use ``navigation.address(path)``;
``ui.navigate.to`` takes the bare path, and forms that ask with ``method=get`` need no reload.
Styles and scripts of a page are listed in ``frame.STYLES`` and ``frame.MODULES``.
"""
