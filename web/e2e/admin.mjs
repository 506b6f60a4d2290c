// What a company sets up for its leads, on a running installation: each change is seen by what it does to a lead.
import assert from 'node:assert/strict';
import { goTo, launch, settled, signedIn } from './browser.mjs';

const url = process.env.KUAICRM_URL ?? 'http://127.0.0.1:8000';
const browser = await launch();
const once = String(Date.now()).slice(-8);
const failed = [];

async function check(what, work) {
  const began = Date.now();
  try {
    await work();
    console.log(`ok    ${what} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed.push(what);
    console.error(`FAIL  ${what}\n      ${String(error?.message ?? error).split('\n').slice(0, 12).join('\n      ')}`);
  }
}

const ask = (page, path) => page.evaluate(async (at) => (await fetch(at)).json(), path);
async function eventually(page, path, wanted) {
  for (let left = 100; ; left -= 1) {
    const answer = await ask(page, path);
    if (wanted(answer) || left === 0) return answer;
    await page.waitForTimeout(200);
  }
}
/** A command by the page's own session; a server that is busy is asked again with the same key. */
const give = (page, method, path, body) =>
  page.evaluate(
    async ([how, at, what]) => {
      const { csrf } = await (await fetch('/session')).json();
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), 'x-csrf': csrf };
      for (let left = 5; ; left -= 1) {
        const answer = await fetch(at, { method: how, headers, body: JSON.stringify(what) });
        if (answer.ok) return answer.json();
        if (answer.status !== 503 || left === 0) throw new Error(`${answer.status} ${await answer.text()}`);
        await new Promise((again) => setTimeout(again, 1_000));
      }
    },
    [method, path, body],
  );
const leadOf = (page, more) => give(page, 'POST', '/api/leads/v1/leads', { name: `设置 ${once}`, email: `a${Math.random().toString(36).slice(2)}@x.example`, ...more });

async function scoring(page) {
  const { id } = await leadOf(page, { source: 'referral', company: `评分 ${once}` });
  const before = (await eventually(page, `/api/leads/v1/leads/${id}`, (lead) => typeof lead.score === 'number')).score;
  const { version: was } = await ask(page, '/api/leads/v1/scoring-model');
  await check('a weight is changed by keyboard; what the service refuses stands at its rule', async () => {
    await goTo(page, `/admin/scoring/edit/${was}`);
    const weight = page.getByLabel('“来源：转介绍”的分数');
    await weight.fill('30');
    await weight.press('ArrowUp');
    assert.equal(await weight.inputValue(), '31');
    await page.getByRole('button', { name: '编辑“老客户”' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '写成表达式' }).click();
    await page.getByRole('dialog').getByLabel('表达式').fill('is_customer &&');
    await page.getByRole('dialog').getByRole('button', { name: '完成' }).click();
    await page.getByRole('button', { name: '保存新版本并试算' }).click();
    await page.locator('.rules .wrong', { hasText: '表达式有误' }).waitFor();
    assert.match(await page.locator('.rules > li.faulty .said b').innerText(), /老客户/);
  });
  await check('the draft outlives a reload', async () => {
    await page.waitForTimeout(600);
    await page.reload();
    await settled(page);
    await page.getByText('这份草稿改了 2 条规则').waitFor();
    assert.equal(await page.getByLabel('“来源：转介绍”的分数').inputValue(), '31');
    await page.getByRole('button', { name: '编辑“老客户”' }).click();
    await page.getByRole('dialog').getByLabel('表达式').fill('is_customer');
    await page.getByRole('dialog').getByRole('button', { name: '完成' }).click();
  });
  await check('saving makes a version and a dry run of it, with scores before and after', async () => {
    await page.getByRole('button', { name: '保存新版本并试算' }).click();
    await page.waitForURL(/scoring\/runs\//, { timeout: 20_000 });
    await page.locator('.tag', { hasText: '已完成' }).first().waitFor({ timeout: 60_000 });
    await page.locator('.distribution svg').waitFor();
    const counted = await page.locator('.figures dd').first().innerText();
    assert.ok(Number(counted.replace(/\D/g, '')) > 0);
    const rows = await page.locator('table').first().locator('tbody tr').count();
    assert.equal(rows, 4);
    assert.equal((await ask(page, `/api/leads/v1/leads/${id}`)).score, before);
  });
  await check('it is put in force with a reason, and the lead is scored by it', async () => {
    await page.getByRole('button', { name: `启用第 ${was + 1} 版` }).click();
    await page.getByRole('dialog').getByRole('button', { name: '启用' }).click();
    await page.getByText('请写明原因').waitFor();
    await page.getByRole('dialog').getByLabel('原因').fill(`转介绍质量好 ${once}`);
    await page.getByRole('dialog').getByRole('button', { name: '启用' }).click();
    await page.getByText(`第 ${was + 1} 版生效中`).waitFor();
    const lead = await eventually(page, `/api/leads/v1/leads/${id}`, (answer) => answer.model_version === was + 1);
    assert.equal(lead.score, before + 6);
  });
  await check('versions are compared rule by rule', async () => {
    await goTo(page, '/admin/scoring/versions');
    await page.locator('.compared li', { hasText: '来源：转介绍' }).waitFor();
    assert.match(await page.locator('.compared li', { hasText: '来源：转介绍' }).innerText(), /\+25[^]*\+31/);
    await give(page, 'POST', `/api/leads/v1/scoring-model/versions/${was}/activate`, { reason: '恢复' });
    assert.equal((await eventually(page, `/api/leads/v1/leads/${id}`, (answer) => answer.model_version === was)).score, before);
  });
  return id;
}

async function overriding(page, id) {
  await check('a score is overridden with a reason, stands beside the automatic one, and is withdrawn', async () => {
    const automatic = (await ask(page, `/api/leads/v1/leads/${id}`)).automatic_score;
    await goTo(page, `/leads/${id}`);
    await page.locator('.detail .menu-button').click();
    await page.getByRole('menuitem', { name: '人工评分' }).click();
    await page.getByRole('dialog').getByLabel('你给的分数').fill('93');
    await page.getByRole('dialog').getByLabel('为什么').fill(`老板亲自来看过 ${once}`);
    await page.getByRole('dialog').getByRole('button', { name: '按此评分' }).click();
    await page.locator('.override').waitFor();
    assert.match(await page.locator('.big-score').innerText(), /93/);
    assert.match(await page.locator('.override').innerText(), new RegExp(`老板亲自来看过 ${once}[^]*模型评分 ${automatic}`));
    await goTo(page, '/admin/scoring/overrides');
    await page.locator('.rows a', { hasText: `老板亲自来看过 ${once}` }).waitFor();
    await goTo(page, `/leads/${id}`);
    await page.getByRole('button', { name: '撤销人工评分' }).click();
    await page.locator('.override').waitFor({ state: 'detached' });
    const lead = await eventually(page, `/api/leads/v1/leads/${id}`, (answer) => answer.override === null);
    assert.equal(lead.score, lead.automatic_score);
  });
}

async function converting(page) {
  await check('a conversion is taken back with a reason: the lead is open again, and the record says both', async () => {
    const { id } = await leadOf(page, { company: `转化 ${once}` });
    await give(page, 'POST', `/api/leads/v1/leads/${id}/convert`, { reason: '要得急' });
    await eventually(page, `/api/leads/v1/leads/${id}`, (lead) => lead.status === 'converted');
    await goTo(page, `/leads/${id}`);
    await page.locator('.conversion').waitFor();
    await page.getByRole('button', { name: '撤销转化' }).click();
    await page.getByRole('dialog').getByLabel('原因').fill('客户说搞错了');
    await page.getByRole('dialog').getByRole('button', { name: '撤销转化' }).click();
    await page.locator('.conversion', { hasText: '已撤销转化' }).waitFor({ timeout: 20_000 });
    const lead = await eventually(page, `/api/leads/v1/leads/${id}`, (answer) => answer.status === 'open');
    assert.equal(lead.status, 'open');
    assert.match(await page.locator('.conversion').innerText(), /客户说搞错了[^]*要得急/);
  });
}

const parts = { scoring, overriding, converting };
const { context, page, faults } = await signedIn(browser, url, 'lin.yue', { size: 'desktop' });
let made;
for (const part of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)) {
  made = (await parts[part](page, made ?? (part === 'overriding' ? (await leadOf(page, { source: 'referral' })).id : undefined))) ?? made;
}
await check('nothing went wrong in the pages, and nothing left the origin', async () => assert.deepEqual(faults, []));
await context.close();
await browser.close();
if (failed.length) console.error(`${failed.length} failed`);
process.exitCode = failed.length ? 1 : 0;
