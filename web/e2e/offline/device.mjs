// A phone of its own with a browser whose profile outlives it, and the services asked directly for what really happened.
import { readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumPath, goTo, SIZES } from '../browser.mjs';

export const SLOW_4G = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
const PHONE = { viewport: SIZES.phone, deviceScaleFactor: 1, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', hasTouch: true, isMobile: true };

export class Device {
  constructor(url) {
    this.url = url;
    this.faults = [];
  }

  /** Open the browser, again with what it kept before. */
  async start() {
    this.profile ??= await mkdtemp(join(tmpdir(), 'kuaicrm-device-'));
    this.context = await chromium.launchPersistentContext(this.profile, { ...PHONE, executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    this.context.setDefaultTimeout(30_000);
    await this.context.addInitScript(() => localStorage.setItem('kuaicrm.language', 'zh-CN'));
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.watch(this.page);
    return this;
  }

  watch(page) {
    page.on('pageerror', (error) => this.faults.push(String(error)));
  }

  async tab() {
    const page = await this.context.newPage();
    this.watch(page);
    await page.goto(this.url);
    await page.locator('main#content').waitFor();
    return page;
  }

  /** Sign in, and wait until everything for starting without a network is on the device. */
  async signIn(user, page = this.page) {
    this.user = user;
    await page.goto(`${this.url}/session/start?to=/`);
    await page.locator(`input[value="${user}"]`).check({ force: true });
    await page.locator('[name=password]').fill('demo');
    await page.locator('[type=submit]').click();
    await page.waitForURL((at) => at.pathname === '/');
    await page.locator('main#content').waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await this.copied(page);
  }

  /** Wait until the copy of the person's records is level. */
  async copied(page = this.page) {
    await this.eventually(async () => (await this.kept('notes', page)).some(({ name, value }) => name === 'copy' && value.at !== null), 'the copy is not level');
  }

  /** Start the app where it stands, as a person does who opens it again. */
  async reopen(path = '') {
    await this.page.goto(`${this.url}/${path && `#${path}`}`);
    await this.page.locator('main#content').waitFor();
  }

  async offline(on = true) {
    await this.context.setOffline(on);
  }

  async online(page = this.page) {
    await this.context.setOffline(false);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
  }

  async slow(page = this.page) {
    const devtools = await this.context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', SLOW_4G);
    return devtools;
  }

  goTo(path, page = this.page) {
    return goTo(page, path);
  }

  /** As when the system ends the browser: nothing is closed, nothing is written. */
  async kill() {
    const [, pid] = /-(\d+)$/.exec(readlinkSync(join(this.profile, 'SingletonLock')));
    const closed = new Promise((resolve) => this.context.once('close', resolve));
    process.kill(Number(pid), 'SIGKILL');
    await closed;
    await rm(join(this.profile, 'SingletonLock'), { force: true });
  }

  async end() {
    await this.context.close().catch(() => {});
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The rows of a table of this person's store. */
  kept(table, page = this.page) {
    return page.evaluate(
      async ([name, person]) => {
        const database = await new Promise((resolve, reject) => {
          const asked = indexedDB.open(`kuaicrm-${person}`);
          asked.onsuccess = () => resolve(asked.result);
          asked.onerror = () => reject(asked.error);
        });
        try {
          if (!database.objectStoreNames.contains(name)) return [];
          const rows = await new Promise((resolve, reject) => {
            const asked = database.transaction(name).objectStore(name).getAll();
            asked.onsuccess = () => resolve(asked.result);
            asked.onerror = () => reject(asked.error);
          });
          return rows.map((row) => (row.bytes ? { ...row, bytes: row.bytes.byteLength } : row));
        } finally {
          database.close();
        }
      },
      [table, this.user],
    );
  }

  /** Put commands into the outbox as an app would that was closed at once. */
  queue(rows, page = this.page) {
    return page.evaluate(
      async ([person, all]) => {
        const database = await new Promise((resolve, reject) => {
          const asked = indexedDB.open(`kuaicrm-${person}`);
          asked.onsuccess = () => resolve(asked.result);
          asked.onerror = () => reject(asked.error);
        });
        const work = database.transaction('outbox', 'readwrite');
        for (const row of all) work.objectStore('outbox').add(row);
        await new Promise((resolve, reject) => {
          work.oncomplete = resolve;
          work.onerror = () => reject(work.error);
        });
        database.close();
      },
      [this.user, rows],
    );
  }

  async sent(page = this.page, seconds = 60) {
    await this.eventually(async () => (await this.kept('outbox', page)).length === 0, 'the outbox is not empty', seconds);
  }

  async eventually(found, otherwise, seconds = 40) {
    for (let left = seconds * 5; ; left -= 1) {
      const answer = await found();
      if (answer) return answer;
      if (left === 0) throw new Error(otherwise);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** The services as they are, asked without any browser. */
export class Office {
  constructor(url) {
    this.url = url;
    this.tokens = new Map();
  }

  async token(user) {
    const known = this.tokens.get(user);
    if (known && known.until > Date.now()) return known.token;
    const answer = await fetch(`${this.url}/auth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'password', username: user, password: 'demo' }) });
    const { access_token: token } = await answer.json();
    this.tokens.set(user, { token, until: Date.now() + 120_000 });
    return token;
  }

  /** The answer of a service. Raises with what it said when it refuses; tries again while it cannot answer now. */
  async ask(user, path, init = {}) {
    for (let tries = 0; ; tries += 1) {
      const answer = await fetch(`${this.url}${path}`, { ...init, headers: { authorization: `Bearer ${await this.token(user)}`, ...init.headers } });
      if (answer.status === 503 && tries < 20) await new Promise((resolve) => setTimeout(resolve, 500));
      else if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${answer.status} ${await answer.text()}`);
      else return answer.status === 204 ? null : answer.json();
    }
  }

  give(user, method, path, body, more = {}) {
    return this.ask(user, path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...more } });
  }

  /** A new lead of `user`. */
  async lead(user, name, more = {}) {
    const made = await this.give(user, 'POST', '/api/leads/v1/leads', { name, company: name, phone: `13${Math.floor(Math.random() * 1e9).toString().padStart(9, '0')}`, ...more });
    return this.until(() => this.ask(user, `/api/leads/v1/leads/${made.id}`).catch(() => null), (lead) => lead?.owner_id === user, `lead ${name} did not become ${user}'s`);
  }

  async until(ask, wanted, otherwise, seconds = 60) {
    for (let left = seconds * 4; ; left -= 1) {
      const answer = await ask();
      if (wanted(answer)) return answer;
      if (left === 0) throw new Error(`${otherwise}: ${JSON.stringify(answer)?.slice(0, 300)}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  async leadsLike(user, q) {
    return (await this.ask(user, `/api/leads/v1/leads?q=${encodeURIComponent(q)}&limit=200`)).items;
  }

  async followUps(user, lead) {
    return (await this.ask(user, `/api/leads/v1/leads/${lead}/follow-ups?limit=100`)).items;
  }
}
