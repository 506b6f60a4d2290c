import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { noteTime } from '../src/offline/clock';
import { has, sorted } from '../src/offline/copies';
import { take } from '../src/offline/copying';
import { storeOf, withStore, type Store } from '../src/offline/db';
import { drain, submit, type Command } from '../src/offline/outbox';
import { sweepPhotos, uploadsOf } from '../src/offline/photos';

let kept: Store;
let person = 0;
/** What the service has of a file, what it was sent of it, and how often it answers before the network breaks. */
let file: { received: number; length: number; parts: number[]; cutAfter: number };
let batches: { path: string; after?: string; if_match?: string; body: Record<string, unknown>; captured_at: string; person?: string }[][];
let answers: Record<string, { status: string; body?: unknown }>;

const FILES = '/api/leads/v1/files';
const json = (content: unknown, status = 200, headers = {}) => new Response(JSON.stringify(content), { status, headers: { 'content-type': 'application/json', ...headers } });
const command = (subject: string, more: Partial<Command> = {}): Command => ({ service: 'leads', method: 'POST', path: `/api/leads/v1/leads/${subject}/follow-ups`, body: {}, subject, kind: 'followUp', title: subject, ...more });

async function put(request: Request): Promise<Response> {
  if (file.parts.length === file.cutAfter) {
    file.cutAfter = -1;
    throw new TypeError('cut');
  }
  const part = (await request.arrayBuffer()).byteLength;
  const offset = Number(request.headers.get('upload-offset'));
  if (offset !== file.received) return json({ code: 'upload-offset', status: 409, title: '', params: { offset: file.received } }, 409);
  file.length = Number(request.headers.get('upload-length'));
  file.parts.push(part);
  file.received += part;
  return json({ received: file.received, media_type: file.received === file.length ? 'image/jpeg' : null });
}

beforeEach(() => {
  person += 1;
  kept = storeOf(`offline-${person}`);
  file = { received: 0, length: 0, parts: [], cutAfter: -1 };
  batches = [];
  answers = {};
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/session') return json({ csrf: 'proof', person: { id: `offline-${person}` } });
    if (pathname.startsWith(FILES)) return request.method === 'PUT' ? put(request) : json({ received: file.received, media_type: null });
    const batch = (await request.json()) as { person: string; commands: (typeof batches)[number] };
    batches.push(batch.commands.map((each) => ({ ...each, person: batch.person })));
    return json({ results: batch.commands.map((each) => ({ key: (each as unknown as { key: string }).key, http_status: 200, status: 'ok', ...answers[each.path] })) });
  });
});

afterEach(() => vi.unstubAllGlobals());

const photo = (sha256: string, bytes: number) => kept.photos.add({ path: `${FILES}/${sha256}`, name: 'a.jpg', type: 'image/jpeg', bytes: new ArrayBuffer(bytes), at: Date.now(), sent: 0, begun: false });

test('a photo goes before the command that names it, and text does not wait for photos', async () => {
  await photo('a', 500_000);
  vi.stubGlobal('navigator', { onLine: true });
  await kept.outbox.bulkAdd([
    { ...row('one'), uploads: uploadsOf([{ sha256: 'a', name: 'a' }], FILES) },
    row('one'),
    row('two'),
  ]);
  expect(await drain()).toBe(true);
  expect(batches.map((batch) => batch.map(({ path }) => path.split('/')[5]))).toEqual([['two'], ['one', 'one']]);
  expect(file.received).toBe(500_000);
  expect(await kept.photos.where('sent').equals(1).count()).toBe(1);
});

test('after a cut a photo goes on where the service says, and nothing is sent twice whole', async () => {
  await photo('b', 3_000_000);
  file.cutAfter = 1;
  await kept.outbox.add({ ...row('one'), uploads: [`${FILES}/b`] });
  expect(await drain()).toBe(false);
  const before = file.received;
  expect(before).toBeGreaterThan(0);
  expect(await drain()).toBe(true);
  expect(file.parts.reduce((sum, part) => sum + part)).toBe(3_000_000);
  expect(await kept.outbox.count()).toBe(0);
});

test('a photo that the service has lost is sent again', async () => {
  await photo('c', 1_000);
  await kept.photos.update(`${FILES}/c`, { sent: 1, begun: true });
  const path = '/api/leads/v1/leads/one/follow-ups';
  const refusal = { status: 'rejected', body: { code: 'invalid', status: 422, title: '', errors: [{ code: 'not-uploaded', detail: '' }] } };
  Object.defineProperty(answers, path, { get: () => (file.received < 1_000 ? refusal : undefined) });
  await kept.outbox.add({ ...row('one'), uploads: [`${FILES}/c`] });
  await drain();
  expect([file.received, await kept.outbox.count()]).toEqual([1_000, 0]);
});

test('what follows a lead that became part of another one follows it there', async () => {
  await kept.outbox.bulkAdd([{ ...row('mine'), kind: 'registerLead', path: '/api/leads/v1/leads' }, row('mine')]);
  answers['/api/leads/v1/leads'] = { status: 'ok', body: { id: 'theirs', merged: true } };
  answers['/api/leads/v1/leads/mine/follow-ups'] = { status: 'rejected', body: { code: 'not-found', status: 404, title: '' } };
  await drain();
  expect(batches.flat().map(({ path }) => path)).toEqual(['/api/leads/v1/leads', '/api/leads/v1/leads/mine/follow-ups', '/api/leads/v1/leads/theirs/follow-ups']);
  expect(await kept.outbox.count()).toBe(0);
});

test('an edit is based on the edit or the making before it, and on its own version behind anything else', async () => {
  const edit = { method: 'PATCH' as const, base: { need: null }, if_match: '"3"', kind: 'revise' };
  await kept.outbox.bulkAdd([row('a', edit), row('a', { ...edit, key: 'second' }), row('b'), row('b', edit)]);
  await drain();
  const based = batches[0]?.map(({ after, if_match }) => [after !== undefined, if_match]);
  expect(based).toEqual([[false, '"3"'], [true, undefined], [false, undefined], [false, '"3"']]);
});

test('a clock that was ahead is put right before anything is sent, and batches say whose they are', async () => {
  const ahead = new Date(Date.now() + 86_400_000).toISOString();
  await kept.outbox.add({ ...row('one'), captured_at: ahead, body: { occurred_at: ahead, due_at: new Date(Date.now() + 9 * 86_400_000).toISOString() } });
  await drain();
  const [sent] = batches.flat();
  expect(Date.parse(String(sent?.body.occurred_at))).toBeLessThanOrEqual(Date.now());
  expect(Date.parse(sent?.captured_at ?? '')).toBeLessThanOrEqual(Date.now());
  expect(Date.parse(String(sent?.body.due_at))).toBeGreaterThan(Date.now());
  expect(sent?.person).toBe(`offline-${person}`);
});

test('a device learns from answers how wrong its clock is', async () => {
  noteTime(new Date(Date.now() - 86_400_000).toUTCString());
  await submit(command('one'));
  expect(Date.now() - Date.parse(batches.flat()[0]?.captured_at ?? '')).toBeGreaterThan(86_000_000);
  noteTime(new Date().toUTCString());
});

test('a store whose connection was lost is opened anew, and the work begins again', async () => {
  let tries = 0;
  const lost = Object.assign(new Error('Connection to Indexed Database server lost'), { name: 'UnknownError' });
  const count = await withStore(async (store) => {
    tries += 1;
    if (tries === 1) throw lost;
    return store.outbox.count();
  });
  expect([tries, count]).toEqual([2, 0]);
});

const change = (id: string, version: number, row: unknown = { id }) => ({ kind: 'lead', id, version, row });
const page = (changes: ReturnType<typeof change>[], more: boolean, reset: string[] = []) => ({ changes, cursor: `${changes.length}`, more, reset, missing: [] });
const ids = async () => (await kept.copies.toArray()).map(({ id }) => id).sort();

test('a copy that begins anew keeps the old rows until the new ones are all there, and tombstones take rows away', async () => {
  await take(kept, page([change('a', 1), change('b', 1)], false, ['lead']));
  await take(kept, page([change('b', 2, null)], false));
  expect(await ids()).toEqual(['a']);
  await take(kept, page([change('c', 1)], true, ['lead']));
  expect(await ids()).toEqual(['a', 'c']);
  await take(kept, page([], false));
  expect(await ids()).toEqual(['c']);
});

test('what a service is silent about is not taken for gone', async () => {
  await take(kept, page([change('a', 1)], false, ['lead']));
  await take(kept, { ...page([], false, ['lead']), missing: ['leads'] });
  expect(await ids()).toEqual(['a']);
});

test('lists from the copy are ordered and searched as the server does', () => {
  expect(sorted([{ score: 1 }, { score: null }, { score: 9 }], '-score').map(({ score }) => score)).toEqual([9, 1, null]);
  expect(sorted([{ at: '2026-02' }, { at: null }, { at: '2026-01' }], 'at').map(({ at }) => at)).toEqual(['2026-01', '2026-02', null]);
  expect(sorted([{ amount: { amount: '9.5' } }, { amount: { amount: '100' } }], '-amount').map(({ amount }) => amount.amount)).toEqual(['100', '9.5']);
  expect([has('启航', null, '上海启航包装'), has('138 0000', '13800001111'), has('ACME', 'acme ltd'), has('x', undefined)]).toEqual([true, true, true, false]);
});

test('photos that nothing names are forgotten after a day, those of a draft are not', async () => {
  const old = Date.now() - 2 * 86_400_000;
  for (const sha of ['draft', 'loose', 'queued']) await kept.photos.add({ path: `${FILES}/${sha}`, name: '', type: '', bytes: new ArrayBuffer(1), at: old, sent: 0, begun: false });
  await kept.drafts.put({ form: 'x', value: { photos: [{ sha256: 'draft', name: '' }] } });
  await kept.outbox.add({ ...row('one'), state: 'rejected', uploads: [`${FILES}/queued`] });
  await sweepPhotos(kept);
  expect((await kept.photos.toCollection().primaryKeys()).sort()).toEqual([`${FILES}/draft`, `${FILES}/queued`]);
});

function row(subject: string, more: Partial<Command> = {}) {
  return { if_match: null, ...command(subject, more), key: more.key ?? crypto.randomUUID(), captured_at: new Date().toISOString(), state: 'waiting' as const, problem: null, tries: 0 };
}
