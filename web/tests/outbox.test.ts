import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { setSession } from '../src/api/client';
import { storeOf, type Store } from '../src/offline/db';
import { clashes, resolved, type Present } from '../src/offline/merging';
import { drain, resend, retry, submit, type Command } from '../src/offline/outbox';
import type { Result } from '../src/offline/sending';

let kept: Store;
let person = 0;
/** What the server was sent, batch by batch, and how it answers. */
let sent: { key: string; after?: string; if_match?: string; path: string }[][];
/** The lead that edits are about, as the server has it. */
let lead: Record<string, unknown>;
let proofs: (string | null)[];
let answer: (commands: { key: string; if_match?: string }[]) => Response | Promise<Response>;

const json = (content: unknown, status = 200) => new Response(JSON.stringify(content), { status, headers: { 'content-type': 'application/json' } });
const all = (commands: { key: string }[], result: Partial<Result>) => json({ results: commands.map(({ key }) => ({ key, status: 'ok', http_status: 200, ...result })) });
const command = (subject: string, more: Partial<Command> = {}): Command => ({ service: 'leads', method: 'POST', path: `/api/leads/v1/leads/${subject}/follow-ups`, body: {}, subject, kind: 'followUp', title: subject, ...more });

beforeEach(() => {
  person += 1;
  kept = storeOf(`person-${person}`);
  sent = [];
  proofs = [];
  answer = (commands) => all(commands, {});
  vi.stubGlobal('fetch', async (request: Request) => {
    if (new URL(request.url).pathname === '/session') return json({ csrf: 'proof' });
    if (request.method === 'GET') return json(lead);
    proofs.push(request.headers.get('x-csrf'));
    const { commands } = (await request.clone().json()) as { commands: { key: string; if_match?: string; path: string }[] };
    sent.push(commands);
    return answer(commands);
  });
});

afterEach(() => vi.unstubAllGlobals());

test('a command that the server took leaves the outbox and hands back its answer', async () => {
  answer = (commands) => all(commands, { body: { id: 'made' } });
  expect(await submit(command('a'))).toEqual({ state: 'ok', body: { id: 'made' } });
  expect(await kept.outbox.count()).toBe(0);
});

test('a command stays when nobody answers, and is sent with the same key later', async () => {
  answer = () => Promise.reject(new TypeError('no network'));
  expect((await submit(command('a', { key: 'k1' }))).state).toBe('waiting');
  expect(await kept.outbox.count()).toBe(1);
  answer = (commands) => all(commands, {});
  expect(await drain()).toBe(true);
  expect(sent.map((batch) => batch.map(({ key }) => key))).toEqual([['k1'], ['k1']]);
  expect(await kept.outbox.count()).toBe(0);
});

test('a page of a captive portal is no answer', async () => {
  answer = () => new Response('<html>Welcome to the hotel</html>', { headers: { 'content-type': 'text/html' } });
  expect((await submit(command('a'))).state).toBe('waiting');
  expect(await kept.outbox.count()).toBe(1);
});

test('JSON of another shape is no answer', async () => {
  answer = () => json({ hello: 'world' });
  expect((await submit(command('a'))).state).toBe('waiting');
  expect(await kept.outbox.count()).toBe(1);
});

test('a refusal is handed back with its reason and not kept', async () => {
  const problem = { type: 'urn:x', code: 'duplicate-lead', status: 409, title: 'A lead with this phone exists' };
  answer = (commands) => all(commands, { status: 'conflict', http_status: 409, body: problem });
  expect(await submit(command('a'))).toEqual({ state: 'rejected', problem });
  expect(await kept.outbox.count()).toBe(0);
});

test('a command that is stuck blocks only what follows on the same subject', async () => {
  answer = () => Promise.reject(new TypeError('no network'));
  for (const subject of ['a', 'a', 'b']) await submit(command(subject, { key: `${subject}${await kept.outbox.count()}` }));
  answer = (commands) =>
    json({ results: commands.map(({ key }) => (key === 'a0' ? { key, status: 'rejected', http_status: 422, body: { code: 'invalid', title: 'No' } } : { key, status: key === 'a1' ? 'skipped' : 'ok', http_status: 200 })) });
  await drain();
  expect((await kept.outbox.toArray()).map(({ key, state }) => [key, state])).toEqual([['a0', 'rejected'], ['a1', 'waiting']]);
  sent = [];
  await drain();
  expect(sent).toEqual([]);
  answer = (commands) => all(commands, {});
  await retry('a0');
  await drain();
  expect(await kept.outbox.count()).toBe(0);
});

test('later commands on a subject name the one before them, whatever version came of it', async () => {
  answer = () => Promise.reject(new TypeError('no network'));
  for (const key of ['first', 'second']) await submit(command('a', { key }));
  sent = [];
  answer = (commands) => all(commands, {});
  await drain();
  expect(sent[0]?.map(({ key, after, if_match }) => [key, after, if_match])).toEqual([['first', undefined, undefined], ['second', 'first', '*']]);
});

test('more than fifty go in several requests, in order', async () => {
  answer = () => Promise.reject(new TypeError('no network'));
  await kept.outbox.bulkAdd(
    Array.from({ length: 120 }, (_, index) => ({ ...command(`s${index}`), key: `k${index}`, if_match: null, captured_at: '', state: 'waiting' as const, problem: null, tries: 0 })),
  );
  answer = (commands) => all(commands, {});
  await drain();
  expect(sent.map((batch) => batch.length)).toEqual([50, 50, 20]);
  expect(sent.flat().map(({ key }) => key)).toEqual(Array.from({ length: 120 }, (_, index) => `k${index}`));
});

test('a session that ended keeps the queue', async () => {
  answer = () => json({ type: 'urn:x', code: 'token-missing', status: 401, title: 'Sign in' }, 401);
  expect((await submit(command('a'), 200)).state).toBe('waiting');
  expect(await kept.outbox.count()).toBe(1);
});

test('an app that started without a network asks for the proof of its session before it sends', async () => {
  setSession('', '');
  await submit(command('a'));
  expect(proofs).toEqual(['proof']);
});

test('a proof that is not taken is asked for anew', async () => {
  setSession('', 'of a session before');
  answer = () => json({ type: 'urn:x', code: 'csrf', status: 403, title: 'No' }, 403);
  await submit(command('a'), 200);
  answer = (commands) => all(commands, {});
  await drain();
  expect(proofs).toEqual(['of a session before', 'proof']);
  expect(await kept.outbox.count()).toBe(0);
});

const STALE = { type: 'urn:x', code: 'version-conflict', status: 412, title: 'Changed', params: { expected: 3, actual: 5 } };
const edit = { method: 'PATCH' as const, path: '/api/leads/v1/leads/a', kind: 'revise', body: { need: 'mine' }, base: { need: 'before' }, if_match: '"3"' };
const onlyOf = (version: string) => (commands: { key: string; if_match?: string }[]) => json({ results: commands.map(({ key, if_match }) => (if_match === version ? { key, status: 'ok', http_status: 200 } : { key, status: 'conflict', http_status: 412, body: STALE })) });

test('an edit that met one of other fields is based on the present version, and sent again', async () => {
  lead = { version: 5, need: 'before', notes: 'theirs' };
  answer = onlyOf('"5"');
  expect((await submit(command('a', edit))).state).toBe('ok');
  expect(sent.flat().map(({ if_match }) => if_match)).toEqual(['"3"', '"5"']);
  expect(await kept.outbox.count()).toBe(0);
});

test('an edit that met another of the same field stays, until the person has chosen', async () => {
  lead = { version: 5, need: 'theirs' };
  answer = onlyOf('"5"');
  expect((await submit(command('a', { ...edit, key: 'k' }))).state).toBe('rejected');
  const [row] = await kept.outbox.toArray();
  expect(row?.state).toBe('conflict');
  expect(clashes(row!, lead)).toEqual([{ field: 'need', before: 'before', mine: 'mine', theirs: 'theirs' }]);
  await resend('k', resolved(row!, lead as Present, new Set()));
  expect(sent.flat().at(-1)).toMatchObject({ if_match: '"5"', body: { need: 'mine' } });
  expect(sent.flat().at(-1)?.key).not.toBe('k');
  expect(await kept.outbox.count()).toBe(0);
});

test('of an edit only the fields go on of which the person keeps theirs', () => {
  const row = { body: { need: 'mine', notes: 'mine', phone: null }, base: { need: 'before', notes: 'before', phone: '1' } };
  expect(resolved(row, { version: 7, need: 'theirs', notes: 'before', phone: '1' }, new Set(['need']))).toEqual({ body: { notes: 'mine', phone: null }, base: { notes: 'before', phone: '1' }, if_match: '"7"' });
});

test('an amount with other zeros, and nothing in another form, are no change by somebody', () => {
  const row = { body: { budget: { amount: '5', currency: 'CNY' }, notes: 'mine' }, base: { budget: { amount: '1200.50', currency: 'CNY' }, notes: null } };
  expect(clashes(row, { budget: { amount: '1200.500', currency: 'CNY' } })).toEqual([]);
});
