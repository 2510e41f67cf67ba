/* A text area over a copy of its lines: the copy is as tall as the text, line by line, and so can number and mark them. */
function render({ model, el }) {
  const frame = document.createElement("div");
  frame.className = "tot-editor-frame";
  frame.dir = "ltr";
  const copy = document.createElement("div");
  copy.className = "tot-editor-copy";
  copy.setAttribute("aria-hidden", "true");
  const area = document.createElement("textarea");
  area.className = "tot-editor-area";
  area.spellcheck = true;
  area.lang = "en";
  area.wrap = "soft";
  area.setAttribute("autocapitalize", "off");
  area.setAttribute("autocomplete", "off");
  frame.append(copy, area);
  el.append(frame);

  /* Both must wrap at the same place, with or without a scroll bar. */
  const fit = () => { copy.style.paddingRight = `${12 + area.offsetWidth - area.clientWidth}px`; };
  const resized = new ResizeObserver(fit);
  resized.observe(area);

  let shown = [];
  const drawCopy = () => {
    const lines = area.value.split("\n");
    let first = 0;
    while (first < lines.length && first < shown.length && lines[first] === shown[first]) first += 1;
    let last = 0;
    while (last < lines.length - first && last < shown.length - first
      && lines[lines.length - 1 - last] === shown[shown.length - 1 - last]) last += 1;
    const old = [...copy.children].slice(first, shown.length - last);
    const after = copy.children[shown.length - last] || null;
    const fresh = document.createDocumentFragment();
    for (const text of lines.slice(first, lines.length - last)) {
      const line = document.createElement("div");
      line.textContent = text || "\u200b";
      fresh.append(line);
    }
    old.forEach((line) => line.remove());
    copy.insertBefore(fresh, after);
    shown = lines;
    drawMarks();
  };
  let marked = [];
  const drawMarks = () => {
    marked.forEach((line) => line.classList.remove("tot-mark-error", "tot-mark-warning", "tot-mark-info"));
    marked = [];
    for (const [number, severity] of Object.entries(model.get("marks"))) {
      const line = copy.children[Math.min(Number(number), copy.children.length) - 1];
      if (line) { line.classList.add(`tot-mark-${severity}`); marked.push(line); }
    }
  };
  const follow = () => { copy.style.transform = `translateY(${-area.scrollTop}px)`; };
  const lineOf = () => area.value.slice(0, area.selectionStart).split("\n").length;

  let timer = 0;
  const send = () => {
    clearTimeout(timer);
    timer = 0;
    const line = lineOf();
    if (model.get("value") === area.value && model.get("line") === line) return;
    model.set("value", area.value);
    model.set("line", line);
    model.save_changes();
  };
  const sendSoon = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };
  const go = (number) => {
    const lines = area.value.split("\n");
    const at = Math.min(Math.max(1, number), lines.length);
    const start = lines.slice(0, at - 1).join("\n").length + (at > 1 ? 1 : 0);
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, start + lines[at - 1].length);
    const line = copy.children[at - 1];
    if (line) area.scrollTop = Math.max(0, line.offsetTop - area.clientHeight / 3);
    follow();
    frame.scrollIntoView({ block: "nearest" });
    send();
  };
  /* Only the part that differs is typed in, so that the browser can undo it. */
  const put = (text) => {
    const now = area.value;
    let first = 0;
    while (first < now.length && first < text.length && now[first] === text[first]) first += 1;
    let last = 0;
    while (last < now.length - first && last < text.length - first
      && now[now.length - 1 - last] === text[text.length - 1 - last]) last += 1;
    if (first + last === now.length && now.length === text.length) return;
    area.focus({ preventScroll: true });
    area.setSelectionRange(first, now.length - last);
    const part = text.slice(first, text.length - last);
    const done = part ? document.execCommand("insertText", false, part) : document.execCommand("delete");
    if (!done || area.value !== text) area.value = text;
    drawCopy();
  };

  area.addEventListener("input", () => { drawCopy(); sendSoon(90); });
  area.addEventListener("scroll", follow, { passive: true });
  for (const kind of ["keyup", "click"]) area.addEventListener(kind, () => { if (!timer) sendSoon(200); });
  area.addEventListener("blur", send);
  area.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      send();
      model.send({ kind: "save" });
    }
  });
  const leave = (event) => { if (model.get("unsaved")) event.preventDefault(); };
  window.addEventListener("beforeunload", leave);
  const onMessage = (message) => {
    if (message.kind === "go") go(message.line);
    if (message.kind === "text") { put(message.text); go(message.line); }
  };
  const setUp = () => {
    area.setAttribute("aria-label", model.get("label"));
    area.readOnly = model.get("read_only");
  };
  model.on("msg:custom", onMessage);
  model.on("change:marks", drawMarks);
  model.on("change:label", setUp);
  model.on("change:read_only", setUp);
  setUp();
  area.value = model.get("value");
  drawCopy();
  requestAnimationFrame(() => el.closest(".tot-page")?.querySelector(".tot-header")?.scrollIntoView({ block: "nearest" }));
  return () => {
    clearTimeout(timer);
    resized.disconnect();
    window.removeEventListener("beforeunload", leave);
    model.off("msg:custom", onMessage);
    model.off("change:marks", drawMarks);
  };
}
export default { render };
