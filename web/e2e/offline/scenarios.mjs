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
};

export { Device, ME };
