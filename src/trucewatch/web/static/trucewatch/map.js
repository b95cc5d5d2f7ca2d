// The live map of a situation. Where WebGL is missing, the drawing of the server stays in its place.

const holder = document.querySelector("[data-live-map]");
const list = document.querySelector("table[data-incidents]");

if (holder && hasWebGL()) {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    show().catch((error) => {
      console.error(error);
      holder.hidden = true;
      holder.closest("figure").classList.remove("is-live");
    });
  });
  seen.observe(holder.closest("figure"));
}

function hasWebGL() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

async function show() {
  const vendor = holder.dataset.vendor;
  const [library, admin1] = await Promise.all([
    import(`${vendor}maplibre-gl.mjs`),
    fetch(`${vendor}admin1.geojson`).then((answer) => answer.json()),
    styled(`${vendor}maplibre-gl.css`), // before it, the buttons of the map have no size
  ]);
  library.setWorkerUrl(`${vendor}maplibre-gl-worker.mjs`);
  const areas = JSON.parse(document.getElementById("map-areas").textContent);
  for (const area of admin1.features) {
    const known = areas[area.id];
    area.properties.only = known ? known.only : 0;
    area.properties.label = known ? known.name : area.properties.name;
    area.properties.key = known ? known.key : "";
  }
  holder.hidden = false;
  holder.closest("figure").classList.add("is-live");
  const bounds = JSON.parse(holder.dataset.bounds);
  const map = new library.Map({
    container: holder,
    style: style(vendor, admin1),
    // The address gets the first place that the map stands at: without one that is the Gulf of Guinea.
    ...around(bounds),
    bounds,
    fitBoundsOptions: { padding: 8 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    minZoom: 3,
    maxZoom: 15,
    hash: "map",
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    locale: JSON.parse(holder.dataset.words),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }));
  map.addControl(new library.ScaleControl({ unit: "metric" }));
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", holder.getAttribute("aria-label"));
  canvas.setAttribute("role", "application");
  map.setMissingStyleImageResolver((id) => {
    if (id === "hatch" && !map.hasImage(id)) map.addImage(id, hatch());
  });
  link(map);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(style(vendor, admin1)));
  holder.map = map; // for whoever examines the page
}

// About where the map stands once its south-western and north-eastern corners fill it.
function around([[west, south], [east, north]]) {
  const up = (latitude) => Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360));
  const across = (holder.clientWidth / 512) * (360 / (east - west));
  const along = (holder.clientHeight / 512) * ((2 * Math.PI) / (up(north) - up(south)));
  return { center: [(west + east) / 2, (south + north) / 2], zoom: Math.log2(Math.min(across, along)) };
}

function styled(address) {
  return new Promise((resolve, reject) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = address;
    sheet.onload = resolve;
    sheet.onerror = () => reject(new Error(`${address} cannot be had`));
    document.head.append(sheet);
  });
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function style(vendor, admin1) {
  const shades = [1, 2, 3, 4, 5].flatMap((shade) => [shade, colour(`--count-${shade}`)]);
  const shade = ["match", ["get", "shade"], ...shades, colour("--count-5")];
  const none = ["==", ["get", "cell"], ""];
  return {
    version: 8,
    sources: {
      countries: { type: "geojson", data: new URL(`${vendor}countries.geojson`, location.href).href },
      disputed: { type: "geojson", data: new URL(`${vendor}disputed.geojson`, location.href).href },
      admin1: { type: "geojson", data: admin1 },
      names: { type: "geojson", data: { type: "FeatureCollection", features: admin1.features.filter(isProvince).map(middle) } },
      reports: { type: "vector", tiles: [new URL(holder.dataset.tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")], maxzoom: 14 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--map-sea") } },
      { id: "land", type: "fill", source: "countries", paint: { "fill-color": colour("--map-land") } },
      { id: "divisions", type: "fill", source: "admin1", filter: ["==", ["get", "kind"], "province"], paint: { "fill-color": colour("--map-country") } },
      { id: "areas", type: "fill", source: "admin1", filter: [">", ["get", "only"], 0], paint: { "fill-pattern": "hatch" } },
      { id: "division-lines", type: "line", source: "admin1", paint: { "line-color": colour("--map-division"), "line-width": 1 } },
      { id: "borders", type: "line", source: "countries", paint: { "line-color": colour("--map-border"), "line-width": 1.2 } },
      { id: "disputed-under", type: "line", source: "disputed", paint: { "line-color": colour("--map-country"), "line-width": 3 } },
      { id: "disputed", type: "line", source: "disputed", paint: { "line-color": colour("--map-border"), "line-width": 1.6, "line-dasharray": [2, 2] } },
      { id: "hexagons", type: "fill", source: "reports", "source-layer": "hexagons", maxzoom: 9, paint: { "fill-color": shade, "fill-opacity": 0.88, "fill-outline-color": colour("--map-country") } },
      { id: "reaches", type: "fill", source: "reports", "source-layer": "reaches", minzoom: 9, paint: { "fill-color": shade, "fill-opacity": 0.3 } },
      { id: "reach-edges", type: "line", source: "reports", "source-layer": "reaches", minzoom: 9, paint: { "line-color": colour("--count-5"), "line-width": 1, "line-dasharray": [3, 3] } },
      { id: "points", type: "circle", source: "reports", "source-layer": "reports", minzoom: 9, paint: { "circle-color": shade, "circle-radius": ["interpolate", ["linear"], ["get", "shade"], 1, 5, 5, 11], "circle-stroke-color": colour("--ink"), "circle-stroke-width": 1 } },
      { id: "lit-hexagons", type: "line", source: "reports", "source-layer": "hexagons", maxzoom: 9, filter: none, paint: { "line-color": colour("--ink"), "line-width": 3 } },
      { id: "lit-reaches", type: "line", source: "reports", "source-layer": "reaches", minzoom: 9, filter: none, paint: { "line-color": colour("--ink"), "line-width": 3 } },
      { id: "lit-points", type: "circle", source: "reports", "source-layer": "reports", minzoom: 9, filter: none, paint: { "circle-color": "transparent", "circle-radius": 13, "circle-stroke-color": colour("--ink"), "circle-stroke-width": 3 } },
      {
        id: "places", type: "symbol", source: "reports", "source-layer": "places", minzoom: 8,
        layout: { "text-field": ["get", "name"], "text-size": 12, "text-font": ["Noto Sans"], "text-padding": 4, "text-anchor": "bottom", "text-offset": [0, -0.5] },
        paint: { "text-color": colour("--ink"), "text-halo-color": colour("--map-country"), "text-halo-width": 1.6 },
      },
      {
        id: "names", type: "symbol", source: "names",
        layout: { "text-field": ["get", "label"], "text-size": 13, "text-font": ["Noto Sans"], "text-padding": 6 },
        paint: { "text-color": colour("--ink"), "text-halo-color": colour("--map-country"), "text-halo-width": 1.6 },
      },
    ],
  };
}

const isProvince = ({ properties }) => properties.kind === "province";

// The name stands once, in the middle of the largest part.
function middle({ properties, geometry }) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const ring = polygons.map(([outer]) => outer).sort((a, b) => b.length - a.length)[0];
  let [area, x, y] = [0, 0, 0];
  for (let i = 1; i < ring.length; i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
    const cross = ax * by - bx * ay;
    [area, x, y] = [area + cross, x + (ax + bx) * cross, y + (ay + by) * cross];
  }
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [x / (3 * area), y / (3 * area)] } };
}

// Oblique lines for what is known to its governorate only: an area, never a dot.
function hatch() {
  const side = 8;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d");
  pen.strokeStyle = colour("--ink-soft");
  pen.globalAlpha = 0.55;
  pen.beginPath();
  for (const offset of [-side, 0, side]) {
    pen.moveTo(offset, side);
    pen.lineTo(offset + side, 0);
  }
  pen.stroke();
  return pen.getImageData(0, 0, side, side);
}

// What is pointed at on the map is marked in the list, and the other way round.
function link(map) {
  const targets = ["hexagons", "points", "reaches"];
  const light = (cells, incident) => {
    if (!map.getLayer("lit-hexagons")) return;
    map.setFilter("lit-hexagons", ["in", ["get", "cell"], ["literal", cells]]);
    map.setFilter("lit-reaches", ["in", ["get", "cell"], ["literal", cells]]);
    map.setFilter("lit-points", ["==", ["get", "incident"], incident]);
  };
  map.on("mousemove", (event) => {
    const [found] = map.queryRenderedFeatures(event.point, { layers: targets.filter((id) => map.getLayer(id)) });
    map.getCanvas().style.cursor = found ? "pointer" : "";
    const { cell = "", incident = "" } = found?.properties ?? {};
    markRows((row) => (cell && row.dataset.cells.split(" ").includes(cell)) || (incident && row.dataset.incident === incident));
    light(cell ? [cell] : [], incident || "-");
    holder.title = found ? holder.dataset.count.replace("%s", found.properties.reports) : "";
  });
  map.on("mouseout", () => {
    markRows(() => false);
    light([], "-");
  });
  map.on("click", (event) => {
    const [found] = map.queryRenderedFeatures(event.point, { layers: targets });
    if (!found) {
      const [area] = map.queryRenderedFeatures(event.point, { layers: ["areas"] });
      if (area?.properties.key) location.href = `${holder.dataset.areaBase}area=${area.properties.key}&known_to=4`;
      return;
    }
    const { cell, incident } = found.properties;
    if (cell) location.href = `${holder.dataset.base}cell=${cell}`;
    else if (incident) location.href = holder.dataset.incident.replace("00000000-0000-0000-0000-000000000000", incident);
    else map.easeTo({ center: event.lngLat, zoom: Math.min(15, map.getZoom() + 2) });
  });
  for (const row of rows()) {
    const on = () => light(row.dataset.cells.split(" "), row.dataset.incident);
    row.addEventListener("mouseenter", on);
    row.addEventListener("focusin", on);
    row.addEventListener("mouseleave", () => light([], "-"));
    row.addEventListener("focusout", () => light([], "-"));
  }
}

function rows() {
  return list ? [...list.tBodies[0].rows] : [];
}

function markRows(isMeant) {
  for (const row of rows()) row.classList.toggle("lit", Boolean(isMeant(row)));
}

// The same link with the drawing of the server.
for (const row of rows()) {
  const cells = () => row.dataset.cells.split(" ").filter(Boolean);
  const mark = (is) => {
    for (const cell of cells()) {
      for (const hexagon of document.querySelectorAll(`svg a[href*="cell=${cell}"]`)) hexagon.classList.toggle("lit", is);
    }
  };
  for (const [name, is] of [["mouseenter", true], ["focusin", true], ["mouseleave", false], ["focusout", false]]) {
    row.addEventListener(name, () => mark(is));
  }
}
for (const hexagon of document.querySelectorAll('svg a[href*="cell="]')) {
  const cell = new URL(hexagon.href.baseVal, location.href).searchParams.get("cell");
  hexagon.addEventListener("mouseenter", () => markRows((row) => row.dataset.cells.split(" ").includes(cell)));
  hexagon.addEventListener("mouseleave", () => markRows(() => false));
}
