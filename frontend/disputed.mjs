// Lines on the ground whose standing is disputed, as a layer of their own. The base map draws borders
// as they are held; these are drawn over it as disputed, whichever side the base map took.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mesh } from "topojson-client";

// Borders in the base map between two of its territories that are not agreed between the states
// concerned. The names are the base map's own.
const HELD = [
  ["Israel", "Syria"],
  ["Israel", "Lebanon"],
  ["Israel", "Palestine"],
  ["Cyprus", "N. Cyprus"],
  ["Cyprus U.N. Buffer Zone", "N. Cyprus"],
  ["Cyprus U.N. Buffer Zone", "Cyprus"],
  ["Ukraine", "Russia"],
  ["Morocco", "W. Sahara"],
  ["Somalia", "Somaliland"],
  ["Serbia", "Kosovo"],
];

// The armistice line of 1949 west of the Golan Heights, which the base map leaves out. Read off to
// about a kilometre: it shows that there is a line, not where it runs through a field.
const MISSING = [
  {
    between: ["Israel", "Syria"],
    line: [
      [35.69, 33.28], [35.66, 33.24], [35.63, 33.24], [35.64, 33.18], [35.65, 33.12], [35.645, 33.05],
      [35.63, 32.99], [35.63, 32.93], [35.62, 32.89], [35.645, 32.86], [35.65, 32.81], [35.64, 32.76],
      [35.645, 32.72], [35.68, 32.685],
    ],
  },
];

/** The disputed lines that come near the window. */
export function disputed(packages, window) {
  const atlas = JSON.parse(readFileSync(join(packages, "world-atlas", "countries-10m.json"), "utf8"));
  const known = new Set(HELD.map(key));
  const features = HELD.flatMap((pair) => {
    const lines = mesh(atlas, atlas.objects.countries, (a, b) => {
      const between = [a.properties.name, b.properties.name];
      return a !== b && known.has(key(between)) && key(between) === key(pair);
    });
    return lines.coordinates.length ? [line(pair, lines.coordinates)] : [];
  });
  features.push(...MISSING.map(({ between, line: course }) => line(between, [course])));
  return { type: "FeatureCollection", features: features.filter((each) => isNear(each, window)) };
}

const key = (pair) => [...pair].sort().join("|");

function line(between, coordinates) {
  const rounded = coordinates.map((part) => part.map((position) => position.map((n) => Math.round(n * 1e3) / 1e3)));
  return { type: "Feature", properties: { between }, geometry: { type: "MultiLineString", coordinates: rounded } };
}

function isNear({ geometry }, [west, south, east, north]) {
  return geometry.coordinates.some((part) => part.some(([x, y]) => x >= west && x <= east && y >= south && y <= north));
}
