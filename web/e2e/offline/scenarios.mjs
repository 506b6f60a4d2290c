// What can go wrong on a phone, one function each: given a device that is signed in, the services, and chance.
import assert from 'node:assert/strict';
import { Device } from './device.mjs';
import { attached, audit, convert, edit, followUp, newLead, picture, queuedFollowUps } from './steps.mjs';

const ME = 'wang.min';
const MANAGER = 'zhao.lei';
const LEADS = '/api/leads/v1/leads';

async function leadsOf(office, mark, count) {
  return Promise.all(Array.from({ length: count }, (_, index) => office.lead(ME, `${mark} ${index}`).then(({ id }) => id)));
}

/** Wait until the device knows a record that it never opened. */
const known = (device, id) => device.eventually(async () => (await device.kept('copies')).some((copy) => copy.id === id), `${id} is not on the device`, 90);

const only = (items, content) => items.filter((item) => item.content === content);

export const SCENARIOS = {
  async 'a lead with a photo is made without a network'({ device, office, mark, chance }) {
    await device.offline();
    const { subject: lead } = await newLead(device, mark, `137${mark.slice(-8)}`);
    await followUp(device, lead, `${mark} visit`, { photos: [await picture(device.page, chance(1e6), 0.5)] });
    await device.page.locator('.timeline .waits img').waitFor();
    await device.online();
    await device.sent();
    const found = (await office.until(() => office.leadsLike(ME, mark), (items) => items.length > 0, 'the lead')).filter(({ company }) => company === mark);
    assert.equal(found.length, 1);
    assert.equal(found[0].id, lead);
    const [item, ...more] = only(await office.until(() => office.followUps(ME, lead), (items) => items.length > 0, 'the follow-up'), `${mark} visit`);
    assert.deepEqual(more, []);
    const [file] = await attached(office, ME, lead, item);
    assert.ok(file.jpeg && file.size > 10_000);
  },

  async 'a record that was never opened is found and edited twice without a network'({ device, office, mark }) {
    const { id } = await office.lead(ME, mark);
    await known(device, id);
    await device.offline();
    await device.reopen('/leads');
    await device.page.getByPlaceholder(/公司/).first().fill(mark);
    await device.page.locator(`.pane-list .rows a[href$="${id}"]`).waitFor();
    await edit(device, id, { 联系人: `甲 ${mark}` });
    await edit(device, id, { 联系人: `乙 ${mark}`, 备注: `备注 ${mark}` });
    assert.equal((await device.kept('outbox')).length, 2);
    await device.online();
    await device.sent();
    const lead = await office.until(() => office.ask(ME, `${LEADS}/${id}`), (now) => now.notes === `备注 ${mark}`, 'the edits');
    assert.equal(lead.contact, `乙 ${mark}`);
  },

  async 'edits of the same field are shown, of others merge, of what was closed are refused with the reason'({ device, office, mark }) {
    const [same, other, closed] = await leadsOf(office, mark, 3);
    await known(device, closed);
    await device.offline();
    await edit(device, same, { 联系人: `我 ${mark}` });
    await edit(device, other, { 备注: `我 ${mark}` });
    await convert(device, closed);
    await office.give(MANAGER, 'PATCH', `${LEADS}/${same}`, { contact: `经理 ${mark}` });
    await office.give(MANAGER, 'PATCH', `${LEADS}/${other}`, { contact: `经理 ${mark}` });
    await office.give(MANAGER, 'POST', `${LEADS}/${closed}/disqualify`, { reason: 'test' });
    await device.online();
    const stuck = await device.eventually(async () => {
      const rows = await device.kept('outbox');
      return rows.length === 2 && rows.every(({ state }) => state !== 'waiting') && rows;
    }, 'both that need a person are told');
    assert.equal(stuck.find(({ subject }) => subject === same).state, 'conflict');
    assert.ok(stuck.find(({ subject }) => subject === closed).problem.title);
    const merged = await office.until(() => office.ask(ME, `${LEADS}/${other}`), (now) => now.notes === `我 ${mark}`, 'the merged edit');
    assert.equal(merged.contact, `经理 ${mark}`);
    await device.goTo(`/outbox/${stuck.find(({ subject }) => subject === same).key}`);
    await device.page.locator('.clash input').first().check({ force: true });
    await device.page.getByRole('button', { name: '按选择重新发送' }).click();
    await office.until(() => office.ask(ME, `${LEADS}/${same}`), (now) => now.contact === `我 ${mark}`, 'what was chosen');
    assert.equal((await office.ask(ME, `${LEADS}/${closed}`)).status, 'disqualified');
  },

  async 'a photo of five MB and twenty photos arrive whole'({ device, office, mark, chance }) {
    const [large, many] = await leadsOf(office, mark, 2);
    await known(device, many);
    const heavy = await picture(device.page, chance(1e6), 5);
    assert.ok(heavy.length > 4_500_000, `${heavy.length} bytes`);
    const some = [];
    for (let index = 0; index < 20; index += 1) some.push(await picture(device.page, chance(1e6) + index, 0.3));
    await device.offline();
    await followUp(device, large, `${mark} large`, { photos: [heavy] });
    await followUp(device, many, `${mark} many`, { photos: some });
    const kept = await device.kept('photos');
    assert.equal(kept.length, 21);
    assert.ok(Math.max(...kept.map(({ bytes }) => bytes)) < 2_500_000);
    await device.online();
    await device.sent(device.page, 180);
    for (const [lead, count] of [[large, 1], [many, 20]]) {
      const [item] = await office.until(() => office.followUps(ME, lead), (items) => items.length === 1, 'the follow-up');
      const files = await attached(office, ME, lead, item);
      assert.equal(files.length, count);
      assert.ok(files.every(({ jpeg }) => jpeg));
    }
  },

  async 'the tab is killed in the middle of an upload'({ device, office, mark, chance }) {
    const [lead] = await leadsOf(office, mark, 1);
    await known(device, lead);
    await device.offline();
    await followUp(device, lead, mark, { photos: [await picture(device.page, chance(1e6), 2.5)] });
    const [{ bytes }] = await device.kept('photos');
    let sent = 0;
    device.context.on('request', (request) => {
      if (request.method() === 'PUT') sent += request.postDataBuffer()?.length ?? 0;
    });
    const parts = 1 + chance(2);
    let come = 0;
    const cut = new Promise((resolve) => {
      device.page.on('response', (response) => {
        if (response.request().method() === 'PUT' && (come += 1) >= parts) resolve();
      });
    });
    await device.slow();
    await device.online();
    await cut;
    const tab = device.context.newPage();
    await device.page.close({ runBeforeUnload: false });
    device.page = await tab;
    await device.reopen();
    await device.sent(device.page, 120);
    assert.ok(sent < bytes * 2, `${sent} bytes were sent of ${bytes}`);
    const [item] = await office.until(() => office.followUps(ME, lead), (items) => items.length > 0, 'the follow-up');
    assert.ok((await attached(office, ME, lead, item))[0].jpeg);
  },

  async 'the browser is killed in the middle of sending'({ device, office, mark, chance }) {
    const leads = await leadsOf(office, mark, 4);
    const rows = queuedFollowUps(leads, 120, mark);
    await device.offline();
    await device.queue(rows);
    const began = device.page.waitForRequest('**/sync');
    await device.online();
    await began;
    await new Promise((resolve) => setTimeout(resolve, chance(1_500)));
    await device.kill();
    await device.start();
    await device.reopen();
    await device.sent(device.page, 120);
    await audit(office, ME, rows);
  },

  async 'the answer is lost after everything was done'({ device, office, mark, chance }) {
    const leads = await leadsOf(office, mark, 3);
    const rows = queuedFollowUps(leads, 20 + chance(30), mark);
    await device.offline();
    await device.queue(rows);
    let losses = 1 + chance(2);
    await device.context.route('**/sync', async (route) => {
      if (losses === 0) return route.continue();
      losses -= 1;
      await route.fetch({ timeout: 120_000 }).catch(() => {});
      return route.abort().catch(() => {});
    });
    await device.online();
    await device.sent(device.page, 120);
    assert.equal(losses, 0);
    await audit(office, ME, rows);
  },

  async 'two tabs without locks send the same at the same time'({ device, office, mark }) {
    const leads = await leadsOf(office, mark, 4);
    const rows = queuedFollowUps(leads, 100, mark);
    await device.context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined }));
    await device.context.addInitScript(() => delete Navigator.prototype.locks);
    await device.reopen();
    const other = await device.tab();
    await device.offline();
    await device.queue(rows);
    await device.context.setOffline(false);
    await Promise.all([device.page, other].map((page) => page.evaluate(() => window.dispatchEvent(new Event('online')))));
    await device.sent(device.page, 120);
    await audit(office, ME, rows);
  },

  async 'the session ends, and somebody else signs in on the same phone'({ device, office, mark }) {
    const [lead] = await leadsOf(office, mark, 1);
    await known(device, lead);
    await device.offline();
    await followUp(device, lead, mark);
    await device.context.clearCookies();
    await device.online();
    await device.page.locator('.sign-in').waitFor();
    assert.equal((await device.kept('outbox')).length, 1);
    await device.signIn('li.na');
    await device.goTo('/outbox');
    await device.page.getByText('没有待发送的内容').waitFor();
    assert.equal((await device.kept('outbox')).length, 0);
    assert.equal(only(await office.followUps(ME, lead), mark).length, 0);
    await device.context.clearCookies();
    await device.signIn(ME);
    await device.sent();
    const [item] = await office.until(async () => only(await office.followUps(ME, lead), mark), (items) => items.length > 0, 'the follow-up');
    assert.equal(item.author_id, ME);
  },

  async 'five hundred commands of two tabs on slow 4G'({ device, office, mark, note }) {
    const leads = await leadsOf(office, mark, 10);
    const rows = queuedFollowUps(leads, 500, mark);
    const other = await device.tab();
    await device.offline();
    await device.queue(rows);
    await device.slow(other);
    await device.slow();
    const began = Date.now();
    await device.context.setOffline(false);
    await device.slow(other);
    await device.slow();
    await Promise.all([device.page, other].map((page) => page.evaluate(() => window.dispatchEvent(new Event('online')))));
    await device.sent(device.page, 300);
    note(`${((Date.now() - began) / 1000).toFixed(1)} s`);
    await audit(office, ME, rows);
  },

  async 'a chain from new lead to deal is made without a network'({ device, office, mark }) {
    await device.offline();
    const { subject: lead } = await newLead(device, mark, `136${mark.slice(-8)}`);
    await followUp(device, lead, `${mark} first`);
    await edit(device, lead, { 备注: `备注 ${mark}` });
    await convert(device, lead);
    await device.reopen(`/leads/${lead}`);
    await device.page.locator('.detail h1').waitFor();
    assert.equal((await device.kept('outbox')).length, 4);
    await device.online();
    await device.sent();
    const now = await office.until(() => office.ask(ME, `${LEADS}/${lead}`), (found) => found.status === 'converted', 'the conversion');
    assert.equal(now.notes, `备注 ${mark}`);
    assert.equal(only(await office.followUps(ME, lead), `${mark} first`).length, 1);
    const deals = await office.until(async () => (await office.ask(ME, `/api/opportunities/v1/opportunities?q=${encodeURIComponent(mark)}`)).items, (items) => items.length > 0, 'the deal');
    assert.equal(deals.length, 1);
  },

  async 'a full device refuses the photo and keeps the text'({ device, office, mark, chance }) {
    const [lead] = await leadsOf(office, mark, 1);
    await known(device, lead);
    const photo = await picture(device.page, chance(1e6), 2);
    await device.offline();
    await device.goTo(`/leads/${lead}`);
    await device.page.getByRole('button', { name: '记录跟进' }).click();
    await device.page.getByRole('radio', { name: '有意向' }).check({ force: true });
    await device.page.getByLabel('说了什么').fill(mark);
    const devtools = await device.context.newCDPSession(device.page);
    const { usage } = await device.page.evaluate(() => navigator.storage.estimate());
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: device.url, quotaSize: usage + 20_000 });
    await device.page.locator('.photos input[multiple]').setInputFiles([{ name: 'card.jpg', mimeType: 'image/jpeg', buffer: photo }]);
    await device.page.locator('.photos .fault', { hasText: '本机存储已满' }).waitFor();
    assert.equal(await device.page.getByLabel('说了什么').inputValue(), mark);
    await save(device.page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: device.url });
    await device.online();
    await device.sent();
    const [item] = await office.until(async () => only(await office.followUps(ME, lead), mark), (items) => items.length > 0, 'the follow-up');
    assert.deepEqual(item.attachments, []);
  },

  async 'the browser loses its connection to the database'({ device, office, mark, chance }) {
    const [lead] = await leadsOf(office, mark, 1);
    await known(device, lead);
    await device.offline();
    await followUp(device, lead, `${mark} before`);
    await device.page.evaluate((after) => {
      const real = IDBDatabase.prototype.transaction;
      const lost = new WeakSet();
      let first = after;
      IDBDatabase.prototype.transaction = function transaction(...given) {
        if (first >= 0 && first-- === 0) lost.add(this);
        if (lost.has(this)) throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError');
        return real.apply(this, given);
      };
    }, chance(6));
    await followUp(device, lead, `${mark} after`);
    await device.online();
    await device.sent();
    const items = await office.until(async () => (await office.followUps(ME, lead)).filter(({ content }) => content.startsWith(mark)), (found) => found.length > 1, 'both follow-ups');
    assert.deepEqual(items.map(({ content }) => content).sort(), [`${mark} after`, `${mark} before`]);
  },

  async 'the queue of an older version is sent by the new one'({ device, office, mark }) {
    const leads = await leadsOf(office, mark, 2);
    const rows = queuedFollowUps(leads, 6, mark).map(({ shape: _, device_id: __, ...row }) => row);
    await device.page.goto(`${device.url}/icon.svg`);
    await device.page.evaluate(
      async ([name, all]) => {
        await new Promise((resolve, reject) => {
          const gone = indexedDB.deleteDatabase(name);
          gone.onsuccess = resolve;
          gone.onerror = reject;
          gone.onblocked = reject;
        });
        const database = await new Promise((resolve, reject) => {
          const asked = indexedDB.open(name, 10);
          asked.onupgradeneeded = () => {
            const outbox = asked.result.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
            outbox.createIndex('key', 'key', { unique: true });
            outbox.createIndex('subject', 'subject');
            outbox.createIndex('state', 'state');
            asked.result.createObjectStore('answers', { keyPath: 'question' }).createIndex('at', 'at');
            asked.result.createObjectStore('drafts', { keyPath: 'form' });
          };
          asked.onsuccess = () => resolve(asked.result);
          asked.onerror = reject;
        });
        const work = database.transaction('outbox', 'readwrite');
        for (const row of all) work.objectStore('outbox').add(row);
        await new Promise((resolve) => {
          work.oncomplete = resolve;
        });
        database.close();
      },
      [`kuaicrm-${ME}`, rows],
    );
    await device.reopen();
    await device.sent();
    await audit(office, ME, rows);
  },

  async 'the clock is wrong by more than a day'({ device, office, mark, chance }) {
    const [lead] = await leadsOf(office, mark, 1);
    await known(device, lead);
    const off = (chance(2) ? 1 : -1) * 25 * 3_600_000;
    await device.context.addInitScript((by) => {
      const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...given) {
          if (given.length === 0) super(Real.now() + by);
          else super(...given);
        }
        static now() {
          return Real.now() + by;
        }
      };
    }, off);
    // What the device learned of its clock before is of no use any more.
    await device.page.evaluate(() => localStorage.removeItem('kuaicrm.clock'));
    await device.offline();
    await device.reopen();
    await followUp(device, lead, mark);
    await device.online();
    await device.sent();
    const [item, ...more] = await office.until(async () => only(await office.followUps(ME, lead), mark), (items) => items.length > 0, 'the follow-up');
    assert.deepEqual(more, []);
    assert.ok(Date.parse(item.occurred_at) < Date.now() + 300_000);
  },

  async 'the network flaps, and a hotel answers with its own page'({ device, office, mark, chance }) {
    const leads = await leadsOf(office, mark, 3);
    const rows = queuedFollowUps(leads, 30, mark);
    await device.offline();
    await device.queue(rows);
    let bad = 3 + chance(3);
    await device.context.route(/\/(sync|session|changes)(\?|$)/, (route) => {
      if (bad <= 0 || chance(3) === 0) return route.continue();
      bad -= 1;
      return chance(2) ? route.abort() : route.fulfill({ status: 200, contentType: 'text/html', body: '<html>Welcome to the hotel</html>' });
    });
    for (let flap = 0; flap < 3; flap += 1) {
      await device.online();
      await device.page.waitForTimeout(chance(400));
      await device.offline();
    }
    await device.online();
    await device.sent(device.page, 120);
    await audit(office, ME, rows);
  },

  async 'a server that is away for an hour is asked ever less often'({ device, office, mark }) {
    const [lead] = await leadsOf(office, mark, 1);
    const rows = queuedFollowUps([lead], 3, mark);
    await device.context.clock.install();
    await device.reopen();
    let asked = 0;
    await device.context.route('**/sync', (route) => {
      asked += 1;
      return route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"unavailable","status":503,"title":"away","type":"urn:x"}' });
    });
    await device.queue(rows);
    await device.page.evaluate(() => window.dispatchEvent(new Event('online')));
    for (let minute = 0; minute < 60; minute += 1) {
      await device.context.clock.runFor(60_000);
      await device.page.evaluate(() => fetch('/session').then((answer) => answer.text()));
    }
    assert.ok(asked >= 20 && asked <= 90, `asked ${asked} times in an hour`);
    await device.context.unroute('**/sync');
    await device.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await device.context.clock.runFor(2_000);
    await device.sent();
    await audit(office, ME, rows);
  },

  async 'a lead is given to somebody else meanwhile'({ device, office, mark }) {
    const [gone, mine] = await leadsOf(office, mark, 2);
    await known(device, mine);
    await known(device, gone);
    await device.offline();
    await followUp(device, gone, `${mark} gone`);
    await followUp(device, mine, `${mark} mine`);
    await office.give(MANAGER, 'POST', `${LEADS}/${gone}/assign`, { owner_id: 'li.na', reason: 'test' });
    await device.online();
    const [row] = await device.eventually(async () => {
      const rows = await device.kept('outbox');
      return rows.length === 1 && rows[0].state !== 'waiting' && rows;
    }, 'the refusal');
    assert.equal(row.subject, gone);
    assert.ok(row.problem.title);
    assert.equal(only(await office.until(() => office.followUps(ME, mine), (items) => items.length > 0, 'hers'), `${mark} mine`).length, 1);
    assert.equal(only(await office.followUps('li.na', gone), `${mark} gone`).length, 0);
    await device.eventually(async () => !(await device.kept('copies')).some(({ id }) => id === gone), 'it is still on the device');
  },

  async 'an administrator ends the session meanwhile'({ device, office, mark }) {
    const [lead] = await leadsOf(office, mark, 1);
    await known(device, lead);
    await device.offline();
    await followUp(device, lead, mark);
    await office.give('lin.yue', 'POST', '/sessions/end', { person_id: ME });
    await device.online();
    await device.page.locator('.sign-in').waitFor();
    assert.equal((await device.kept('outbox')).length, 1);
    await device.signIn(ME);
    await device.sent();
    assert.equal((await office.until(async () => only(await office.followUps(ME, lead), mark), (items) => items.length > 0, 'the follow-up')).length, 1);
  },

  async 'the worker sends with no page open'({ device, office, mark }) {
    const [lead] = await leadsOf(office, mark, 1);
    const rows = queuedFollowUps([lead], 5, mark);
    await device.offline();
    await device.queue(rows);
    const away = await device.context.newPage();
    const devtools = await device.context.newCDPSession(away);
    await away.goto('about:blank');
    const registration = new Promise((resolve) => devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations[0] && resolve(registrations[0].registrationId)));
    await devtools.send('ServiceWorker.enable');
    await device.page.close();
    await device.context.setOffline(false);
    await devtools.send('ServiceWorker.dispatchSyncEvent', { origin: device.url, registrationId: await registration, tag: 'outbox', lastChance: false });
    await audit(office, ME, rows);
    device.page = away;
  },

  async 'a list of two thousand records stands within a second without a network'({ device, mark, note }) {
    await device.page.evaluate(
      async ([name, sign]) => {
        const database = await new Promise((resolve) => {
          const asked = indexedDB.open(name);
          asked.onsuccess = () => resolve(asked.result);
        });
        const work = database.transaction('copies', 'readwrite');
        const copies = work.objectStore('copies');
        const like = await new Promise((resolve) => {
          const asked = copies.index('kind').get('lead');
          asked.onsuccess = () => resolve(asked.result);
        });
        for (let index = 0; index < 2_000; index += 1) {
          const id = crypto.randomUUID();
          copies.put({ ...like, id, row: { ...like.row, id, name: `${sign} ${index}`, company: `${sign} ${index}`, status: 'open' } });
        }
        await new Promise((resolve) => {
          work.oncomplete = resolve;
        });
        const answers = database.transaction('answers', 'readwrite');
        answers.objectStore('answers').clear();
        await new Promise((resolve) => {
          answers.oncomplete = resolve;
        });
        database.close();
      },
      [`kuaicrm-${ME}`, mark],
    );
    await device.goTo('/more');
    await device.offline();
    const times = [];
    for (let start = 0; start < 5; start += 1) {
      await device.page.goto('about:blank');
      const began = Date.now();
      await device.page.goto(`${device.url}/#/leads`);
      await device.page.locator('.pane-list .rows a').first().waitFor();
      times.push(Date.now() - began);
    }
    times.sort((a, b) => a - b);
    note(`median ${times[2]} ms, slowest ${times[4]} ms`);
    await device.page.getByPlaceholder(/公司/).first().fill(`${mark} 1234`);
    await device.page.locator('.pane-list .rows a', { hasText: `${mark} 1234` }).waitFor();
    // A machine that does other things as well is slow by itself; the median tells more of us.
    assert.ok(times[2] <= 1_000, `${times.join(', ')} ms`);
  },
};

export { Device, ME };
