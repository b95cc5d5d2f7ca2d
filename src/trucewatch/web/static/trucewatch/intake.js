// What forms of reports do beyond plain HTML: suggestions, read-back, drafts that outlast a lost
// connection. Everything can be filed without it.

const STORE = "trucewatch.draft.";
const member = document.body.dataset.member;
const PRIVATE = new Set([
  "csrfmiddlewaretoken", "writer", "caller_name", "caller_contact", "caller_remarks", "confirmed",
]);

const after = (wait, act) => {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
};

// --- drafts on this device ------------------------------------------------------------------

function allDrafts() {
  const found = [];
  for (let at = 0; at < localStorage.length; at += 1) {
    const name = localStorage.key(at);
    if (!name.startsWith(STORE)) continue;
    try {
      found.push({ name, ...JSON.parse(localStorage.getItem(name)) });
    } catch {
      localStorage.removeItem(name);
    }
  }
  return found;
}

function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (PRIVATE.has(name) || typeof value !== "string") continue;
    (fields[name] ??= []).push(value);
  }
  return fields;
}

function fill(form, fields) {
  for (const control of form.elements) {
    if (!control.name || PRIVATE.has(control.name) || control.name === "key") continue;
    const values = fields[control.name];
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = Boolean(values?.includes(control.value));
    } else if (values && control.type !== "hidden") {
      control.value = values.at(-1);
    }
    const folded = control.value && control.type !== "hidden" && control.closest("details");
    if (folded && values?.at(-1)) folded.open = true;
  }
}

function keepDrafts(form) {
  const name = `${STORE}${member}.${form.dataset.draft}`;
  const said = form.querySelector("[data-kept]");
  const offline = document.querySelector("[data-offline]");
  let changed = false;

  const showConnection = () => {
    if (!offline) return;
    offline.hidden = navigator.onLine;
    offline.textContent = navigator.onLine ? "" : form.dataset.wordsOffline;
  };
  const keepHere = (marks = {}) => {
    try {
      const kept = { form: form.dataset.draftForm, key: form.dataset.draft, at: Date.now(),
        filed: form.dataset.filedAddress, fields: fieldsOf(form), ...marks };
      localStorage.setItem(name, JSON.stringify(kept));
    } catch {
      // A full or forbidden store: the copy in the record remains.
    }
  };
  const keepThere = after(1500, async () => {
    if (!navigator.onLine) return;
    const body = new FormData(form);
    for (const field of PRIVATE) if (field !== "csrfmiddlewaretoken") body.delete(field);
    try {
      const answer = await fetch(form.dataset.draftAddress, { method: "POST", body, redirect: "error" });
      said.textContent = answer.ok ? form.dataset.wordsKept : form.dataset.wordsKeptHere;
    } catch {
      said.textContent = form.dataset.wordsKeptHere;
    }
  });
  form.addEventListener("input", () => {
    changed = true;
    keepHere();
    said.textContent = form.dataset.wordsKeptHere;
    keepThere();
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      delete form.dataset.sent;
      showConnection();
      offline?.scrollIntoView({ block: "center" });
      return;
    }
    keepHere({ sent: true });
  });
  window.addEventListener("online", () => {
    showConnection();
    if (changed) keepThere();
  });
  window.addEventListener("offline", showConnection);
  showConnection();
}

async function forgetWhatArrived() {
  for (const draft of allDrafts()) {
    if (!draft.name.startsWith(`${STORE}${member}.`) || !draft.sent) continue;
    try {
      const answer = await fetch(draft.filed, { redirect: "error" });
      if (answer.ok && (await answer.json()).filed) localStorage.removeItem(draft.name);
    } catch {
      // No connection: it is asked again on the next page.
    }
  }
}

function offerDrafts(form) {
  const offer = document.querySelector("[data-found-draft]");
  const others = allDrafts().filter(
    (draft) => draft.name.startsWith(`${STORE}${member}.`)
      && draft.form === form.dataset.draftForm && draft.key !== form.dataset.draft,
  );
  others.sort((a, b) => b.at - a.at);
  if (!offer || !others.length) return;
  const draft = others[0];
  const words = document.createElement("p");
  const time = new Date(draft.at).toLocaleString(document.documentElement.lang);
  words.textContent = `${form.dataset.wordsFound} (${time})`;
  const goOn = document.createElement("button");
  goOn.type = "button";
  goOn.textContent = form.dataset.wordsGoOn;
  goOn.addEventListener("click", () => {
    fill(form, draft.fields);
    const place = draft.fields.place_key?.at(-1);
    if (place) choosePlace(form, place);
    form.elements.namedItem("key").value = draft.key;
    localStorage.removeItem(draft.name);
    form.dataset.draftAddress = form.dataset.draftAddress.replace(form.dataset.draft, draft.key);
    form.dataset.filedAddress = form.dataset.filedAddress.replace(form.dataset.draft, draft.key);
    form.dataset.draft = draft.key;
    offer.hidden = true;
    form.elements.namedItem("told_when").dispatchEvent(new Event("input", { bubbles: true }));
    form.querySelector("input:not([type=hidden]), textarea").focus();
  });
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "plain";
  discard.textContent = form.dataset.wordsDiscard;
  discard.addEventListener("click", () => {
    localStorage.removeItem(draft.name);
    offer.hidden = true;
  });
  const actions = document.createElement("div");
  actions.className = "actions";
  actions.append(goOn, discard);
  offer.replaceChildren(words, actions);
  offer.hidden = false;
}

// Whoever signs out leaves nothing on the device.
document.addEventListener("submit", (event) => {
  if (!event.target.action?.endsWith("/account/logout/")) return;
  for (const draft of allDrafts()) localStorage.removeItem(draft.name);
});

// --- what is understood, and what it may repeat ----------------------------------------------

function readBack(form) {
  const here = form.querySelector("[data-understood-here]");
  const asked = ["told_when", "told_at", "point", "place_as_published", "date_start", "date_end",
    "latitude", "longitude", "area", "place_key"];
  let turn = 0;
  const refresh = async () => {
    if (!navigator.onLine) return;
    const mine = (turn += 1);
    try {
      const answer = await fetch(form.dataset.understood, {
        method: "POST", body: new FormData(form), redirect: "error",
      });
      if (!answer.ok || mine !== turn) return;
      const focused = document.activeElement?.id;
      here.innerHTML = await answer.text();
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    } catch {
      // The form is read back when it is sent.
    }
  };
  const soon = after(500, refresh);
  form.addEventListener("input", (event) => {
    if (asked.includes(event.target.name)) soon();
  });
  return refresh;
}

// --- places while one types -------------------------------------------------------------------

// The choice travels in the form until the read-back shows it among the others.
function choosePlace(form, key) {
  const here = form.querySelector("[data-understood-here]");
  here.querySelectorAll("input[name=place_key]").forEach((radio) => radio.remove());
  const chosen = document.createElement("input");
  chosen.type = "hidden";
  chosen.name = "place_key";
  chosen.value = key;
  here.append(chosen);
}

function suggestPlaces(form, refresh) {
  const field = form.elements.namedItem("place_as_published");
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = "place-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.wordsPlaces);
  list.hidden = true;
  field.after(list);
  const described = field.getAttribute("aria-describedby");
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);
  if (described) field.setAttribute("aria-describedby", described);
  let places = [];
  let active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    close();
    choosePlace(form, place.key);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    refresh();
  };
  const mark = (next) => {
    active = next;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    const item = list.children[active];
    if (item) {
      field.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }
  };
  const show = () => {
    list.replaceChildren(...places.map((place, at) => {
      const item = document.createElement("li");
      item.id = `place-suggestion-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = document.createElement("bdi");
      name.textContent = place.found ? `${place.name} (${place.found})` : place.name;
      const more = document.createElement("span");
      more.className = "small soft";
      more.textContent = [place.kind, place.around, place.pcode].filter(Boolean).join(" · ");
      item.append(name, more);
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(place);
      });
      return item;
    }));
    list.hidden = !places.length;
    field.setAttribute("aria-expanded", String(Boolean(places.length)));
  };
  const look = after(200, async () => {
    const words = field.value.trim();
    if (words.length < 2 || !navigator.onLine) return close();
    try {
      const answer = await fetch(`${form.dataset.places}?q=${encodeURIComponent(words)}`, { redirect: "error" });
      if (!answer.ok || document.activeElement !== field) return close();
      places = (await answer.json()).places;
      show();
    } catch {
      close();
    }
    return undefined;
  });
  field.addEventListener("input", look);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((active + step + places.length) % places.length);
    } else if (event.key === "Enter" && active >= 0 && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      choose(places[active]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
}

// --- pointing at a map ------------------------------------------------------------------------

function pointAtMap(form) {
  const details = form.querySelector("[data-point-map]");
  if (!details) return;
  details.hidden = false;
  details.addEventListener("toggle", async () => {
    const here = details.querySelector("[data-map-here]");
    if (!details.open || here.childElementCount) return;
    const answer = await fetch(details.dataset.pointMap);
    if (answer.ok) here.innerHTML = await answer.text();
  });
  details.addEventListener("click", (event) => {
    const map = event.target.closest("svg.pointable");
    if (!map) return;
    const box = map.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const down = (event.clientY - box.top) / box.height;
    const { west, east, south, north } = map.dataset;
    const lat = Number(north) - down * (north - south);
    const lon = Number(west) + across * (east - west);
    const point = form.elements.namedItem("point");
    point.value = `${lat.toFixed(3)}, ${lon.toFixed(3)}`;
    const precision = form.elements.namedItem("location_precision");
    if (!precision.value) precision.value = "2";
    const dot = map.querySelector(".pointed");
    const size = map.viewBox.baseVal;
    dot.setAttribute("cx", across * size.width);
    dot.setAttribute("cy", down * size.height);
    dot.setAttribute("visibility", "visible");
    point.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// A form is sent by its first button, which files; looking through it needs no page of its own.
for (const form of document.querySelectorAll("form[data-told]")) {
  const refresh = readBack(form);
  suggestPlaces(form, refresh);
  pointAtMap(form);
  if (member) {
    keepDrafts(form);
    offerDrafts(form);
  }
}
if (member) forgetWhatArrived();
