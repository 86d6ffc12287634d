"use strict";
// What is there in a step is a function of the step alone: show(k) may be called
// with any number, in any order.
const story = JSON.parse(document.getElementById("story").textContent);
const $ = (id) => document.getElementById(id);
const last = story.steps.length - 1;
const picture = document.querySelector("#stage > svg");
const still = matchMedia("(prefers-reduced-motion: reduce)");

const changing = [...picture.querySelectorAll("[data-opacity]")].map((element) => ({
  element,
  changes: element.dataset.opacity.split(" ").map((c) => c.split(":").map(Number)),
}));
const edges = [...picture.querySelectorAll("[data-arrow]")];
const labels = new Map(
  [...picture.querySelectorAll("[data-label]")].map((e) => [+e.dataset.label, e]));
const nodes = new Map(
  [...picture.querySelectorAll("[data-node]")].map((e) => [e.dataset.node, e]));

let now = 0, timer = null, shown = null, pinned = false, zoom = 1;

// Texts are set as text, never as markup: a name can do nothing.
function write(parent, lines) {
  parent.replaceChildren(...lines.map((line) => {
    const row = document.createElement("div");
    for (const [text, style] of line) {
      const span = document.createElement("span");
      span.textContent = text;
      span.className = style;
      row.append(span);
    }
    return row;
  }));
}

function show(step) {
  now = Math.max(0, Math.min(last, step));
  for (const { element, changes } of changing) {
    let opacity = 1;
    for (const [from, value] of changes) if (from <= now) opacity = value;
    element.style.opacity = opacity;
  }
  edges.forEach((edge, i) => edge.classList.toggle("now", story.sent[i] === now));
  const { phase, lines, node } = story.steps[now];
  write($("caption"), lines);
  $("caption").scrollTop = 0;
  $("phase").textContent = phase;
  $("slider").value = now;
  $("slider").setAttribute("aria-valuetext", phase);
  if (node) reveal(nodes.get(node));
  if (shown) describe(shown);
  remember();
}

// The address keeps the step; a page inside another (srcdoc) has no address of its own.
function remember() {
  if (location.protocol === "about:") return;
  try { history.replaceState(null, "", "#" + now); } catch { /* a sandbox: no matter */ }
}

function fromAddress() {
  const found = /^#(?:step=)?(\d+)$/.exec(location.hash);
  return found ? +found[1] : null;
}

// Scroll the active box into view, in the stage alone: never the page around an iframe.
function reveal(node) {
  const stage = $("stage"), box = node.getBoundingClientRect();
  const view = stage.getBoundingClientRect(), margin = 130;
  const shift = (low, high, from, to) =>
    low < from ? low - from : high > to ? Math.min(high - to, low - from) : 0;
  const left = shift(box.left - margin, box.right + margin, view.left, view.right);
  const top = shift(box.top - 30, box.bottom + 30, view.top, view.bottom);
  if (left || top) {
    stage.scrollBy({ left, top, behavior: still.matches ? "auto" : "smooth" });
  }
}

function play(on) {
  if (on && now === last) show(0);
  clearInterval(timer);
  timer = on ? setInterval(() => (now < last ? show(now + 1) : play(false)), 1400) : null;
  $("play").replaceChildren(on ? "❚❚ pause" : "▶ play");
}

function go(step) { play(false); show(step); }

// Pointing at a box shows the whole of it: its sum over uses as far as it has come.
function describe(key) {
  const node = story.nodes[key];
  if (!node) return;
  const lines = [...node.lines];
  for (const [step, line] of node.terms) {
    lines.push(step <= now ? line : [["+ … (not arrived yet)", "muted"]]);
  }
  if (node.full <= now) lines.push(node.total);
  write($("details"), [...lines, ...node.notes]);
  $("details").hidden = false;
  place(nodes.get(key).getBoundingClientRect());
}

function place(box) {
  const panel = $("details"), size = panel.getBoundingClientRect();
  const top = $("stage").getBoundingClientRect().top;
  const below = box.bottom + 10;
  const above = box.top - size.height - 10;
  const y = below + size.height <= innerHeight || above < top ? below : above;
  panel.style.top = Math.max(top, Math.min(y, innerHeight - size.height - 4)) + "px";
  const x = Math.min(box.left, innerWidth - size.width - 8);
  panel.style.left = Math.max(8, x) + "px";
}

function choose(key, pin) {
  if (pinned && !pin) return;
  if (shown) nodes.get(shown)?.classList.remove("chosen");
  for (const label of labels.values()) label.classList.remove("wanted");
  shown = key;
  pinned = Boolean(pin && key);
  $("details").classList.toggle("pinned", pinned);
  $("details").hidden = true;
  if (!key) return;
  nodes.get(key).classList.toggle("chosen", pinned);
  for (const arrow of story.arrows[key] ?? []) labels.get(arrow)?.classList.add("wanted");
  describe(key);
}

// A box of many opens on a click: its picture waits in a template.
function inside(key) {
  return document.querySelector(`template[data-inside="${key}"]`);
}

function open(key) {
  const waiting = inside(key);
  if (!waiting) return false;
  choose(null, true);
  $("inside-picture").replaceChildren(waiting.content.cloneNode(true));
  $("inside-name").textContent = waiting.dataset.name;
  $("inside").showModal();
  return true;
}

function enlarge(size) {
  zoom = Math.max(0.1, Math.min(4, size));
  picture.style.minWidth = "0";
  picture.style.width = picture.viewBox.baseVal.width * zoom + "px";
}

// The zoom at which the picture is no wider than the stage, or no higher either.
function fitting(whole) {
  const { width, height } = picture.viewBox.baseVal, stage = $("stage");
  const wide = (stage.clientWidth - 2) / width, high = (stage.clientHeight - 2) / height;
  return whole ? Math.min(wide, high) : wide;
}

const keys = {
  ArrowLeft: () => go(now - 1), ArrowRight: () => go(now + 1),
  Home: () => go(0), End: () => go(last),
  " ": () => play(!timer), Escape: () => choose(null, true),
};
document.addEventListener("keydown", (event) => {
  if ($("inside").open) return;
  // and no more: what opens has a button, which the same key would press
  if (event.key === "Enter" && open(event.target.dataset?.node)) event.preventDefault();
  if (event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return;
  // Space presses a button that has the focus, as everywhere
  if (event.key === " " && event.target.closest("button")) return;
  event.preventDefault();
  keys[event.key]();
});
$("first").onclick = keys.Home;
$("back").onclick = keys.ArrowLeft;
$("next").onclick = keys.ArrowRight;
$("end").onclick = keys.End;
$("play").onclick = keys[" "];
$("slider").max = last;
$("slider").oninput = () => go(+$("slider").value);
$("larger").onclick = () => enlarge(zoom * 1.25);
$("smaller").onclick = () => enlarge(zoom * 0.8);
$("whole").onclick = () => enlarge(zoom === 1 ? fitting(true) : 1);
window.onhashchange = () => { if (fromAddress() !== now) go(fromAddress() ?? now); };

for (const [key, node] of nodes) {
  if (!story.nodes[key]) continue; // a plain number: all of it is in the picture
  node.tabIndex = 0;
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", story.nodes[key].spoken);
  node.onpointerenter = () => choose(key);
  node.onpointerleave = () => choose(null);
  node.onfocus = () => { if (node.matches(":focus-visible")) choose(key); };
  node.onblur = () => choose(null);
  node.onclick = (event) => { event.stopPropagation(); open(key) || choose(key, true); };
  node.classList.toggle("opens", Boolean(inside(key)));
}
$("close").onclick = () => $("inside").close();
$("inside").onclose = () => $("inside-picture").replaceChildren();
document.addEventListener("click", (event) => {
  if (!event.target.closest("#details, .controls")) choose(null, true);
});

// A little smaller rather than scrolled, but never too small to read.
if (fitting(false) < 1 && fitting(false) >= 0.75) enlarge(fitting(false));
write($("printed"), story.steps[last].lines);
show(fromAddress() ?? story.start);
