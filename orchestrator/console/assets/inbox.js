// The inbox: threads open beside the list without a new page; J, K and E work through it.
const inbox = () => document.querySelector(".hf-inbox");
const threads = () => [...document.querySelectorAll(".hf-threads a[data-thread]")];
// The open thread is marked at once: the next key may come before the server's answer.
const open = (thread) => {
  for (const row of threads()) {
    if (row.dataset.thread === thread) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  inbox().dispatchEvent(new CustomEvent("hf-open", { detail: thread }));
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".hf-inbox a[data-thread]");
  const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || !("connected" in document.documentElement.dataset)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  open(link.dataset.thread);
}, true);

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable], .q-dialog");
const move = (by) => {
  const rows = threads();
  const here = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const there = rows[here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1)];
  if (!there) return;
  there.scrollIntoView({ block: "nearest" });
  there.focus({ preventScroll: true });
  if (!there.hasAttribute("aria-current")) open(there.dataset.thread);
};
const keys = {
  j: () => move(1),
  k: () => move(-1),
  e: () => document.querySelector(".hf-thread [data-done]")?.click(),
};
addEventListener("keydown", (event) => {
  const act = keys[event.key];
  if (!act || !inbox() || isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey || event.repeat) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  globalThis.hookflash.onceConnected(act);
}, true);

document.addEventListener("click", async (event) => {
  const copied = event.target.closest?.("[data-copy-text]");
  if (copied) {
    const text = copied.dataset.copyText;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // not available over plain HTTP
      const field = Object.assign(document.createElement("textarea"), { value: text });
      copied.after(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    const words = copied.textContent;
    copied.textContent = "Copied";
    setTimeout(() => { copied.textContent = words; }, 1500);
  }
  const toggle = event.target.closest?.(".hf-contact-toggle");
  if (toggle) {
    const shown = document.querySelector(".hf-contact").toggleAttribute("data-open");
    toggle.setAttribute("aria-expanded", String(shown));
  }
});

Object.assign((globalThis.hookflash ??= {}), {
  // The address follows what is open; a search replaces the last one.
  opened: (address) => history.pushState({}, "", address),
  searched: (address) => history.replaceState({}, "", address),
  newestCall: () => setTimeout(() => {
    const last = document.querySelector(".hf-calls > :nth-child(n+2):last-child");
    const pane = document.querySelector(".hf-thread-talk");
    if (pane) pane.scrollTop = last ? last.offsetTop - pane.offsetTop - 12 : 0;
    document.querySelector(".hf-threads a[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, 60),
});

// What was typed before the server could hear it is searched for as soon as it can.
addEventListener("hf-connected", () => {
  const search = document.querySelector(".hf-search input");
  const asked = new URLSearchParams(location.search).get("q") ?? "";
  if (search && search.value.trim() !== asked) search.dispatchEvent(new Event("input", { bubbles: true }));
});
