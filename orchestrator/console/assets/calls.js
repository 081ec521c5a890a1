// The list of calls: beside a wide list a click shows the preview of a call, and not its page.
const wide = matchMedia("(min-width: 1280px)");
const rowOf = (target) => target.closest?.(".hf-list tr[data-call]");
const isPlain = (event) => !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
let chosen = "";

const choose = (row) => {
  if (!wide.matches || row.dataset.call === chosen) return;
  showCall(row.dataset.call);
  row.closest(".hf-list").dispatchEvent(new CustomEvent("chosen", { detail: row.dataset.call }));
};

const showCall = (call) => {
  chosen = call;
  for (const row of document.querySelectorAll(".hf-list tr[data-call]")) row.toggleAttribute("data-shown", row.dataset.call === call);
};

// A press of Enter is a click of detail 0: it opens the page, as in any list of links.
addEventListener("click", (event) => {
  const row = rowOf(event.target);
  if (!row || !event.detail || !isPlain(event)) return;
  const link = row.querySelector("a[href]");
  if (wide.matches) {
    event.preventDefault();
    event.stopImmediatePropagation();
    link.focus({ preventScroll: true });
    choose(row);
  } else if (!event.target.closest("a")) link.click();
}, true);
addEventListener("dblclick", (event) => rowOf(event.target)?.querySelector("a[href]").click(), true);
addEventListener("focusin", (event) => { const row = rowOf(event.target); if (row) choose(row); });
new MutationObserver((changes) => {
  const row = changes.map((change) => change.target).find((target) => target.hasAttribute("data-chosen") && rowOf(target));
  if (row) choose(rowOf(row));
}).observe(document.documentElement, { subtree: true, attributeFilter: ["data-chosen"] });

Object.assign((globalThis.hookflash ??= {}), { showCall });
