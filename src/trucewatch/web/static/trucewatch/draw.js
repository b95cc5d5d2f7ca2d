// An area is drawn corner by corner on the map above its field. Without this it is typed as GeoJSON.

const board = document.querySelector("[data-draw]");
const field = board && document.getElementById(board.dataset.draw);
if (field) {
  const [west, north, across, down] = ["west", "north", "across", "down"].map((name) => Number(board.dataset[name]));
  const svg = board.querySelector("svg");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("class", "outline");
  svg.append(shape);
  svg.classList.add("is-drawn-on");
  let corners = [];
  let isClosed = false;
  board.hidden = false;

  const degrees = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [Number((west + point.x / across).toFixed(5)), Number((north - point.y / down).toFixed(5))];
  };
  const place = ([lon, lat]) => `${((lon - west) * across).toFixed(1)} ${((north - lat) * down).toFixed(1)}`;
  const path = (ring, ends) => (ring.length ? `M${ring.map(place).join("L")}${ends ? "Z" : ""}` : "");

  const show = () => {
    const dots = corners.map((corner) => `M${place(corner)}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0`).join("");
    shape.setAttribute("d", path(corners, isClosed) + dots);
    board.querySelector("[data-corners]").textContent = corners.length ? String(corners.length) : "";
    board.querySelector("[data-close-outline]").disabled = corners.length < 3 || isClosed;
    board.querySelector("[data-take-back]").disabled = !corners.length;
  };
  const write = () => {
    field.value = isClosed ? JSON.stringify({ type: "Polygon", coordinates: [[...corners, corners[0]]] }) : "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const read = () => {
    try {
      const typed = JSON.parse(field.value);
      const rings = typed.type === "Polygon" ? typed.coordinates : typed.coordinates.flat();
      shape.setAttribute("d", rings.map((ring) => path(ring, true)).join(""));
      corners = typed.type === "Polygon" && rings.length === 1 ? rings[0].slice(0, -1) : [];
      isClosed = true;
      if (corners.length) show();
    } catch {
      // what is being typed is not whole yet
    }
  };

  svg.addEventListener("click", (event) => {
    if (isClosed) return;
    corners.push(degrees(event));
    show();
  });
  board.querySelector("[data-close-outline]").addEventListener("click", () => {
    isClosed = true;
    show();
    write();
  });
  board.querySelector("[data-take-back]").addEventListener("click", () => {
    isClosed = false;
    corners.pop();
    show();
    write();
  });
  board.querySelector("[data-begin-again]").addEventListener("click", () => {
    isClosed = false;
    corners = [];
    show();
    write();
  });
  field.addEventListener("input", read);
  show();
  read();
}
