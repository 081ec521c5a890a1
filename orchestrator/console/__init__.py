"""The console: pages for those who write jobs, watch calls and look into complaints.

A page is a coroutine without parameters, entered in ``app.PAGES``. It builds inside
``frame.page(title)``, asks ``session.signed_in()`` whose page it is, ``running.running().center``
for the call center, and keeps itself current by ``following.on_change``. Handlers that change
something ask ``session.permitted(role)`` first. Links in HTML take ``navigation.address(path)``;
``ui.navigate.to`` takes the bare path.
"""
