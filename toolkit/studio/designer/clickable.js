/* HTML from Python, whose buttons tell Python that they were pressed. */
function render({ model, el }) {
  const draw = () => {
    const focused = el.contains(document.activeElement) ? document.activeElement.dataset.do : null;
    const scrolled = el.querySelector("[data-keep]")?.scrollTop;
    el.innerHTML = model.get("html");
    if (scrolled) el.querySelector("[data-keep]")?.scrollTo(0, scrolled);
    if (focused) el.querySelector(`[data-do="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  };
  el.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-do]");
    if (pressed && !pressed.disabled) model.send({ do: pressed.dataset.do });
  });
  model.on("change:html", draw);
  draw();
}
export default { render };
