// Client-side behaviour: local times, running durations, menu, theme, keyboard, copying.
(() => {
  const drift = () => {
    const main = document.querySelector("main[data-now]");
    return main ? Date.parse(main.dataset.now) - started : 0;
  };
  const started = Date.now();
  let offset = null;
  const now = () => Date.now() + (offset ??= drift()); // by the server's clock

  const today = (at) => at.toDateString() === new Date(now()).toDateString();
  const two = (number) => String(number).padStart(2, "0");
  const clock = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;
  const day = (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const exactly = (at) => (today(at) ? clock(at) : `${day(at)} ${clock(at)}`);
  const part = (at, options) => new Intl.DateTimeFormat("en-GB", options).format(at);
  const daysAgo = (at) => Math.round((new Date(now()).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 864e5);
  const moment = (at) => {
    const minutes = Math.floor((now() - at) / 6e4), days = daysAgo(at);
    if (minutes < -1 || days < 0) return exactly(at);
    if (minutes < 1) return "just now";
    if (minutes < 60) return `${minutes} min ago`;
    if (days === 0) return clock(at);
    if (days === 1) return `yesterday ${clock(at)}`;
    if (days < 7) return `${part(at, { weekday: "short" })} ${clock(at)}`;
    const year = at.getFullYear() === new Date(now()).getFullYear() ? undefined : "numeric";
    return part(at, { day: "numeric", month: "short", year });
  };
  const shown = { clock: (at) => `${clock(at)}:${two(at.getSeconds())}`, day, moment, exactly };
  const lasting = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
    return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  };

  const dated = new Set();
  customElements.define("hf-time", class extends HTMLElement {
    static observedAttributes = ["at"];
    connectedCallback() { if (this.getAttribute("as") === "moment") dated.add(this); this.show(); }
    disconnectedCallback() { dated.delete(this); }
    attributeChangedCallback() { this.show(); }
    show() {
      const at = new Date(this.getAttribute("at"));
      const time = this.querySelector("time") ?? this.appendChild(document.createElement("time"));
      const words = shown[this.getAttribute("as")](at);
      if (time.textContent !== words) time.textContent = words;
      time.dateTime = this.getAttribute("at");
      time.title = at.toLocaleString(undefined, { dateStyle: "full", timeStyle: "medium" });
    }
  });

  const counting = new Set();
  customElements.define("hf-since", class extends HTMLElement {
    static observedAttributes = ["at"];
    connectedCallback() { counting.add(this); this.show(); }
    disconnectedCallback() { counting.delete(this); }
    attributeChangedCallback() { this.show(); }
    show() {
      const words = lasting((now() - Date.parse(this.getAttribute("at"))) / 1000);
      if (this.textContent !== words) this.textContent = words;
    }
  });
  setInterval(() => dated.forEach((element) => element.show()), 20_000);
  setInterval(() => counting.forEach((element) => element.show()), 1000);

  customElements.define("hf-chart", class extends HTMLElement {
    connectedCallback() {
      const state = this.querySelector(".current");
      if (!state) return;
      const here = this.getBoundingClientRect(), there = state.getBoundingClientRect();
      this.scrollLeft += there.left + there.width / 2 - here.left - here.width / 2;
    }
  });

  const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
  document.cookie = `hookflash_zone=${zone}; path=/console; max-age=31536000; samesite=lax`;

  const choose = (theme) => {
    document.cookie = `hookflash_theme=${theme}; path=/console; max-age=31536000; samesite=lax`;
    document.documentElement.style.colorScheme = theme === "auto" ? "light dark" : theme;
    globalThis.Quasar?.Dark.set(theme === "auto" ? "auto" : theme === "dark");
    for (const button of document.querySelectorAll("[data-theme]"))
      button.setAttribute("aria-pressed", String(button.dataset.theme === theme));
  };
  // What the server calls.
  globalThis.hookflash = {
    ...globalThis.hookflash,
    focus: (id, pause) => setTimeout(() => {
      if (!document.activeElement?.offsetParent)
        document.getElementById(`c${id}`)?.focus({ preventScroll: true });
    }, pause),
  };

  // A part of the page that is drawn again keeps its players: what plays goes on.
  const playing = new WeakSet();
  document.addEventListener("play", ({ target }) => playing.add(target), true);
  document.addEventListener("pause", ({ target }) => playing.delete(target), true);
  const playersIn = (node) =>
    node instanceof Element ? [...(node.matches("audio") ? [node] : []), ...node.querySelectorAll("audio")] : [];
  const drawn = new MutationObserver((changes) => {
    const gone = changes.flatMap(({ removedNodes }) => [...removedNodes].flatMap(playersIn));
    const left = new Map(gone.filter((one) => !one.isConnected).map((one) => [one.src, one]));
    if (!left.size) return;
    for (const fresh of document.querySelectorAll("audio")) {
      const known = left.get(fresh.src);
      if (!known || known.isConnected) continue;
      fresh.replaceWith(known);
      if (playing.has(known)) known.play();
    }
    drawn.takeRecords();
  });
  drawn.observe(document.documentElement, { childList: true, subtree: true });

  const copy = async (button) => {
    const text = button.parentElement.querySelector("textarea");
    try {
      await navigator.clipboard.writeText(text.value);
    } catch { // not available over plain HTTP
      text.select();
      document.execCommand("copy");
    }
    button.textContent = "Copied";
  };

  document.addEventListener("click", (event) => {
    const copied = event.target.closest("[data-copy]");
    if (copied) copy(copied);
    const theme = event.target.closest("[data-theme]");
    if (theme) choose(theme.dataset.theme);
    const menu = event.target.closest(".hf-menu");
    if (menu) openMenu(menu.getAttribute("aria-expanded") !== "true");
  });
  const openMenu = (open) => {
    document.querySelector(".hf-menu").setAttribute("aria-expanded", String(open));
    document.querySelector(".hf-drawer").toggleAttribute("data-open", open);
  };
  globalThis.hookflash.openMenu = openMenu;
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector('.hf-menu[aria-expanded="true"]');
    if (event.key === "Escape" && menu) { openMenu(false); menu.focus(); }
  });
})();
