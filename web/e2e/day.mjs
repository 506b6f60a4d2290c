// A salesperson's day and a manager's morning on a running installation, then axe on every screen.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { ask, checking, eventually, goTo, launch, settled, signedIn, SIZES } from './browser.mjs';
import { LANGUAGES, SCREENS, visit } from './screens.mjs';

const url = process.env.KUAICRM_URL ?? 'http://127.0.0.1:8000';
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await launch();
const once = String(Date.now()).slice(-8);
const company = `启航包装 ${once}`;
const { check, failed } = checking();
/** The smallest picture that there is. */
const CARD = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
/** Names of the screens that axe judges; none: all. */
const only = process.env.SCREENS?.split(',') ?? [];

/** A command by the session of a page that shows something else. */
const give = (page, method, path, body) =>
  page.evaluate(
    async ([how, at, what]) => {
      const { csrf } = await (await fetch('/session')).json();
      const answer = await fetch(at, { method: how, headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), 'x-csrf': csrf }, body: JSON.stringify(what) });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    },
    [method, path, body],
  );
const sync = (page) => page.locator('.head .sync');

async function day() {
  const { context, page, faults } = await signedIn(browser, url, 'wang.min');
  await check('the app can be installed and its worker is in control', async () => {
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 20_000 });
    const devtools = await context.newCDPSession(page);
    // A test's context is a private one, which is the only thing that may stand in the way.
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    assert.deepEqual(installabilityErrors.map((each) => each.errorId), ['in-incognito']);
  });
  await check('her leads are there, the best first', async () => {
    await goTo(page, '/leads');
    const scores = await page.locator('.pane-list .score > span:last-child').allInnerTexts();
    assert.ok(scores.length > 3);
    assert.deepEqual(scores, [...scores].sort((a, b) => Number(b) - Number(a)));
  });
  await check('what her manager changes shows on her open list by itself', async () => {
    const id = (await page.locator('.pane-list .rows a').first().getAttribute('href')).split('/').at(-1);
    await page.evaluate(() => Object.assign(window, { same: true }));
    const manager = await signedIn(browser, url, 'zhao.lei', { size: 'desktop' });
    await give(manager.page, 'PATCH', `/api/leads/v1/leads/${id}`, { contact: `实时 ${once}` });
    await manager.context.close();
    await page.locator('.pane-list .rows a', { hasText: `实时 ${once}` }).waitFor({ timeout: 15_000 });
    assert.equal(await page.evaluate(() => window.same), true);
  });
  await check('a lead that was read is read again without a network, with its age', async () => {
    await page.locator('.pane-list .rows a').first().click();
    await settled(page);
    await context.setOffline(true);
    await page.reload();
    await page.locator('.detail h1').waitFor();
    await page.locator('.detail .stored').first().waitFor();
    assert.match(await sync(page).innerText(), /离线/);
  });
  await check('without a network she makes a lead and logs a follow-up; both wait', async () => {
    const followed = await page.evaluate(() => location.hash);
    await page.getByRole('button', { name: '记录跟进' }).click();
    await page.getByRole('radio', { name: '有意向' }).check({ force: true });
    await page.getByLabel('说了什么').fill(`展会后回访 ${once}`);
    await page.getByRole('radio', { name: '下周' }).check({ force: true });
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.timeline .waits').waitFor();
    await goTo(page, '/leads/new');
    await page.getByLabel('公司', { exact: true }).fill(company);
    await page.getByLabel('电话').fill(`138${once}`);
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('待发送的新线索').waitFor();
    assert.match(await sync(page).innerText(), /2 条待发送/);
    await page.evaluate((hash) => sessionStorage.setItem('followed', hash), followed);
  });
  await check('the waiting work outlives a restart of the app', async () => {
    await page.reload();
    await page.getByText('待发送的新线索').waitFor();
  });
  await check('with a network again everything is there, once', async () => {
    await context.setOffline(false);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.waitForFunction(() => /已同步/.test(document.querySelector('.head .sync')?.textContent ?? ''), null, { timeout: 30_000 });
    // What others wrote of other leads in this run is found by the same number.
    const made = (answer) => answer.items.filter((each) => each.company === company);
    assert.equal(made(await eventually(page, `/api/leads/v1/leads?q=${once}`, (answer) => made(answer).length > 0)).length, 1);
    const followed = (await page.evaluate(() => sessionStorage.getItem('followed'))).split('/').at(-1);
    const mine = (answer) => answer.items.filter((each) => each.content.includes(once));
    const followUps = mine(await eventually(page, `/api/leads/v1/leads/${followed}/follow-ups`, (answer) => mine(answer).length > 0));
    assert.equal(followUps.length, 1);
    assert.equal(followUps[0].result, 'interested');
  });
  await check('her edit without a network meets her manager\'s of the same field: both are shown, she picks, other fields just merge', async () => {
    await goTo(page, '/leads');
    const id = (await page.locator('.pane-list .rows a').first().getAttribute('href')).split('/').at(-1);
    await goTo(page, `/leads/${id}`);
    await context.setOffline(true);
    await page.locator('.detail .menu-button').click();
    await page.getByRole('menuitem', { name: '修改资料' }).click();
    await page.getByRole('dialog').getByLabel('联系人').fill(`她的 ${once}`);
    await page.getByRole('dialog').getByLabel('备注').fill(`备注 ${once}`);
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const manager = await signedIn(browser, url, 'zhao.lei', { size: 'desktop' });
    await give(manager.page, 'PATCH', `/api/leads/v1/leads/${id}`, { contact: `经理的 ${once}`, need: `需求 ${once}` });
    await manager.context.close();
    await context.setOffline(false);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.waitForFunction(() => /需处理/.test(document.querySelector('.head .sync')?.textContent ?? ''), null, { timeout: 30_000 });
    await goTo(page, '/outbox');
    await page.getByRole('link', { name: '对照并解决' }).click();
    await page.locator('.clash').waitFor();
    assert.equal(await page.locator('.clash').count(), 1);
    assert.match(await page.locator('.clash').innerText(), new RegExp(`她的 ${once}[^]*经理的 ${once}`));
    await page.locator('.clash input').first().check({ force: true });
    await page.getByRole('button', { name: '按选择重新发送' }).click();
    const lead = await eventually(page, `/api/leads/v1/leads/${id}`, (answer) => answer.contact === `她的 ${once}`);
    assert.deepEqual([lead.contact, lead.notes, lead.need], [`她的 ${once}`, `备注 ${once}`, `需求 ${once}`]);
  });
  await check('without a network she visits a customer: checks in, writes minutes with a photo, and it is there once as an activity', async () => {
    await context.grantPermissions(['geolocation']);
    await context.setGeolocation({ latitude: 23.1064, longitude: 113.3245, accuracy: 18 });
    await goTo(page, '/deals');
    const id = (await page.locator('.deal-link').first().getAttribute('href')).split('/').at(-1);
    await goTo(page, `/deals/${id}`);
    await page.getByRole('button', { name: '现在签到' }).waitFor();
    await page.getByRole('button', { name: '现在签到' }).click();
    await page.getByText('精度约 18 米').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
    await context.setOffline(true);
    await page.getByRole('button', { name: '现在签到' }).click();
    await page.getByText('精度约 18 米').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '签到', exact: true }).click();
    await page.waitForURL(/#\/visits\//);
    await page.getByRole('button', { name: '结束拜访，写纪要' }).click();
    await page.getByLabel('拜访纪要').fill(`现场勘测 ${once}`);
    await page.locator('dialog input[type=file]').first().setInputFiles({ name: '名片.png', mimeType: 'image/png', buffer: Buffer.from(CARD, 'base64') });
    await page.locator('dialog .photos img').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const visit = await page.evaluate(() => location.hash.split('/').at(-1));
    await context.setOffline(false);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.waitForFunction(() => /已同步/.test(document.querySelector('.head .sync')?.textContent ?? ''), null, { timeout: 30_000 });
    const activities = await eventually(page, `/api/opportunities/v1/activities?opportunity=${id}&q=${once}`, (answer) => answer.items.length > 0);
    assert.deepEqual(activities.items.map((each) => each.visit_id), [visit]);
    const { arrival, status, attachments } = await ask(page, `/api/opportunities/v1/visits/${visit}`);
    assert.deepEqual([status, arrival.location.accuracy_m, attachments.map((each) => each.media_type)], ['done', 18, ['image/jpeg']]);
  });
  await check('a refused lead says why and stays in the form', async () => {
    await goTo(page, '/leads/new');
    await page.getByLabel('公司', { exact: true }).fill(company);
    await page.getByLabel('电话').fill(`138${once}`);
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('alert').waitFor();
    assert.equal(await page.getByLabel('公司', { exact: true }).inputValue(), company);
    await page.getByLabel('公司', { exact: true }).fill('');
    await page.getByLabel('电话').fill('');
    await page.waitForTimeout(600);
  });
  await check('she converts the lead and sees its deal', async () => {
    const { items } = await ask(page, `/api/leads/v1/leads?q=${once}`);
    await goTo(page, `/leads/${items[0].id}`);
    await page.getByRole('button', { name: '转化', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: '转化' }).click();
    await page.waitForURL(/#\/deals\//);
    await page.locator('.path .here').waitFor({ timeout: 20_000 });
  });
  await check('she moves the deal by its menu on the board, and a finger scrolls the board', async () => {
    await page.getByRole('button', { name: /推进到/ }).click();
    await page.getByText(/已移动到/).waitFor();
    await goTo(page, '/deals');
    const board = page.locator('.board');
    const before = await board.evaluate((element) => element.scrollLeft);
    const box = await page.locator('.deal').first().boundingBox();
    const devtools = await context.newCDPSession(page);
    const touch = (type, x) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: box.y + 30 }] });
    await touch('touchStart', 300);
    for (let x = 290; x > 40; x -= 10) await touch('touchMove', x);
    await touch('touchEnd');
    await page.waitForFunction((from) => document.querySelector('.board').scrollLeft > from + 50, before, { timeout: 5_000 });
    const deals = (await ask(page, `/api/opportunities/v1/opportunities?q=${once}`)).items;
    assert.deepEqual(deals.map((deal) => deal.stage), ['needs_confirmed']);
    const card = page.locator('.deal', { hasText: once });
    await card.locator('.act-icon').click();
    await card.getByRole('menuitem', { name: /方案报价/ }).click();
    await page.waitForFunction(async (q) => (await (await fetch(`/api/opportunities/v1/opportunities?q=${q}`)).json()).items[0].stage === 'proposal', once);
  });
  await check('nothing went wrong in the page, and nothing left the origin', async () => assert.deepEqual(faults, []));
  await context.close();
}

async function morning() {
  const { context, page, faults } = await signedIn(browser, url, 'zhao.lei', { size: 'desktop' });
  await check('the manager sees the funnel, and leads by source and score', async () => {
    await page.locator('.funnel-chart').waitFor();
    await settled(page);
    assert.ok((await page.locator('.source-table tbody tr').count()) >= 5);
  });
  await check('each number of the funnel opens its deals; the sum is right', async () => {
    await goTo(page, '/funnel');
    await page.locator('.funnel-table button').nth(2).click();
    await settled(page);
    const row = page.locator('.funnel-table tbody tr').nth(2);
    const entered = Number((await row.locator('td').first().innerText()).replace(/\D/g, ''));
    const told = Number((await page.locator('section[aria-live] h2 .num').innerText()).replace(/\D/g, ''));
    assert.equal(told, entered);
  });
  await check('the funnel of a week ago is that of a week ago', async () => {
    const answered = page.waitForResponse((response) => /v1\/funnel\?.*as_of=/.test(response.url()));
    await page.locator('#as-of').fill('-7');
    await page.getByText('7 天前').first().waitFor();
    await answered;
    await settled(page);
    const asOf = new Date(Date.now() - 7 * 86_400_000).toISOString();
    const then = await ask(page, `/api/analytics/v1/funnel?as_of=${encodeURIComponent(asOf)}`);
    const now = await ask(page, '/api/analytics/v1/funnel');
    const shown = await page.locator('.funnel-table, .empty').first().innerText();
    assert.ok(then.stages[0].entered < now.stages[0].entered ? !shown.includes(String(now.stages[0].entered)) : true);
  });
  await check('leads by source have intervals, and each figure opens its leads; follow-ups say when there is no evidence', async () => {
    await goTo(page, '/analysis');
    const row = page.locator('.analysis-table tbody tr').first();
    assert.match(await row.innerText(), /\d+% – \d+%/);
    await row.getByRole('button').click();
    await settled(page);
    const counted = Number((await row.locator('td').first().innerText()).replace(/\D/g, ''));
    assert.equal(Number((await page.locator('section[aria-live] h2 .num').innerText()).replace(/\D/g, '')), counted);
    await page.getByRole('radio', { name: '跟进效果' }).check({ force: true });
    await page.locator('.analysis-table .tag', { hasText: /没有证据|更高|更低/ }).first().waitFor();
  });
  await check('a file is previewed, tried, imported, reported and undone', async () => {
    await goTo(page, '/imports');
    const rows = `公司,联系人,电话,来源\n导入甲 ${once},李一,137${once},展会\n导入乙 ${once},李二,136${once},网站\n`;
    await page.locator('input[type=file]').setInputFiles({ name: `web-${once}.csv`, mimeType: 'text/csv', buffer: Buffer.from(rows) });
    await page.getByText('核对列').waitFor();
    await page.getByRole('button', { name: '先试运行' }).click();
    await page.getByRole('button', { name: '按此结果导入' }).click({ timeout: 30_000 });
    await page.getByRole('button', { name: '撤销导入' }).click({ timeout: 30_000 });
    assert.equal((await ask(page, `/api/leads/v1/leads?q=${once}&status=open`)).items.filter((each) => each.company?.startsWith('导入')).length, 2);
    await page.getByRole('dialog').getByRole('button', { name: '撤销导入' }).click();
    await page.getByText('已撤销').first().waitFor({ timeout: 30_000 });
    assert.equal((await ask(page, `/api/leads/v1/leads?q=${once}&status=open`)).items.filter((each) => each.company?.startsWith('导入')).length, 0);
  });
  await check('the manager\'s page has no faults either', async () => assert.deepEqual(faults, []));
  await context.close();
}

async function accessible() {
  for (const size of Object.keys(SIZES)) {
    for (const language of LANGUAGES) {
      await check(`axe finds nothing on any screen: ${size}, ${language}`, () => {
        const found = [];
        return visit((user, how) => signedIn(browser, url, user, how), goTo, settled, { size, language }, only.length ? SCREENS.filter(({ name }) => only.includes(name)) : SCREENS, async (page, screen) => {
          await page.evaluate(axe);
          // A sheet that still moves is half transparent.
          await page.waitForTimeout(350);
          const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
          for (const each of violations) found.push(`${screen.name}: ${each.id} ${each.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')} ${each.nodes[0]?.any?.[0]?.message ?? ''}`);
        }).then(() => assert.deepEqual(found, []));
      });
    }
  }
}

const parts = { day, morning, accessible };
for (const part of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)) await parts[part]();
await browser.close();
if (failed.length) console.error(`${failed.length} failed`);
process.exitCode = failed.length ? 1 : 0;
