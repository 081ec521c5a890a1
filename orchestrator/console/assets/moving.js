// Moving between pages without a reload, and what is not possible while the connection is gone.
(() => {
  const root = "/console/";
  const html = document.documentElement;
  const connected = () => "connected" in html.dataset;
  const isUnsaved = () => document.querySelector('main [data-unsaved="true"], main[data-unsaved="true"]');
  const question = "Leave this page? Your browser has no room to keep changes that are not saved.";
  const stop = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };
  const native = (event) => event.stopImmediatePropagation();

  // Links to pages are followed by the server over the open connection; others by the browser.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.target === "_blank" || link.hasAttribute("download")) return;
    const there = link.getAttribute("href");
    if (!there.startsWith("/")) return;
    if (!globalThis.hookflash.keepAll() && isUnsaved() && connected() && !confirm(question)) { stop(event); return; }
    if (!there.startsWith(root) || !connected() || link.hasAttribute("data-native")) native(event);
  }, true);

  // So are forms that only ask: their fields are the query.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get" || !connected() || !form.getAttribute("action")?.startsWith(root)) return;
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    emitEvent("sub_pages_navigate", `/${form.getAttribute("action").slice(root.length)}${asked.size ? `?${asked}` : ""}`);
  });

  // A press that the server cannot hear would be lost. The controls look disabled then: see layout.css.
  const isWrite = (target) => target.closest?.("main[data-now] :is(button, hf-field[kind=switch], .q-checkbox), .q-dialog button")
    && !target.closest("[data-copy], [data-local]");
  addEventListener("click", (event) => { if (!connected() && isWrite(event.target)) stop(event); }, true);
  const press = (event) => {
    if (connected()) return;
    const { key, target } = event;
    if (key === "Enter" && target.matches?.("main[data-now] input, .q-dialog input")) stop(event);
    if ((key === "Enter" || key === " ") && isWrite(target)) stop(event);
  };
  for (const type of ["keydown", "keyup"]) addEventListener(type, press, true);

  // Keys that are pressed while a page is loaded wait for it.
  const waiting = [];
  const setBusy = (busy) => {
    const main = document.querySelector("main");
    busy ? main?.setAttribute("aria-busy", "true") : main?.removeAttribute("aria-busy");
  };

  const markCurrent = (path) => {
    for (const link of document.querySelectorAll(".hf-side nav a, .hf-bottom a")) {
      const there = link.getAttribute("href");
      const current = path === there || path.startsWith(`${there}/`);
      current ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
    }
  };

  Object.assign((globalThis.hookflash ??= {}), {
    // Show another page, as a link to it does; `path` is below the console's root.
    goTo: (path) => emitEvent("sub_pages_navigate", path),
    // Do it once the server can be heard, but not where it went away meanwhile.
    onceConnected: (act) => { connected() || "lost" in html.dataset ? act() : waiting.push(act); },
    connected: () => {
      html.dataset.connected = "";
      delete html.dataset.lost;
      setBusy(false);
      globalThis.socket.once("disconnect", () => {
        delete html.dataset.connected;
        html.dataset.lost = "";
        setBusy(true);
        dispatchEvent(new Event("hf-lost"));
      });
      dispatchEvent(new Event("hf-connected"));
      waiting.splice(0).forEach((act) => act());
    },
    // A page has been built in place of the last one; `address` may have a query.
    arrived: (address) => {
      const [path] = address.split("?");
      markCurrent(path);
      document.body.classList.remove("hf-behind");
      globalThis.hookflash.openMenu(false);
      setTimeout(() => document.querySelector("main h1")?.focus({ preventScroll: true }));
    },
  });
})();
