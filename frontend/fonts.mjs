// The interface's fonts: variable weight, upright, only the scripts that the interface speaks.

import { copyFileSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const families = [
  { name: "Noto Sans", source: "noto-sans", subsets: ["latin", "latin-ext", "cyrillic"] },
  { name: "Noto Sans Arabic", source: "noto-sans-arabic", subsets: ["arabic"] },
];

/** Copies the font files to `target` and returns the style sheet that names them. */
export function fonts(packages, target) {
  return families
    .flatMap((family) => family.subsets.map((subset) => face(family, subset, packages, target)))
    .join("\n");
}

function face({ name, source }, subset, packages, target) {
  const folder = join(packages, "@fontsource-variable", source);
  const sheet = readFileSync(join(folder, "wght.css"), "utf8");
  const wanted = `/${source}-${subset}-wght-normal.woff2`;
  const block = sheet.split("@font-face").find((part) => part.includes(wanted));
  if (!block) throw new Error(`${source} has no subset ${subset}`);
  const file = basename(block.match(/url\(([^)]+)\)/)[1]);
  copyFileSync(join(folder, "files", file), join(target, file));
  return `@font-face {
  font-family: "${name}";
  font-style: normal;
  font-display: swap;
  font-weight: ${block.match(/font-weight: ([^;]+);/)[1]};
  src: url("fonts/${file}") format("woff2");
  unicode-range: ${block.match(/unicode-range: ([^;]+);/)[1]};
}
`;
}
