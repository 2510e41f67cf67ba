"""A piece of page as HTML text whose buttons, fields and draggable parts speak back, drawn again without losing focus.

Parts of the trainer's app are pure functions from state to such text. What the reader does arrives as an `Act`:

- an element with ``data-act="swap"`` sends it when pressed, a field when its value has changed, with ``data-what``;
- ``data-keys="Alt+ArrowUp:up Delete:drop"`` on an element sends those acts for keys pressed on it;
- ``data-drag="…"`` can be dragged onto ``data-drop="…"``, which sends the act ``dragged`` with both;
- arrow keys move between the elements with ``data-cell="column,row"``;
- the act ``ready`` comes once, when the browser has drawn it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anywidget
import traitlets

_ESM = """
function render({ model, el }) {
  el.classList.add("tot-live");
  const send = (node, act, more) => model.send({ act, what: node.dataset.what || "", ...more });
  const draw = () => {
    const active = el.contains(document.activeElement) ? document.activeElement : null;
    const id = active && active.id;
    const typed = active && "was" in active.dataset && active.value !== active.dataset.was ? active.value : null;
    const open = new Map([...el.querySelectorAll("details[id]")].map((d) => [d.id, d.open]));
    const scrolled = new Map([...el.querySelectorAll("[data-scroll][id]")].map((d) => [d.id, d.scrollTop]));
    el.innerHTML = model.get("html");
    for (const d of el.querySelectorAll("details[id]")) if (open.has(d.id)) d.open = open.get(d.id);
    for (const d of el.querySelectorAll("[data-scroll][id]")) if (scrolled.has(d.id)) d.scrollTop = scrolled.get(d.id);
    if (active) {
      const again = id && document.getElementById(id);
      const usable = again && el.contains(again) && !again.disabled;
      const target = usable ? again : el.querySelector("[data-fallback]");
      if (usable && typed !== null) again.value = typed;
      if (target) target.focus({ preventScroll: usable });
    }
  };
  el.addEventListener("focusin", (event) => {
    if (event.target.matches("input, textarea") && !("was" in event.target.dataset)) {
      event.target.dataset.was = event.target.defaultValue;
    }
  });
  el.addEventListener("click", (event) => {
    const node = event.target.closest("[data-act]");
    if (node && el.contains(node) && node.matches("button, a, [role=button]")) {
      event.preventDefault();
      if (!node.disabled && node.getAttribute("aria-disabled") !== "true") send(node, node.dataset.act, {});
    }
  });
  el.addEventListener("change", (event) => {
    const node = event.target.closest("[data-act]");
    if (!node || !node.matches("input, select, textarea")) return;
    const value = node.type === "checkbox" ? (node.checked ? "yes" : "") : node.value;
    send(node, node.dataset.act, { value });
  });
  el.addEventListener("keydown", (event) => {
    const node = event.target;
    if (event.key === "Enter" && node.matches("input[data-act]:not([type=checkbox])")) { node.blur(); node.focus(); }
    if (!node.dataset) return;
    if (node.matches("[role=button]") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      send(node, node.dataset.act, {});
      return;
    }
    const name = (event.altKey ? "Alt+" : "") + (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + event.key;
    for (const pair of (node.dataset.keys || "").split(" ")) {
      const at = pair.lastIndexOf(":");
      if (at > 0 && pair.slice(0, at) === name) { event.preventDefault(); send(node, pair.slice(at + 1), {}); return; }
    }
    const cell = node.dataset.cell;
    if (!cell || event.altKey || event.ctrlKey) return;
    const [column, row] = cell.split(",").map(Number);
    const mirror = getComputedStyle(el).direction === "rtl" ? -1 : 1;
    const step = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [mirror, 0], ArrowLeft: [-mirror, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    for (let to = row + step[1]; to >= 0; to--) {
      const next = el.querySelector(`[data-cell="${column + step[0]},${to}"]`);
      if (next) { next.focus(); return; }
      if (step[1]) return;
    }
  });
  const over = (event) => event.target.closest && event.target.closest("[data-drop]");
  const clear = () => el.querySelectorAll(".tot-over").forEach((node) => node.classList.remove("tot-over"));
  el.addEventListener("dragstart", (event) => {
    const node = event.target.closest("[data-drag]");
    if (!node) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/x-tot", node.dataset.drag);
    el.classList.add("tot-dragging");
  });
  el.addEventListener("dragend", () => { clear(); el.classList.remove("tot-dragging"); });
  el.addEventListener("dragover", (event) => {
    const node = over(event);
    if (!node || ![...event.dataTransfer.types].includes("text/x-tot")) return;
    event.preventDefault();
    clear();
    node.classList.add("tot-over");
  });
  el.addEventListener("drop", (event) => {
    const node = over(event);
    clear();
    if (!node) return;
    event.preventDefault();
    const dragged = event.dataTransfer.getData("text/x-tot");
    if (dragged) model.send({ act: "dragged", what: dragged, value: node.dataset.drop });
  });
  // A button that is being pressed stays where it is until it is let go.
  let held = false;
  let late = false;
  const letGo = () => {
    held = false;
    setTimeout(() => { if (late && !held) { late = false; draw(); } }, 0);
  };
  el.addEventListener("pointerdown", () => { held = true; });
  const ends = ["pointerup", "pointercancel", "dragend"];
  ends.forEach((name) => window.addEventListener(name, letGo));
  model.on("change:html", () => { if (held) late = true; else draw(); });
  draw();
  model.send({ act: "ready" });
  return () => ends.forEach((name) => window.removeEventListener(name, letGo));
}
export default { render };
"""


@dataclass(frozen=True, slots=True)
class Act:
    """What the reader did: the name of the act, what it is about, and a field's new value ("yes" or "" for a box)."""

    name: str
    what: str = ""
    value: str = ""


class Live(anywidget.AnyWidget):
    """HTML that acts. The text comes from functions that escape everything they show."""

    _esm = _ESM
    html = traitlets.Unicode("").tag(sync=True)


def live(html: str, on_act: Callable[[Act], object]) -> Live:
    """The widget. `on_act` receives whatever the reader does; wrap it with `page.guard`."""
    made = Live(html=html)

    def heard(_widget: object, message: Any, _buffers: object) -> None:  # noqa: ANN401 - as ipywidgets calls it
        if isinstance(message, dict) and isinstance(message.get("act"), str):
            on_act(Act(message["act"], str(message.get("what", ""))[:2000], str(message.get("value", ""))[:5000]))

    made.on_msg(heard)
    return made
