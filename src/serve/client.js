// Keeps an open page up to date while its site is written. Added by `copublish serve`; in no page of a build.
(() => {
  "use strict";
  const script = document.currentScript;
  const own = new URL(".", script.src).href;
  const page = script.dataset.page;
  const SLOWEST = 5000;
  const PLACES = "copublish:place:" + location.pathname + location.search;
  let version = script.dataset.version;
  let files = "";

  // --- Where the reader was ---------------------------------------------------------------------------

  // Browsers keep the place over most reloads; not where the page above it grew, and not always in time.
  const restorePlace = () => {
    let place;
    try {
      place = JSON.parse(sessionStorage.getItem(PLACES));
      sessionStorage.removeItem(PLACES);
    } catch {
      return;
    }
    if (!place) return;
    const go = () => scrollTo({ left: place[0], top: place[1], behavior: "instant" });
    go();
    // Pictures without a size may still push the text down.
    addEventListener("load", () => { if (!moved) go(); }, { once: true });
    let moved = false;
    for (const kind of ["wheel", "keydown", "pointerdown", "touchstart"]) {
      addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
    }
  };

  const reload = () => {
    try {
      sessionStorage.setItem(PLACES, JSON.stringify([scrollX, scrollY]));
    } catch { /* Without storage, the browser does what it does. */ }
    disconnect();
    location.reload();
  };

  // --- Style sheets -----------------------------------------------------------------------------------

  const replaces = new WeakMap();

  const swap = ({ old, new: href }) => {
    const links = [...document.querySelectorAll("link[rel~=stylesheet]")];
    for (const link of links.filter((link) => link.getAttribute("href") === old)) {
      const next = link.cloneNode();
      next.setAttribute("href", href);
      // The old one stays until the new one has come: the page is never seen without. Where changes come
      // faster than style sheets, the newest that is there takes the place of all before it.
      replaces.set(next, [link, ...(replaces.get(link) ?? [])]);
      next.addEventListener("load", () => replaces.get(next).forEach((link) => link.remove()), { once: true });
      next.addEventListener("error", () => { if (next.isConnected) reload(); }, { once: true });
      link.after(next);
    }
    return links.some((link) => link.getAttribute("href") === old);
  };

  const takeStyles = (data) => {
    const all = data.swaps.map(swap).every(Boolean);
    if (all) version = data.version; else reload();
  };

  // --- Pictures and other files in the page ------------------------------------------------------------

  const renewable = "img, source, video, audio, input, image, track";

  // The same address with something behind it is fetched anew, and the one before stays until it has come.
  const takeFiles = (data) => {
    const pathOf = (address) => new URL(address, location.href).pathname;
    const wanted = new Set(data.changed.map(pathOf));
    const renewed = new Set();
    const fresh = (address) => {
      const url = new URL(address, location.href);
      if (!wanted.has(url.pathname)) return address;
      renewed.add(url.pathname);
      url.searchParams.set("copublish", data.files);
      return url.pathname + url.search + url.hash;
    };
    const freshSet = (set) => set.replace(/(^|,\s*)([^\s,]+)/g, (_, before, address) => before + fresh(address));
    for (const element of document.querySelectorAll(renewable)) {
      for (const [name, renew] of [["src", fresh], ["poster", fresh], ["href", fresh], ["srcset", freshSet]]) {
        const value = element.getAttribute(name);
        if (!value) continue;
        const renewedValue = renew(value);
        if (renewedValue !== value) element.setAttribute(name, renewedValue);
      }
      if (element.localName === "source" && wanted.size) element.closest("video, audio")?.load();
    }
    if (renewed.size === wanted.size) files = data.files; else reload();
  };

  // --- What is wrong ----------------------------------------------------------------------------------

  const STYLE = `
    :host { all: initial; }
    * { box-sizing: border-box; }
    section, button.badge { color: #1d1d1f; background: #fff; border: 1px solid #8a8a8f; border-radius: 8px;
      font: 15px/1.5 system-ui, sans-serif; position: fixed; z-index: 2147483647; box-shadow: 0 4px 24px #0005; }
    section { inset: auto 16px 16px; margin: 0 auto; max-width: 960px; max-height: 70vh; overflow: auto;
      padding: 12px 20px 20px; border-top: 5px solid #b3261e; }
    section.warnings { border-top-color: #8a5a00; }
    [hidden] { display: none !important; }
    header { display: flex; justify-content: space-between; gap: 16px; align-items: center; }
    h2 { font-size: 17px; margin: 0; }
    h3 { font-size: 15px; margin: 0; overflow-wrap: anywhere; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { border-top: 1px solid #d0d0d5; margin-top: 12px; padding-top: 12px; }
    p { margin: 0; overflow-wrap: anywhere; }
    a { color: #0b57d0; }
    .severity { font-weight: 700; color: #b3261e; }
    .warning .severity { color: #8a5a00; }
    pre { background: #f4f4f6; color: #1d1d1f; border-radius: 6px; margin: 8px 0 0; overflow-x: auto;
      padding: 10px 12px; font: 13px/1.45 ui-monospace, monospace; }
    button { font: inherit; color: inherit; background: #f4f4f6; border: 1px solid #8a8a8f; border-radius: 6px;
      cursor: pointer; min-height: 32px; padding: 2px 12px; }
    button.badge { bottom: 12px; right: 12px; }
    :focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
    @media (prefers-color-scheme: dark) {
      section, button.badge { color: #f2f2f4; background: #232326; border-color: #77777d; }
      pre, button { color: inherit; background: #343438; }
      li { border-color: #4a4a4f; }
      a { color: #a8c7fa; }
      .severity { color: #ffb4ab; }
      .warning .severity { color: #f5c26b; }
    }
    @media print { :host { display: none; } }`;

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

  const summary = (problems) => {
    const errors = problems.filter((problem) => problem.severity === "error").length;
    const warnings = problems.length - errors;
    return [errors && counted(errors, "error"), warnings && counted(warnings, "warning")].filter(Boolean).join(", ");
  };

  const placeOf = ({ file, line, column }) => [file, line, line && column].filter(Boolean).join(":");

  const entry = (problem) => {
    const item = element("li", problem.severity);
    const title = element("h3");
    title.append(element("span", "severity", `${problem.severity}[${problem.code}]: `), problem.message);
    item.append(title);
    if (problem.file) {
      const where = element("p");
      const place = element(problem.edit ? "a" : "span", "", placeOf(problem));
      if (problem.edit) place.href = problem.edit;
      where.append(place);
      item.append(where);
    }
    if (problem.drawing) {
      const drawing = element("pre", "", problem.drawing);
      drawing.tabIndex = 0;
      item.append(drawing);
    }
    return item;
  };

  let shown;

  const build = () => {
    const host = element("copublish-problems");
    const root = host.attachShadow({ mode: "open" });
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(element("style", "", STYLE));
    }
    const panel = element("section");
    panel.setAttribute("role", "region");
    panel.setAttribute("aria-labelledby", "title");
    panel.tabIndex = -1;
    const header = element("header");
    const title = element("h2");
    title.id = "title";
    // Said aloud when it changes, when there is a pause; the list itself would be too long.
    title.setAttribute("aria-live", "polite");
    const close = element("button", "", "Hide (Esc)");
    close.type = "button";
    const list = element("ol");
    header.append(title, close);
    panel.append(header, list);
    const badge = element("button", "badge");
    badge.type = "button";
    root.append(panel, badge);
    const parts = { host, root, panel, title, list, badge };
    close.addEventListener("click", () => hide(parts));
    badge.addEventListener("click", () => open(parts));
    document.body.append(host);
    return parts;
  };

  const hide = (parts) => {
    const hadFocus = parts.root.activeElement;
    parts.panel.hidden = true;
    parts.badge.hidden = false;
    if (hadFocus) parts.badge.focus();
  };

  const open = (parts) => {
    parts.panel.hidden = false;
    parts.badge.hidden = true;
    parts.panel.focus();
  };

  const showProblems = (problems) => {
    if (!problems.length) {
      shown?.host.remove();
      shown = undefined;
      return;
    }
    // Errors come forward by themselves, and go as they came; warnings are seen by who opens them.
    const wasOpened = shown && !shown.isBroken && !shown.panel.hidden;
    shown ??= build();
    if (!shown.host.isConnected) document.body.append(shown.host);
    const isBroken = problems.some((problem) => problem.severity === "error");
    const sorted = [...problems].sort((a, b) => (a.severity === "error" ? 0 : 1) - (b.severity === "error" ? 0 : 1));
    shown.isBroken = isBroken;
    shown.list.replaceChildren(...sorted.map(entry));
    shown.panel.classList.toggle("warnings", !isBroken);
    shown.panel.hidden = !(isBroken || wasOpened);
    shown.badge.hidden = !shown.panel.hidden;
    shown.badge.textContent = summary(problems);
    shown.title.textContent = summary(problems);
  };

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !shown || shown.panel.hidden) return;
    hide(shown);
  });

  // --- The connection ---------------------------------------------------------------------------------

  let source;
  let wait = 0;
  let timer;
  let last;

  const disconnect = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };

  const connect = () => {
    disconnect();
    const shows = { page, version, files };
    const query = new URLSearchParams(shows).toString().replaceAll("+", "%20");
    source = new EventSource(`${own}events?${query}`);
    const on = (name, take) => source.addEventListener(name, (event) => take(JSON.parse(event.data)));
    on("state", (state) => {
      wait = 0;
      // What the page shows is known from the first answer on; after that, the server says what is other.
      files ||= state.files;
    });
    on("reload", reload);
    on("css", takeStyles);
    on("files", takeFiles);
    on("problems", (problems) => {
      // The same list once more, as after a sleep, opens nothing that was hidden.
      const text = JSON.stringify(problems);
      if (text !== last) showProblems(problems);
      last = text;
    });
    source.onerror = () => {
      disconnect();
      wait = Math.min(SLOWEST, wait ? wait * 2 : 100);
      timer = setTimeout(connect, wait);
    };
  };

  // A browser opens six connections to one server, for all tabs together: were each tab to keep one, the
  // seventh page would never come. Three hidden tabs keep theirs, the others ask again when they are seen.
  const SLOTS = ["copublish-1", "copublish-2", "copublish-3"];
  let release;

  const keepOneOf = async (slots) => {
    if (!slots.length || !navigator.locks) return false;
    return new Promise((answer) => {
      navigator.locks.request(own + slots[0], { ifAvailable: true }, (lock) => {
        if (!lock) {
          answer(keepOneOf(slots.slice(1)));
          return undefined;
        }
        answer(true);
        return new Promise((done) => { release = done; });
      }).catch(() => answer(false));
    });
  };

  const leave = () => {
    release?.();
    release = undefined;
  };

  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState === "visible") {
      leave();
      if (!source) connect();
    } else if (!(await keepOneOf(SLOTS)) && document.visibilityState !== "visible") {
      disconnect();
    }
    if (document.visibilityState === "visible") leave();
  });
  addEventListener("pagehide", () => { leave(); disconnect(); });
  addEventListener("pageshow", (event) => { if (event.persisted) connect(); });

  restorePlace();
  connect();
})();
