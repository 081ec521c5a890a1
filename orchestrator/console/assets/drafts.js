// What is typed and not saved survives the loss of the connection, and a restart of the server.
// Edits of jobs, flows and contacts survive more: see kept.js.
(() => {
  const key = "hookflash-drafts";
  const typed = new Map(); // element -> value
  const here = () => location.pathname + location.search;
  const owner = () => document.getElementById("main")?.dataset.key; // another key may sign in next
  const fields = ["hf-field", "hf-instructions", "input:not(hf-field input)", "textarea:not(hf-field textarea)"]
    .map((field) => `main ${field}:not([data-draft], [data-draft] *)`).join(); // kept.js keeps the others

  const nameOf = (element) =>
    `${element.localName}/${element.getAttribute("label") ?? element.getAttribute("aria-label") ?? element.name ?? ""}`;
  // Fields of the same name are told apart by their order.
  const named = () => {
    const seen = {};
    return [...document.querySelectorAll(fields)].map((element) => {
      const name = nameOf(element);
      seen[name] = (seen[name] ?? 0) + 1;
      return [`${name}/${seen[name]}`, element];
    });
  };

  const keep = () => {
    const kept = named().filter(([, element]) => typed.has(element)).map(([name, element]) => [name, typed.get(element)]);
    if (kept.length) sessionStorage.setItem(key, JSON.stringify({ owner: owner(), address: here(), kept }));
  };
  const note = (element, value) => {
    typed.set(element, value);
    if ("lost" in document.documentElement.dataset) keep();
  };
  document.addEventListener("hf-input", (event) => note(event.target, event.detail), true);
  document.addEventListener("input", ({ target }) => {
    if (target.type !== "password" && target.matches(fields)) note(target, target.value);
  }, true);
  addEventListener("hf-lost", keep);

  const put = (element, value) => {
    if (element.restore) { element.restore(value); return; }
    if (element.value === value) return;
    const type = element.localName === "textarea" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(type.prototype, "value").set.call(element, value);
    element.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // The fields may not be there yet: their scripts are loaded while the page is.
  const restore = (kept, tries = 50) => {
    const there = new Map(named());
    const left = kept.filter(([name, value]) => {
      const element = there.get(name);
      if (!element || (element.localName.startsWith("hf-") && !element.restore)) return true;
      put(element, value);
      return false;
    });
    if (left.length && tries) setTimeout(() => restore(left, tries - 1), 100);
  };
  let known = false;
  addEventListener("hf-connected", () => {
    const { owner: whose, address, kept } = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    sessionStorage.removeItem(key);
    if (!known && whose === owner() && address === here()) restore(kept);
    known = true; // the same document connects again: what was typed has been sent
  });

  addEventListener("beforeunload", (event) => {
    if ("lost" in document.documentElement.dataset) event.stopImmediatePropagation(); // it is kept
  });
})();
