// Fails when the app grows beyond what a phone on a slow network should load: gzip, by the build's own manifest.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LIMITS = { js: 180, css: 20, route: 40, precache: 700 };
const folder = process.argv[2] ?? 'dist';
const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'));
const packed = (file) => {
  try {
    return readFileSync(join(folder, `${file}.gz`)).length / 1024;
  } catch {
    return readFileSync(join(folder, file)).length / 1024;
  }
};
function needed(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const other of manifest[key].imports ?? []) needed(other, found);
  return found;
}
const union = (...sets) => new Set(sets.flatMap((set) => [...set]));
const files = (keys, kind) => new Set([...keys].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]).filter((file) => file.endsWith(kind)));
const sum = (keys, kind) => [...files(keys, kind)].reduce((total, file) => total + packed(file), 0);

const entry = needed('index.html');
// Also the screens inside of screens.
const routes = Object.keys(manifest).filter((key) => key.startsWith('src/screens/') && manifest[key].isDynamicEntry);
const faults = [];
const judge = (what, size, limit) => {
  console.log(`${what.padEnd(44)} ${size.toFixed(1).padStart(7)} KB of ${limit}`);
  if (size > limit) faults.push(what);
};
for (const home of ['src/screens/home/Today.tsx', 'src/screens/home/Team.tsx']) {
  const first = union(entry, needed(home), needed('src/i18n/en.ts'));
  judge(`first load of ${home.split('/').at(-1)}, JavaScript`, sum(first, '.js'), LIMITS.js);
  judge(`first load of ${home.split('/').at(-1)}, CSS`, sum(first, '.css'), LIMITS.css);
}
for (const route of new Set(routes)) {
  const more = new Set([...needed(route)].filter((key) => !entry.has(key)));
  judge(route, sum(more, '.js') + sum(more, '.css'), LIMITS.route);
}
const all = new Set(Object.keys(manifest));
judge('everything kept for offline', sum(all, '.js') + sum(all, '.css'), LIMITS.precache);
if (faults.length) {
  console.error(`too large: ${faults.join(', ')}`);
  process.exitCode = 1;
}
