// What people do in the app, and pictures as a camera makes them.
import { createHash } from 'node:crypto';

export async function followUp(device, lead, text, { photos = [], page = device.page } = {}) {
  await device.goTo(`/leads/${lead}`, page);
  await page.getByRole('button', { name: '记录跟进' }).click();
  await page.getByRole('radio', { name: '有意向' }).check({ force: true });
  await page.getByLabel('说了什么').fill(text);
  if (photos.length > 0) {
    await page.locator('.photos input[multiple]').setInputFiles(photos.map((buffer, index) => ({ name: `photo-${index}.jpg`, mimeType: 'image/jpeg', buffer })));
    await page.locator('.photos img').nth(photos.length - 1).waitFor({ timeout: 120_000 });
  }
  await save(page);
}

/** Save the sheet that is open; it closes when the command is kept. */
export async function save(page) {
  await page.getByRole('dialog').locator('[type=submit]').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

export async function newLead(device, company, phone) {
  await device.goTo('/leads/new');
  await device.page.getByLabel('公司', { exact: true }).fill(company);
  await device.page.getByLabel('电话').fill(phone);
  await device.page.getByRole('button', { name: '保存' }).click();
  await device.page.waitForFunction(() => location.hash === '#/leads');
  const rows = await device.kept('outbox');
  return rows.find((row) => row.kind === 'registerLead' && row.title === company);
}

export async function edit(device, lead, fields) {
  await device.goTo(`/leads/${lead}`);
  await device.page.locator('.detail .menu-button').click();
  await device.page.getByRole('menuitem', { name: '修改资料' }).click();
  for (const [label, value] of Object.entries(fields)) await device.page.getByRole('dialog').getByLabel(label).fill(value);
  await save(device.page);
}

export async function convert(device, lead) {
  await device.goTo(`/leads/${lead}`);
  await device.page.getByRole('button', { name: '转化', exact: true }).click();
  await save(device.page);
}

/** A JPEG of about `megabytes` MB, another for each `mark`. */
export async function picture(page, mark, megabytes) {
  const base64 = await page.evaluate(
    async ([seed, size]) => {
      const side = Math.round(Math.sqrt(size * 1_000_000) * 1.05);
      const canvas = new OffscreenCanvas(side, side);
      const pen = canvas.getContext('2d');
      const image = pen.createImageData(side, side);
      // Noise, as it is what JPEG makes least of; the mark makes each another.
      for (let at = 0; at < image.data.length; at += 65_536) crypto.getRandomValues(image.data.subarray(at, Math.min(at + 65_536, image.data.length)));
      for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
      image.data[0] = seed % 256;
      pen.putImageData(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
      return new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(',')[1]);
        reader.readAsDataURL(blob);
      });
    },
    [mark, megabytes],
  );
  return Buffer.from(base64, 'base64');
}

/** Commands as the app queues them: follow-ups of some leads, in their order. */
export function queuedFollowUps(leads, count, mark) {
  return Array.from({ length: count }, (_, index) => {
    const lead = leads[index % leads.length];
    const moment = new Date(Date.now() - (count - index) * 1_000).toISOString();
    const body = { method: 'call', result: 'replied', content: `${mark} ${index}`, occurred_at: moment };
    return { shape: 2, key: crypto.randomUUID(), service: 'leads', method: 'POST', path: `/api/leads/v1/leads/${lead}/follow-ups`, body, if_match: null, subject: lead, kind: 'followUp', title: mark, captured_at: moment, device_id: 'test', state: 'waiting', problem: null, tries: 0 };
  });
}

/** Fails unless each lead has exactly the follow-ups that were queued for it, once. */
export async function audit(office, user, rows) {
  const wanted = new Map();
  for (const { subject, body } of rows) wanted.set(subject, [...(wanted.get(subject) ?? []), body.content]);
  for (const [lead, texts] of wanted) {
    const mine = (items) => items.map((item) => item.content).filter((content) => texts.includes(content));
    const found = await office.until(async () => mine(await everyFollowUp(office, user, lead)), (all) => all.length >= texts.length, `follow-ups of ${lead}`);
    const twice = found.filter((content, index) => found.indexOf(content) !== index);
    const recorded = (await office.ask(user, `/api/leads/v1/leads/${lead}/history`)).filter(({ event }) => event.includes('LeadFollowedUp')).length;
    if (recorded !== texts.length) throw new Error(`lead ${lead}: ${texts.length} commands came to ${recorded} events`);
    if (twice.length > 0 || new Set(found).size !== texts.length) throw new Error(`lead ${lead}: ${found.length} of ${texts.length} follow-ups, twice: ${twice.slice(0, 5).join(', ') || 'none'}`);
  }
}

async function everyFollowUp(office, user, lead) {
  const items = [];
  for (let cursor = ''; ; ) {
    const page = await office.ask(user, `/api/leads/v1/leads/${lead}/follow-ups?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...page.items);
    if (!page.next) return items;
    cursor = page.next;
  }
}

/** The bytes of an attached file, and that they are a JPEG. */
export async function attached(office, user, lead, followUpItem) {
  const token = await office.token(user);
  return Promise.all(
    followUpItem.attachments.map(async ({ sha256 }) => {
      const answer = await fetch(`${office.url}/api/leads/v1/leads/${lead}/follow-ups/${followUpItem.id}/files/${sha256}`, { headers: { authorization: `Bearer ${token}` } });
      const bytes = Buffer.from(await answer.arrayBuffer());
      return { sha256, size: bytes.length, jpeg: bytes.subarray(0, 2).toString('hex') === 'ffd8', digest: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
}
