// The press desk: choosing and settling proposals without loading the page anew. Every act is a form
// that works without this.

const desk = document.querySelector("[data-desk]");
const panel = document.querySelector("[data-panel]");
const list = document.querySelector("[data-rows]");
const wide = window.matchMedia("(min-width: 64rem)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const HEADERS = { "X-Desk": "1" };
let busy = false;
let asked = 0;

if (desk && panel && list) {
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-p]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    choose(link.dataset.p);
  });
  let timer;
  list.addEventListener("focusin", (event) => {
    const key = event.target.closest("a[data-p]")?.dataset.p;
    clearTimeout(timer);
    if (key && key !== chosen()) timer = setTimeout(() => choose(key), 90);
  });
  desk.querySelector(".paper")?.addEventListener("click", (event) => {
    const found = event.target.closest(".hl[data-p]");
    if (!found || String(window.getSelection())) return;
    event.preventDefault();
    choose(found.dataset.p, { stay: true });
  });
  panel.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-desk-form]")) return;
    event.preventDefault();
    event.stopPropagation();
    settle(event.target);
  });
  panel.addEventListener("toggle", begin, true);
  mark(chosen(), { still: !window.location.search.includes("p=") });
}

// Whoever opens the form goes on typing in it.
function begin(event) {
  if (!event.target.matches(".edit") || !event.target.open) return;
  const field = event.target.querySelector("textarea, select, input:not([type=hidden])");
  field?.focus({ preventScroll: true });
  panel.scrollTop = event.target.offsetTop;
}

function chosen() {
  return panel.querySelector("[data-proposal]")?.dataset.proposal;
}

async function choose(key, { stay = false } = {}) {
  if (busy || key === chosen()) return;
  const mine = ++asked;
  const kind = new URL(window.location.href).searchParams.get("kind");
  const limit = kind ? `?kind=${encodeURIComponent(kind)}` : "";
  const answer = await fetch(`/desk/proposals/${key}/${limit}`, { headers: HEADERS }).catch(() => null);
  if (mine !== asked) return;
  if (!answer?.ok) return failed();
  put(await answer.text());
  mark(key, { stay });
}

async function settle(form) {
  if (busy) return;
  busy = true;
  asked += 1;
  panel.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body, headers: HEADERS }).catch(() => null);
  busy = false;
  panel.removeAttribute("aria-busy");
  if (!answer) return failed();
  if (!answer.ok && answer.status !== 422) return window.location.reload();
  put(await answer.text());
  if (answer.ok) mark(chosen(), { focus: true });
  else panel.querySelector("#errors, [role=alert]")?.scrollIntoView({ block: "nearest" });
}

// Puts what the server sent in place: the panel, lines that changed, how many wait.
function put(html) {
  const sent = new DOMParser().parseFromString(html, "text/html");
  const fresh = sent.querySelector("[data-new-panel]");
  if (fresh) panel.replaceChildren(...fresh.childNodes);
  panel.scrollTop = 0;
  for (const row of sent.querySelectorAll("[data-new-rows] > li")) {
    document.getElementById(row.id)?.replaceWith(row);
    const state = [...row.classList].find((name) => name.startsWith("s-"));
    for (const words of highlights(row.dataset.row)) {
      words.className = words.className.replace(/\bs-\w+/, state);
    }
  }
  const waiting = sent.querySelector("[data-new-waiting]");
  const told = document.querySelector("[data-waiting]");
  if (waiting && told) told.textContent = waiting.textContent;
}

// Shows which proposal is chosen, in the list, in the text and in the address.
function mark(key, { focus = false, stay = false, still = false } = {}) {
  for (const link of list.querySelectorAll("a[aria-current]")) link.removeAttribute("aria-current");
  for (const words of desk.querySelectorAll(".hl.is-here")) words.classList.remove("is-here");
  if (!key) return;
  const link = list.querySelector(`a[data-p="${key}"]`);
  if (link) {
    link.setAttribute("aria-current", "true");
    if (focus) link.focus({ preventScroll: true });
    reveal(link);
    requestAnimationFrame(() => reveal(link));
  }
  const words = highlights(key);
  for (const each of words) each.classList.add("is-here");
  if (words.length && wide.matches && !stay && !still) {
    words[0].scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  }
  if (stay && !wide.matches) panel.scrollIntoView({ block: "start" });
  if (still) return;
  const here = new URL(window.location.href);
  if (here.searchParams.get("p") !== key) {
    here.searchParams.set("p", key);
    here.searchParams.delete("c");
    here.hash = "";
    window.history.replaceState(null, "", here);
  }
}

// Brings a line into the view of the list, without moving the page; lines that were never drawn have
// a guessed height, so it is done twice.
function reveal(link) {
  const [line, frame] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
  if (line.top < frame.top || line.bottom > frame.bottom) {
    list.scrollTop += line.top - frame.top - frame.height / 3;
  }
}

function highlights(key) {
  return [...desk.querySelectorAll(`.paper .hl[data-p="${key}"]`)];
}

function failed() {
  const note = document.createElement("p");
  note.className = "note error";
  note.setAttribute("role", "alert");
  note.textContent = desk.dataset.failed;
  panel.prepend(note);
}
