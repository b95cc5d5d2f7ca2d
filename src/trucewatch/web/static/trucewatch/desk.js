// The press desk: choosing and settling proposals without loading the page anew. Every act is a form
// that works without this.

const desk = document.querySelector("[data-desk]");
const panel = document.querySelector("[data-panel]");
const list = document.querySelector("[data-rows]");
const wide = window.matchMedia("(min-width: 64rem)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const HEADERS = { "X-Desk": "1" };
const SETTLE_AFTER = 90;
let busy = false;
let asked = 0;
let wanted = null; // the proposal that the list shows as chosen, whose panel may still be on its way
let timer;
let moved = 0;

if (desk && panel && list) {
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-p]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    choose(link.dataset.p);
  });
  list.addEventListener("focusin", (event) => {
    const key = event.target.closest("a[data-p]")?.dataset.p;
    clearTimeout(timer);
    if (!key || busy) return;
    wanted = key;
    const isRun = event.timeStamp - moved < 2 * SETTLE_AFTER; // a key held down asks once, at its end
    moved = event.timeStamp;
    if (key === chosen()) return;
    if (isRun) timer = setTimeout(() => choose(key), SETTLE_AFTER);
    else choose(key);
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
  clearTimeout(timer);
  if (busy) return;
  wanted = key;
  if (key === chosen()) return;
  const mine = ++asked;
  const kind = new URL(window.location.href).searchParams.get("kind");
  const limit = kind ? `?kind=${encodeURIComponent(kind)}` : "";
  const answer = await fetch(`/desk/proposals/${key}/${limit}`, { headers: HEADERS }).catch(() => null);
  if (mine !== asked) return;
  if (signedOut(answer)) return window.location.reload();
  if (!answer?.ok) return failed();
  put(await answer.text());
  mark(key, { stay });
}

// Settles what the panel shows. Keys can be quicker than the network: where another line is chosen
// already, its panel comes first, so that nobody accepts what they no longer look at.
async function settle(form) {
  if (busy) return;
  const verb = form.dataset.deskForm;
  if (wanted && wanted !== chosen() && ["accept", "refuse", "again"].includes(verb)) {
    const key = wanted;
    await choose(key);
    const same = chosen() === key && wanted === key && panel.querySelector(`[data-desk-form="${verb}"]`);
    if (!same || busy) return;
    form = same;
  }
  busy = true;
  asked += 1;
  clearTimeout(timer);
  panel.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body, headers: HEADERS }).catch(() => null);
  const html = answer?.ok || answer?.status === 422 ? await answer.text().catch(() => null) : null;
  busy = false;
  panel.removeAttribute("aria-busy");
  const isShut = signedOut(answer) || answer?.status === 403;
  if (isShut && verb === "edit") return failed(desk.dataset.shut); // what was written stays
  if (isShut || answer?.status === 404 || answer?.status === 409) return window.location.reload();
  if (html === null) return failed();
  put(html);
  wanted = null;
  if (answer.ok) mark(chosen(), { focus: true });
  else tell(panel.querySelector("#errors, [role=alert]"));
}

// Shows why nothing was done, without moving the page where the panel stands beside the text.
function tell(reason) {
  if (!reason) return;
  if (!wide.matches) return reason.scrollIntoView({ block: "nearest" });
  panel.scrollTop = Math.max(0, reason.offsetTop + reason.offsetHeight + 8 - panel.clientHeight);
}

// The session has ended: the answer is the page that asks to sign in.
function signedOut(answer) {
  return Boolean(answer?.redirected);
}

// Puts what the server sent in place: the panel, lines that changed, how many wait.
function put(html) {
  const sent = new DOMParser().parseFromString(html, "text/html");
  const elsewhere = sent.querySelector("[data-elsewhere]");
  if (elsewhere) return window.location.assign(elsewhere.getAttribute("href"));
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
  if (words.length && wide.matches && !stay && !still) show(words[0]);
  if (stay && !wide.matches) panel.scrollIntoView({ block: "start" });
  if (still) return;
  const here = new URL(window.location.href);
  if (here.searchParams.get("p") !== key) {
    here.searchParams.set("p", key);
    here.searchParams.delete("c");
    here.searchParams.delete("part");
    here.hash = "";
    window.history.replaceState(null, "", here);
  }
}

// Brings words to the middle of the view, and never so far that the foot of the page pushes the panel
// out of it. Paragraphs that were never drawn have a guessed height, so there it is done twice.
function show(words, again = true) {
  const behavior = calm.matches ? "auto" : "smooth";
  const [at, frame] = [words.getBoundingClientRect(), desk.getBoundingClientRect()];
  const beyond = at.top + at.height / 2 - window.innerHeight / 2 - (frame.bottom - window.innerHeight);
  if (beyond <= 0) words.scrollIntoView({ block: "center", behavior });
  else {
    window.scrollTo({ top: window.scrollY + frame.bottom - window.innerHeight, behavior: "instant" });
    if (again) requestAnimationFrame(() => requestAnimationFrame(() => show(words, false)));
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

function failed(why = desk.dataset.failed) {
  panel.querySelector("[data-failure]")?.remove();
  const note = document.createElement("p");
  note.className = "note error";
  note.dataset.failure = "";
  note.setAttribute("role", "alert");
  note.textContent = why;
  panel.prepend(note);
  panel.scrollTop = 0;
}
