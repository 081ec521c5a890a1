// The list of calls: beside a wide list a click shows the preview of a call, and not its page.
const wide = matchMedia("(min-width: 1280px)");
const linkOf = (target) => target.closest?.(".hf-list tbody tr")?.querySelector("a[data-call]");
const isPlain = (event) => !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
let chosen = "";

const choose = (link) => {
  const { call } = link.dataset;
  if (!wide.matches || call === chosen) return;
  showCall(call);
  link.closest(".hf-list").dispatchEvent(new CustomEvent("chosen", { detail: call }));
};

const showCall = (call) => {
  chosen = call;
  for (const link of document.querySelectorAll(".hf-list a[data-call]")) {
    link.closest("tr").toggleAttribute("data-shown", link.dataset.call === call);
  }
};

// A press of Enter is a click of detail 0: it opens the page, as in any list of links.
addEventListener("click", (event) => {
  const link = linkOf(event.target);
  if (!link || !event.detail || !isPlain(event) || !wide.matches) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  link.focus({ preventScroll: true });
  choose(link);
}, true);
addEventListener("dblclick", (event) => linkOf(event.target)?.click(), true);
addEventListener("focusin", (event) => { const link = linkOf(event.target); if (link) choose(link); });

Object.assign((globalThis.hookflash ??= {}), { showCall });
