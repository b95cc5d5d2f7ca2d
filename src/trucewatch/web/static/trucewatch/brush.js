// Drawing a stretch over the weeks limits the situation to it. The fields of the filter do the same.

const chart = document.querySelector("svg[data-brush]");
if (chart) {
  const { first, left, day, base, end } = chart.dataset;
  const start = Date.parse(`${first}T00:00:00Z`);
  const stretch = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  stretch.setAttribute("class", "brush");
  let from = null;

  const across = (event) => {
    const box = chart.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * chart.viewBox.baseVal.width;
    return Math.max(Number(left), Math.min(Number(end) - 0.01, x));
  };
  const dayAt = (x) => new Date(start + Math.floor((x - Number(left)) / Number(day)) * 86_400_000).toISOString().slice(0, 10);
  const stop = () => {
    from = null;
    stretch.remove();
  };

  chart.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType !== "touch") from = across(event);
  });
  chart.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const to = across(event);
    if (Math.abs(to - from) < 5) return;
    if (!stretch.isConnected) {
      chart.append(stretch);
      chart.setPointerCapture(event.pointerId);
    }
    stretch.setAttribute("x", Math.min(from, to));
    stretch.setAttribute("width", Math.abs(to - from));
    stretch.setAttribute("y", 0);
    stretch.setAttribute("height", base);
  });
  chart.addEventListener("pointerup", (event) => {
    if (from !== null && stretch.isConnected) {
      const [since, until] = [from, across(event)].sort((a, b) => a - b).map(dayAt);
      location.href = `${chart.dataset.brush}since=${since}&until=${until}`;
    }
    stop();
  });
  // A bar under the pointer is no link while a stretch is being drawn.
  chart.addEventListener("click", (event) => stretch.isConnected && event.preventDefault(), true);
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => event.key === "Escape" && stop());
}
