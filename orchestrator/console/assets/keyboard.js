// Keys that work on every page: see shortcuts.py. None of them acts while a person types.
(() => {
  const shown = (element) => element && element.offsetParent !== null;
  const isTyping = ({ target }) => target.closest?.("input, textarea, select, [contenteditable=true], [role=textbox]");
  const isOver = () => document.querySelector(".q-dialog__inner:not(.hidden)")?.offsetParent !== null
    && document.querySelector(".q-dialog");

  // ---- lists ----
  const rowsOf = (list) => [...(list.tagName === "TABLE" ? list.querySelectorAll("tbody tr") : list.children)].filter(shown);
  const chosen = () => document.querySelector("main [data-rows] [data-chosen]");
  const choose = (row) => {
    chosen()?.removeAttribute("data-chosen");
    row.setAttribute("data-chosen", "");
    const target = row.querySelector("a[href], button, [tabindex]") ?? row;
    if (target === row) row.tabIndex = -1;
    target.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const list = chosen()?.closest("[data-rows]") ?? [...document.querySelectorAll("main [data-rows]")].find(shown);
    if (!list) return;
    const rows = rowsOf(list), at = rows.indexOf(chosen());
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) choose(next);
  };
  const open = (event) => {
    const row = chosen();
    if (!row || event.target.closest("a, button")) return false;
    row.querySelector("[data-open], a[href]")?.click();
    return true;
  };
  const act = () => (chosen()?.querySelector("[data-primary]") ?? [...document.querySelectorAll("main [data-primary]")].find(shown))?.click();
  const search = () => {
    const field = [...document.querySelectorAll("main [data-search], main [type=search]")].find(shown);
    if (field) { (field.matches("input") ? field : field.querySelector("input"))?.focus(); return; }
    emitEvent("hf-palette");
  };

  // A whole row leads where its link does.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("main [data-rows] tr, main [data-rows] > *");
    if (!row || event.target.closest("a, button, input, select, label, hf-field, [role=button]")) return;
    if (!getSelection().isCollapsed) return;
    row.querySelector("[data-open], a[href]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
  });

  // ---- the palette ----
  const palette = () => document.querySelector(".hf-palette");
  const offers = () => [...palette().querySelectorAll("[role=option]")];
  const mark = (at) => {
    const all = offers();
    all.forEach((offer, n) => { offer.setAttribute("aria-selected", String(n === at)); offer.id ||= `hf-offer-${n}`; });
    const now = all[at];
    const field = palette().querySelector("input");
    now ? field.setAttribute("aria-activedescendant", now.id) : field.removeAttribute("aria-activedescendant");
    now?.scrollIntoView({ block: "nearest" });
  };
  const inPalette = (event) => {
    const all = offers(), at = all.findIndex((offer) => offer.getAttribute("aria-selected") === "true");
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && all.length) { mark((at + by + all.length) % all.length); return true; }
    if (event.key !== "Enter") return false;
    (all[at] ?? all[0])?.click();
    return true;
  };
  (globalThis.hookflash ??= {}).beginToFind = (tries = 40) => {
    const field = palette()?.querySelector("input");
    if (!shown(field)) { if (tries) setTimeout(() => globalThis.hookflash.beginToFind(tries - 1), 25); return; }
    field.value = "";
    field.focus();
    new MutationObserver(() => mark(offers().length ? 0 : -1)).observe(palette().querySelector("ul"), { childList: true });
    mark(0);
  };
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-palette]")) emitEvent("hf-palette");
    if (target.closest(".hf-palette [data-theme]")) emitEvent("hf-palette-close");
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      globalThis.hookflash.onceConnected(() => emitEvent("hf-palette"));
      return;
    }
    if (palette()?.contains(event.target)) { if (inPalette(event)) event.preventDefault(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || isOver()) return;
    const does = { j: () => step(1), k: () => step(-1), e: act, "/": search, "?": () => emitEvent("hf-shortcuts") }[event.key];
    if (does) { event.preventDefault(); globalThis.hookflash.onceConnected(does); } else if (event.key === "Enter" && open(event)) event.preventDefault();
  });
})();
