// Keys. An element says by data-key which key it answers to and by data-key-label what it does; a link
// of the navigation says by data-go which letter behind g leads there. ? lists them all.

const dialog = document.getElementById("keys");
let goes = 0;

const isWriting = (target) =>
  target.isContentEditable || target.closest("textarea, select, input:not([type=radio]):not([type=checkbox]):not([type=submit]), dialog[open]:not(#keys), .maplibregl-canvas");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && document.activeElement?.matches("#find, [data-key]")) document.activeElement.blur();
  if (isWriting(event.target)) return;
  if (Date.now() < goes) {
    goes = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) act(event, () => link.click());
    return;
  }
  if (event.key === "?") act(event, () => (dialog?.open ? dialog.close() : list()));
  else if (event.key === "/") act(event, () => document.getElementById("q") ? document.getElementById("q").focus() : document.getElementById("find")?.focus());
  else if (event.key === "g") act(event, () => (goes = Date.now() + 1500));
  else if (event.key === "j") act(event, () => move(1));
  else if (event.key === "k") act(event, () => move(-1));
  else if (event.key === "x" && box()) act(event, () => box().click());
  else {
    const meant = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find((element) => element.checkVisibility());
    if (meant) act(event, () => use(meant));
  }
});

function act(event, what) {
  event.preventDefault();
  what();
}

function use(element) {
  if (element.matches("input:not([type=radio]):not([type=checkbox]), select, textarea")) element.focus();
  else {
    element.focus();
    element.click();
  }
}

// The box of the row in which one is, where rows can be chosen.
function box() {
  return document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]");
}

// The next or last row of the list in view, by the link in it.
function move(step) {
  const links = [...document.querySelectorAll("[data-incidents] tbody th a, [data-list] tbody th a, [data-rows] li > a:first-child")];
  if (!links.length) return;
  let here = links.findIndex((link) => link.closest("tr, li").contains(document.activeElement));
  if (here < 0) here = links.findIndex((link) => link.getAttribute("aria-current") === "true");
  const next = links[Math.max(0, Math.min(links.length - 1, here + step))] ?? links[0];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function list() {
  if (!dialog) return;
  const own = dialog.querySelector("[data-own]");
  own.replaceChildren();
  for (const element of document.querySelectorAll("[data-key-label]")) {
    if (!element.checkVisibility()) continue;
    const row = document.createElement("li");
    const key = document.createElement("kbd");
    key.textContent = element.dataset.key;
    row.append(key, ` ${element.dataset.keyLabel}`);
    own.append(row);
  }
  for (const link of document.querySelectorAll("[data-go]")) {
    const row = document.createElement("li");
    const [g, key] = [document.createElement("kbd"), document.createElement("kbd")];
    g.textContent = "g";
    key.textContent = link.dataset.go;
    row.append(g, " ", key, ` ${link.textContent.trim()}`);
    own.append(row);
  }
  dialog.showModal();
}

for (const opener of document.querySelectorAll("[data-open-keys]")) {
  opener.hidden = false;
  opener.addEventListener("click", list);
}
