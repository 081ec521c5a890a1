// What is typed and not saved is kept in this window until it is saved, whatever way the page is left.
// An element with data-draft names what its fields belong to; see kept_edit.py.
(() => {
  const key = "hookflash-kept";
  const most = 50;
  const html = document.documentElement;
  const fields = "hf-field:not([kind=select]), hf-instructions, [data-content], input:not(hf-field input, hf-instructions input), textarea:not(hf-field textarea, hf-instructions textarea)";
  const edited = new WeakSet(); // elements with data-draft in which something is not saved
  const seen = new WeakSet(); // those that are on the page
  const waiting = new WeakSet(); // those that get back what was kept, as soon as their fields are there

  let ended = false; // signed out: nothing is kept any more

  const all = () => { try { return JSON.parse(sessionStorage.getItem(key)) ?? {}; } catch { return {}; } };
  const store = (drafts) => {
    if (ended) return true;
    const newest = Object.entries(drafts).slice(-most);
    try { sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(newest))); return true; } catch { return false; }
  };
  const forget = (name) => { const drafts = all(); delete drafts[name]; store(drafts); };

  const nameOf = (field) =>
    `${field.localName}/${field.getAttribute("label") ?? field.getAttribute("aria-label") ?? ""}`;
  const fieldsOf = (scope) => {
    const found = scope.matches(fields) ? [scope] : [...scope.querySelectorAll(fields)];
    return found.filter((field) => field.type !== "password" && !field.closest(".hidden"));
  };
  const isReady = (field) => !field.localName.startsWith("hf-") || Boolean(field.restore && field.isConnected);
  const valueOf = (field) => {
    if ("content" in field.dataset) return JSON.parse(field.dataset.content);
    return field.localName === "hf-instructions" ? field.pieces() : field.value;
  };
  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  const isUnsaved = (scope) => edited.has(scope) || scope.closest("[data-unsaved]")?.dataset.unsaved === "true";
  const keep = (scope) => {
    const { draft, base } = scope.dataset;
    const { [draft]: _, ...others } = all(); // the newest comes last
    return store({ ...others, [draft]: { base, typed: fieldsOf(scope).map((field) => [nameOf(field), valueOf(field)]) } });
  };
  const canKeep = (scope) => !waiting.has(scope) && fieldsOf(scope).every(isReady);
  const scopes = () => [...document.querySelectorAll("[data-draft]")];
  const keepAll = () => scopes().filter(isUnsaved).filter(canKeep).every(keep);

  const note = ({ target }) => {
    const scope = target.closest?.("[data-draft]");
    if (!scope || !target.closest(fields)) return;
    edited.add(scope);
    if (canKeep(scope)) keep(scope);
  };
  document.addEventListener("input", note);
  document.addEventListener("hf-input", note, true);
  addEventListener("hf-lost", keepAll);
  addEventListener("popstate", keepAll, true);
  addEventListener("pagehide", keepAll);

  const put = (field, value) => {
    if ("content" in field.dataset) { field.dispatchEvent(new CustomEvent("hf-restore", { detail: value })); return; }
    if (field.restore) { field.restore(value); return; }
    const type = field.localName === "textarea" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(type.prototype, "value").set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // The scripts of the fields are loaded while the page is, so that they may not be there yet.
  const giveBack = (scope, tries = 100) => {
    const draft = all()[scope.dataset.draft];
    if (!draft || !scope.isConnected) { waiting.delete(scope); return; }
    const there = fieldsOf(scope);
    if (!there.length || !there.every(isReady)) {
      tries ? setTimeout(() => giveBack(scope, tries - 1), 50) : waiting.delete(scope);
      return;
    }
    waiting.delete(scope);
    const typed = [...draft.typed];
    const takeOut = (name) => { const at = typed.findIndex(([one]) => one === name); return at < 0 ? null : typed.splice(at, 1)[0]; };
    const differing = there.map((field) => [field, takeOut(nameOf(field))])
      .filter(([field, kept]) => kept && !isSame(valueOf(field), kept[1]));
    const isOld = draft.base !== scope.dataset.base && "onlyOnBase" in scope.dataset;
    if (isOld || !differing.length) { forget(scope.dataset.draft); return; }
    edited.add(scope);
    scope.dataset.base = draft.base;
    scope.dispatchEvent(new CustomEvent("hf-back", { detail: draft.base ?? "" }));
    for (const [field, kept] of differing) put(field, kept[1]);
  };
  const look = () => {
    for (const scope of scopes()) {
      if (seen.has(scope)) continue;
      seen.add(scope);
      waiting.add(scope);
      giveBack(scope);
    }
  };
  new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => addedNodes.length)) look();
    if (changes.some(({ type }) => type === "attributes")) keepAll();
  }).observe(html, { childList: true, subtree: true, attributeFilter: ["data-unsaved", "data-content"] });

  // The next key to sign in here may be another one.
  document.addEventListener("submit", ({ target }) => {
    if (target.method === "post" && target.getAttribute("action")?.endsWith("/sign-out")) {
      sessionStorage.removeItem(key);
      ended = true;
    }
  });

  Object.assign((globalThis.hookflash ??= {}), {
    // All that is not saved is kept; false if the browser has no room for it.
    keepAll,
    // What was kept under `name` has been saved, or is not wanted; not so what was typed after `value`.
    saved: (name, value) => {
      const here = scopes().filter((scope) => scope.dataset.draft === name);
      if (value !== null && here.some((scope) => valueOf(fieldsOf(scope)[0]) !== value)) return;
      forget(name);
      here.forEach((scope) => edited.delete(scope));
    },
    // What `name` is about has another name now.
    renamed: (name, now) => {
      keepAll();
      const { [name]: draft, ...others } = all();
      if (draft) store({ ...others, [now]: { ...draft, base: "" } });
    },
  });
})();
