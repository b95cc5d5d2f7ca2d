// What a page does beyond plain HTML. Everything works without it.

// Ctrl+Enter (or Cmd+Enter) sends the form that the cursor is in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest("form[data-send-keys]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What was done is read out and stays in view, wherever on the page one lands; it can be put away.
const told = document.querySelector("[data-told]");
const close = told?.querySelector("[data-close-told]");
if (close) {
  close.hidden = false;
  close.addEventListener("click", () => {
    told.remove();
    document.getElementById("content").focus({ preventScroll: true });
  });
}
// after the jump to a part of the page, which takes the focus away, and not from whatever has it by then
window.addEventListener("load", () => {
  if (document.activeElement === document.body) told?.focus({ preventScroll: true });
});

// The summary of errors is read out and stands in view.
document.getElementById("errors")?.focus();

// Links shown once are marked whole when they are pointed at.
for (const field of document.querySelectorAll("input.copy")) {
  field.addEventListener("focus", () => field.select());
}

// Paper shows what the screen has folded away only where it was open; a record prints whole.
window.addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details[data-print-open]")) folded.open = true;
});
