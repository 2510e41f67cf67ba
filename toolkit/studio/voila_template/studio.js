/* What ipywidgets cannot say by themselves: roles and names for screen readers, the page's language and direction,
   downloads that begin by themselves, dropped files, and the size of files before they are sent. */
(() => {
  if (window.totStudio) return;
  window.totStudio = true;
  const each = (selector, action) => document.querySelectorAll(selector).forEach(action);
  const set = (el, name, value) => { if (el.getAttribute(name) !== value) el.setAttribute(name, value); };
  const classValue = (el, prefix) => {
    const found = [...el.classList].find((name) => name.startsWith(prefix));
    return found ? found.slice(prefix.length) : "";
  };
  let count = 0;
  const idOf = (el) => (el.id ||= `tot-${++count}`);

  function enhance() {
    each(".tot-page", (page) => {
      const language = classValue(page, "tot-lang-");
      set(page, "lang", language);
      set(page, "dir", page.classList.contains("tot-rtl") ? "rtl" : "ltr");
      if (document.body.dataset.studio) {
        set(document.documentElement, "lang", language);
        set(document.documentElement, "dir", page.getAttribute("dir"));
        const title = page.querySelector("h1");
        if (title && document.title !== title.textContent) document.title = title.textContent;
      }
    });
    const served = Boolean(document.body.dataset.studio);
    if (served) {
      each(".tot-header", (el) => set(el, "role", "banner"));
      each(".tot-main", (el) => { set(el, "role", "main"); el.id = "tot-main"; set(el, "tabindex", "-1"); });
      each(".tot-foot", (el) => set(el, "role", "contentinfo"));
      each(".tot-frame-problems", (el) => {
        const label = el.querySelector("[data-label]")?.dataset.label;
        if (label) { set(el, "role", "region"); set(el, "aria-label", label); }
        else { el.removeAttribute("role"); el.removeAttribute("aria-label"); }
      });
    }
    each(".tot-status", (el) => { set(el, "role", "status"); set(el, "aria-live", "polite"); });
    each(".tot-frame-problems .widget-html-content", (el) => set(el, "aria-live", "assertive"));
    each(".tot-tab-list", (list) => {
      set(list, "role", "tablist");
      const panel = list.parentElement.querySelector(":scope > .tot-tab-panel");
      list.querySelectorAll(".tot-tab").forEach((tab) => {
        const selected = tab.classList.contains("tot-selected");
        set(tab, "role", "tab");
        set(tab, "aria-selected", String(selected));
        set(tab, "tabindex", selected ? "0" : "-1");
        if (panel && selected) { set(tab, "aria-controls", idOf(panel)); set(panel, "aria-labelledby", idOf(tab)); }
        else tab.removeAttribute("aria-controls");
      });
      if (panel) set(panel, "role", "tabpanel");
    });
    each(".tot-summary", (el) => set(el, "aria-expanded", String(el.classList.contains("tot-open"))));
    each(".tot-pressable", (el) => set(el, "aria-pressed", String(el.classList.contains("tot-pressed"))));
    each(".tot-many", (el) => {
      const title = el.querySelector(".tot-many-title");
      if (title) { set(el, "role", "group"); set(el, "aria-labelledby", idOf(title)); }
    });
    /* The number of files behind the words: nothing is kept, so it would always be 0. */
    each(".tot-upload .widget-upload", (el) => {
      const text = el.lastChild;
      if (text?.nodeType === Node.TEXT_NODE && / \(\d+\)$/.test(text.data)) text.data = text.data.replace(/ \(\d+\)$/, "");
    });
    each("a.tot-automatic:not([data-done])", (link) => { link.dataset.done = "1"; link.click(); });
    /* What the page has to tell the studio that serves it, without leaving the page. */
    each("form.tot-automatic:not([data-done])", (form) => {
      form.dataset.done = "1";
      fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
    });
    each("[data-tot-focus]:not([data-done])", (el) => { el.dataset.done = "1"; el.focus(); });
  }
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; enhance(); });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
  enhance();

  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.(".tot-tab");
    if (tab) {
      const tabs = [...tab.closest(".tot-tab-list").querySelectorAll(".tot-tab")];
      const back = tab.closest(".tot-page").classList.contains("tot-rtl") ? "ArrowRight" : "ArrowLeft";
      const forth = back === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
      const at = tabs.indexOf(tab);
      const to = { [back]: at - 1, [forth]: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = tabs[(to + tabs.length) % tabs.length];
      next.focus();
      next.click();
    }
  });

  /* FileUpload keeps its <input type=file> outside the page: it is met when it is clicked. */
  let box = null;
  let dropped = null;
  const click = HTMLInputElement.prototype.click;
  HTMLInputElement.prototype.click = function () {
    if (this.type !== "file" || !box) return click.call(this);
    if (!this.totChecked) {
      this.totChecked = true;
      const home = box;
      this.addEventListener("change", (event) => {
        const files = [...this.files];
        const megabytes = Number(classValue(home, "tot-max-")) || 20;
        const large = files.some((file) => file.size > megabytes * 1e6) || files.reduce((sum, f) => sum + f.size, 0) > 40e6;
        home.querySelectorAll(".tot-too-large").forEach((el) => { el.hidden = !large; });
        if (large) { event.stopImmediatePropagation(); this.value = ""; }
      }, { capture: true });
    }
    if (!dropped) return click.call(this);
    const transfer = new DataTransfer();
    (this.multiple ? [...dropped] : [...dropped].slice(0, 1)).forEach((file) => transfer.items.add(file));
    this.files = transfer.files;
    dropped = null;
    this.dispatchEvent(new Event("change"));
    return undefined;
  };
  const boxOf = (event) => event.target.closest?.(".tot-upload") || null;
  document.addEventListener("click", (event) => { box = boxOf(event); }, { capture: true });
  const bearsFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!bearsFiles(event)) return;
      each(".tot-upload.tot-over", (el) => el.classList.remove("tot-over"));
      const over = boxOf(event);
      if (document.body.dataset.studio || over) event.preventDefault();
      if (!over || kind === "dragleave") return;
      if (kind === "dragover") over.classList.add("tot-over");
      else { dropped = event.dataTransfer.files; over.querySelector("button")?.click(); }
    });
  }
})();
