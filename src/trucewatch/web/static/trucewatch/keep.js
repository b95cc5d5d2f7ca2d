// What was typed into a form with data-keep outlasts reloading, going back and leaving the page, in this
// tab alone. Everything can be sent without it. Passwords, files and what a form hides are never kept.

const KEPT = "trucewatch.kept.";
const mine = `${KEPT}${document.body.dataset.member}.`;
const address = location.pathname + location.search;
const isRefused = Boolean(document.getElementById("errors"));
let hasLeft = false;
const isDone = Boolean(document.querySelector("[data-done]"));

const names = () => Object.keys(sessionStorage).filter((name) => name.startsWith(KEPT));

const read = (name) => {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
};

const write = (name, kept) => {
  try {
    sessionStorage.setItem(name, JSON.stringify(kept));
  } catch {
    // A full or forbidden store: the form works as it does without this script.
  }
};

const isKept = (control) =>
  control.name && control.name !== "csrfmiddlewaretoken"
  && control.matches("textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit])");

const isBox = (control) => control.type === "checkbox" || control.type === "radio";

function valuesOf(form, isMeant = isKept) {
  const values = {};
  for (const control of form.elements) {
    if (!isMeant(control)) continue;
    const chosen = (values[control.name] ??= []);
    if (isBox(control)) {
      if (control.checked) chosen.push(control.value);
    } else if (control.type === "select-multiple") {
      for (const option of control.selectedOptions) chosen.push(option.value);
    } else chosen.push(control.value);
  }
  return values;
}

function fill(form, values) {
  const seen = {};
  for (const control of form.elements) {
    if (!isKept(control) || !(control.name in values)) continue;
    const kept = values[control.name];
    const before = isBox(control) ? control.checked : control.value;
    if (isBox(control)) control.checked = kept.includes(control.value);
    else if (control.type === "select-multiple") {
      for (const option of control.options) option.selected = kept.includes(option.value);
    } else {
      // several fields of one name keep their order
      const at = (seen[control.name] = (seen[control.name] ?? -1) + 1);
      if (kept[at] !== undefined) control.value = kept[at];
    }
    if ((isBox(control) ? control.checked : control.value) !== before) {
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

// The values that the page came with, whatever the browser itself has put back since.
function defaultsOf(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return valuesOf(copy);
}

function keep(form, name) {
  const note = form.querySelector("[data-kept-note]");
  const came = JSON.stringify(defaultsOf(form));
  let timer;
  const store = (marks = {}) => {
    clearTimeout(timer);
    timer = 0;
    if (hasLeft) return;
    const values = valuesOf(form);
    if (JSON.stringify(values) === came && !isRefused) sessionStorage.removeItem(name);
    else write(name, { address, values, ...marks });
  };
  const kept = read(name);
  if (isRefused) store();
  else if (kept && JSON.stringify(kept.values) !== came) {
    fill(form, kept.values);
    write(name, { address, values: kept.values });
    if (note) note.hidden = false;
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(store, 300);
  });
  form.addEventListener("change", () => store());
  window.addEventListener("pagehide", () => {
    if (timer) store();
  });
  form.addEventListener("submit", () => store({ sent: true }));
  note?.querySelector("button").addEventListener("click", () => {
    form.reset();
    clearTimeout(timer);
    timer = 0;
    sessionStorage.removeItem(name);
    note.hidden = true;
    form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}

// What was sent is forgotten on the page that follows, unless that is the form again with its errors;
// what another member typed in this tab is no business of this one.
for (const name of names()) {
  const kept = read(name);
  const follows = isDone || (kept?.address !== address && document.referrer === location.origin + kept?.address);
  if (!kept || !name.startsWith(mine) || (kept.sent && !isRefused && follows)) sessionStorage.removeItem(name);
}

document.querySelectorAll("form[data-keep]").forEach((form, at) => keep(form, `${mine}${address}#${form.id || at}`));

// Whoever signs out leaves nothing behind.
document.addEventListener("submit", (event) => {
  if (!event.target.action?.endsWith("/account/logout/")) return;
  hasLeft = true;
  for (const name of names()) sessionStorage.removeItem(name);
});
