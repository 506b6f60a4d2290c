/** No text stands in the code: what people read is in the two dictionaries. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const READ = new Set(['title', 'label', 'placeholder', 'aria-label', 'alt', 'hint', 'description']);
const CHINESE = /\p{Script=Han}/u;
/** Names of languages stand in their own language wherever they are shown. */
const ALLOWED = new Set(['中文', 'English']);

/** ms: every screen is parsed. */
const PATIENCE = 60_000;

function hardCoded(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(node.text.trim());
    if (ts.isJsxAttribute(node) && READ.has(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer) && /\p{L}/u.test(node.initializer.text)) found.push(node.initializer.text);
    if (ts.isStringLiteralLike(node) && CHINESE.test(node.text)) found.push(node.text);
    ts.forEachChild(node, look);
  };
  look(source);
  return found.filter((text) => !ALLOWED.has(text)).map((text) => `${file}: ${text}`);
}

function keys(words: object, path = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) => (typeof value === 'object' ? keys(value as object, `${path}${key}.`) : [`${path}${key}`]));
}

const values = (words: object): string[] => Object.values(words).flatMap((value: unknown) => (typeof value === 'object' && value !== null ? values(value) : [String(value)]));

test('no text is hard-coded in a screen', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/i18n\/(\w+\/)?(zh|en)\.ts$/.test(file))
    .filter((file) => !file.startsWith('api/types/'))
    .map((file) => `src/${file}`);
  expect(files.length).toBeGreaterThan(30);
  expect(files.flatMap(hardCoded)).toEqual([]);
}, PATIENCE);

/** The dictionary of the first load, and those of areas that are opened later. */
const FOLDERS = ['.', ...readdirSync('src/i18n', { withFileTypes: true }).filter((each) => each.isDirectory()).map(({ name }) => name)];
const read = async (folder: string, language: string) => ((await import(/* @vite-ignore */ resolve('src/i18n', folder, `${language}.ts`))) as { default: object }).default;
const PAIRS = await Promise.all(FOLDERS.map(async (folder) => ({ folder, zh: await read(folder, 'zh'), en: await read(folder, 'en') })));

test.each(PAIRS)('$folder: both languages have the same keys, and each says them in its own script', ({ zh, en }) => {
  expect(keys(en).sort()).toEqual(keys(zh).sort());
  expect(values(en).filter((text) => CHINESE.test(text))).toEqual([]);
  expect([...values(zh), ...values(en)].filter((text) => text.trim() === '')).toEqual([]);
});

test.each(PAIRS)('$folder: both languages take the same values', ({ zh, en }) => {
  const taken = (words: object) => values(words).map((text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort().join());
  expect(taken(en)).toEqual(taken(zh));
});
