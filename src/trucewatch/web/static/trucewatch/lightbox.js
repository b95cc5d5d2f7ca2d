// Pictures in full, one after the other. Without this they open as pages of their own.

const pictures = [...document.querySelectorAll("a[data-lightbox]")];
if (pictures.length) {
  const box = document.createElement("dialog");
  box.className = "lightbox";
  const figure = document.createElement("figure");
  const image = document.createElement("img");
  const caption = document.createElement("figcaption");
  caption.dir = "auto";
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", document.body.dataset.close ?? "Close");
  figure.append(image, caption);
  box.append(close, figure);
  document.body.append(box);
  let here = 0;

  const show = (number) => {
    here = (number + pictures.length) % pictures.length;
    image.src = pictures[here].href;
    image.alt = pictures[here].dataset.caption;
    caption.textContent = pictures[here].dataset.caption;
    if (!box.open) box.showModal();
  };
  for (const [number, picture] of pictures.entries()) {
    picture.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(number);
    });
  }
  close.addEventListener("click", () => box.close());
  box.addEventListener("click", (event) => event.target === box && box.close());
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(here + (document.dir === "rtl" ? -step : step));
  });
  box.addEventListener("close", () => pictures[here].focus());
}
