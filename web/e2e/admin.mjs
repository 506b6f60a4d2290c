// What a company sets up for its leads, on a running installation: each change is seen by what it does to a lead.
import assert from 'node:assert/strict';
import { ask, checking, eventually as answered, goTo, launch, settled, signedIn } from './browser.mjs';

const url = process.env.KUAICRM_URL ?? 'http://127.0.0.1:8000';
const browser = await launch();
const once = String(Date.now()).slice(-8);
const { check, failed } = checking();

/** The machine may be busy with what was set up. */
const eventually = (page, path, wanted) => answered(page, path, wanted, 60);
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
    await page.waitForURL(/scoring\/runs\//);
    await page.locator('.tag', { hasText: '已完成' }).first().waitFor();
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
    await page.locator('.conversion', { hasText: '已撤销转化' }).waitFor();
    const lead = await eventually(page, `/api/leads/v1/leads/${id}`, (answer) => answer.status === 'open');
    assert.equal(lead.status, 'open');
    assert.match(await page.locator('.conversion').innerText(), /客户说搞错了[^]*要得急/);
  });
}

async function assigning(page) {
  const { rules, version } = await ask(page, '/api/leads/v1/assignment-rules');
  await check('a rule is added and moved to the top by its button; the next lead is assigned by it, and says why', async () => {
    await goTo(page, `/admin/assignment/edit/${version}`);
    await page.getByRole('button', { name: '添加规则' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('名称').fill(`转介绍给周婷 ${once}`);
    await sheet.getByLabel('值').selectOption('referral');
    await sheet.getByLabel('方法').selectOption('person');
    await sheet.getByLabel('给谁', { exact: true }).selectOption('zhou.ting');
    await sheet.getByRole('button', { name: '完成' }).click();
    const up = page.getByRole('button', { name: `上移“转介绍给周婷 ${once}”` });
    for (let left = rules.length; left > 0; left -= 1) await up.press('Enter');
    assert.match(await page.locator('.rules > li').first().innerText(), new RegExp(once));
    await page.getByRole('button', { name: '用最近的线索试算' }).click();
    await page.getByText(/条线索的试算/).waitFor();
    await page.getByRole('button', { name: '启用' }).click();
    await page.getByRole('dialog').getByLabel('原因').fill('转介绍专人跟进');
    await page.getByRole('dialog').getByRole('button', { name: '启用' }).click();
    await page.getByText('转介绍专人跟进').waitFor();
    const { id } = await leadOf(page, { source: 'referral', company: `分配 ${once}` });
    const lead = await eventually(page, `/api/leads/v1/leads/${id}`, (answer) => answer.owner_id);
    assert.equal(lead.owner_id, 'zhou.ting');
    await goTo(page, `/leads/${id}`);
    await page.locator('.ledger', { hasText: `转介绍给周婷 ${once}` }).waitFor();
  });
  await check('rules are moved by mouse, too', async () => {
    const { version: now } = await ask(page, '/api/leads/v1/assignment-rules');
    await goTo(page, `/admin/assignment/edit/${now}`);
    const rows = page.locator('.rules > li');
    await rows.first().dragTo(rows.last());
    assert.match(await rows.last().innerText(), new RegExp(once));
    await page.getByRole('button', { name: '放弃草稿' }).click();
    assert.match(await rows.first().innerText(), new RegExp(once));
    await give(page, 'PUT', '/api/leads/v1/assignment-rules', { rules, reason: '恢复' });
  });
}

async function planning(page) {
  const { terms } = await ask(page, '/api/leads/v1/follow-up-rules');
  await check('a plan is written with a rule and steps, and a lead that meets it follows it', async () => {
    await goTo(page, '/admin/plans');
    await page.getByRole('button', { name: '添加计划' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('名称').fill(`活动跟进 ${once}`);
    await sheet.getByRole('button', { name: '写成表达式' }).click();
    await sheet.getByLabel('表达式').fill(`campaign == 'c${once}'`);
    await sheet.getByLabel('做什么').fill(`问预算 ${once}`);
    await sheet.getByRole('button', { name: '添加一步' }).click();
    await sheet.getByLabel('做什么').nth(1).fill('发方案');
    await sheet.getByRole('button', { name: '保存' }).click();
    const row = page.locator('.rules > li', { hasText: once });
    await row.waitFor();
    const up = page.getByRole('button', { name: `上移“活动跟进 ${once}”` });
    for (let left = (terms.plans ?? []).length; left > 0; left -= 1) {
      await up.press('Enter');
      await settled(page);
    }
    await page.waitForFunction((text) => document.querySelector('.rules > li')?.textContent.includes(text), once);
    const { id } = await leadOf(page, { source: 'referral', campaign: `c${once}`, company: `计划 ${once}` });
    const lead = await eventually(page, `/api/leads/v1/leads/${id}`, (answer) => answer.upcoming);
    assert.equal(lead.upcoming.task.plan, `活动跟进 ${once}`);
    await goTo(page, `/leads/${id}`);
    await page.locator('.next', { hasText: `问预算 ${once}` }).waitFor();
    await give(page, 'PUT', '/api/leads/v1/follow-up-rules', terms);
  });
}

async function capturing(page) {
  await check('a source is named, and a campaign with its cost belongs to it', async () => {
    await goTo(page, '/admin/sources');
    await page.getByRole('button', { name: '添加来源' }).click();
    let sheet = page.getByRole('dialog');
    await sheet.getByLabel('中文名').fill(`直播 ${once}`);
    await sheet.getByLabel('英文名').fill(`live ${once}`);
    await sheet.getByRole('button', { name: '保存' }).click();
    await page.locator('.rows', { hasText: `直播 ${once}` }).waitFor();
    await goTo(page, '/admin/sources/campaigns');
    await page.getByRole('button', { name: '添加活动' }).click();
    sheet = page.getByRole('dialog');
    await sheet.getByLabel('名称').fill(`夏季直播 ${once}`);
    await sheet.getByLabel('编码').fill(`summer-${once}`);
    await sheet.getByLabel('来源').selectOption(`live-${once}`);
    await sheet.getByLabel('总费用').fill('12000');
    await sheet.getByRole('button', { name: '保存' }).click();
    await page.locator('.rows li', { hasText: `夏季直播 ${once}` }).waitFor();
    assert.match(await page.locator('.rows li', { hasText: `夏季直播 ${once}` }).innerText(), /12,000/);
    const kept = await ask(page, `/api/leads/v1/sources`);
    const source = kept.find((each) => each.code === `live-${once}`);
    await give(page, 'PUT', `/api/leads/v1/sources/live-${once}`, { name_zh: source.name_zh, name_en: source.name_en, order: 900, active: false });
  });
  await check('a form is made, and its page takes what is filled in', async () => {
    await goTo(page, '/admin/forms');
    await page.getByRole('button', { name: '新建表单' }).first().click();
    await page.getByRole('dialog').getByLabel('内部名称').fill(`询价 ${once}`);
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    const card = page.locator('.card', { hasText: `询价 ${once}` });
    await card.waitFor();
    assert.match(await card.locator('pre').innerText(), /<iframe src="/);
    const form = await context.newPage();
    await form.goto(await card.getByRole('link', { name: '打开表单看看' }).getAttribute('href'));
    await form.getByLabel('联系人').fill(`表单 ${once}`);
    await form.getByLabel('电话').fill(`139${once}`);
    await form.waitForTimeout(3_200);
    await form.locator('button').click();
    await form.getByText('谢谢').waitFor();
    await form.close();
    const found = await eventually(page, `/api/leads/v1/leads?q=139${once}`, (answer) => answer.items?.length === 1);
    assert.equal(found.items[0].channel, 'web-form');
  });
}

async function working(page) {
  await check('leave is taken and taken back', async () => {
    await goTo(page, '/admin/people/emma.clark');
    await page.getByRole('button', { name: '登记休假' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('第一天').fill(new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
    await sheet.getByLabel('原因').fill(`年假 ${once}`);
    await sheet.getByRole('button', { name: '保存' }).click();
    const leave = page.locator('.card li', { hasText: `年假 ${once}` });
    await leave.waitFor();
    await leave.getByRole('button').click();
    await leave.waitFor({ state: 'detached' });
  });
  await check('several leads are picked and handed on at once; the transfer says what became of it', async () => {
    for (const name of ['甲', '乙']) await leadOf(page, { company: `转交${name} ${once}`, source: 'website' });
    await goTo(page, '/leads');
    await page.getByLabel('名称、公司、联系人或电话').fill(`转交`);
    await page.locator('.pane-list .rows li', { hasText: `转交乙 ${once}` }).waitFor();
    await page.getByRole('button', { name: '多选' }).click();
    for (const name of ['甲', '乙']) await page.getByRole('checkbox', { name: `转交${name} ${once}` }).check();
    await page.getByRole('button', { name: '转交…' }).first().click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('checkbox', { name: 'Emma Clark' }).check({ force: true });
    await sheet.getByLabel('原因').fill(`测试转交 ${once}`);
    await sheet.getByRole('button', { name: '转交…' }).click();
    await goTo(page, '/admin/transfers');
    await page.locator('.rows li', { hasText: `测试转交 ${once}` }).getByText('已完成').waitFor();
    assert.match(await page.locator('.rows li', { hasText: `测试转交 ${once}` }).innerText(), /2 \/ 2 条已转交/);
  });
  await check('a view of the list is named, and chosen again after a reload', async () => {
    await goTo(page, '/leads');
    await page.getByLabel('名称、公司、联系人或电话').fill('');
    if (!(await page.locator('.filters').count())) await page.locator('.pane-head .act-icon').click();
    await page.getByLabel('等级').selectOption('B');
    await page.getByRole('button', { name: '保存为我的视图' }).click();
    await page.getByRole('dialog').getByLabel('名称').fill(`B级 ${once}`);
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await page.waitForTimeout(600);
    await page.getByRole('radio', { name: '进行中' }).check({ force: true });
    await page.reload();
    await settled(page);
    if (!(await page.locator('.filters').count())) await page.locator('.pane-head .act-icon').click();
    await page.getByRole('radio', { name: `B级 ${once}` }).check({ force: true });
    assert.equal(await page.getByLabel('等级').inputValue(), 'B');
  });
}

/** Who may not change does not see how. */
async function reading() {
  const analyst = await signedIn(browser, url, 'sun.hao', { size: 'desktop' });
  await check('an analyst reads the model and the rules, and is offered no change', async () => {
    await goTo(analyst.page, '/admin/scoring');
    await analyst.page.locator('.rules').waitFor();
    assert.equal(await analyst.page.getByText('修改为新版本').count(), 0);
    await goTo(analyst.page, '/admin/assignment');
    await analyst.page.locator('.rules').waitFor();
    assert.equal(await analyst.page.getByText('修改规则').count(), 0);
    assert.deepEqual(await analyst.page.locator('.areas a b').allInnerTexts(), ['线索评分', '线索分配', '公海', '来源与活动', '跟进计划', '查重策略']);
  });
  await analyst.context.close();
  const seller = await signedIn(browser, url, 'wang.min', { size: 'phone' });
  await check('a salesperson sets her own hours and sees nothing else to set up', async () => {
    await goTo(seller.page, '/more');
    await seller.page.getByRole('link', { name: '工作时间与休假' }).click();
    await seller.page.getByRole('heading', { name: '王敏' }).waitFor();
    await goTo(seller.page, '/admin');
    assert.equal(await seller.page.locator('.areas a').count(), 1);
  });
  await seller.context.close();
}

const parts = { scoring, overriding, converting, assigning, planning, capturing, working, reading };
const { context, page, faults } = await signedIn(browser, url, 'lin.yue', { size: 'desktop' });
page.setDefaultTimeout(90_000);
let made;
for (const part of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)) {
  made = (await parts[part](page, made ?? (part === 'overriding' ? (await leadOf(page, { source: 'referral' })).id : undefined))) ?? made;
}
await check('nothing went wrong in the pages, and nothing left the origin', async () => assert.deepEqual(faults, []));
await context.close();
await browser.close();
if (failed.length) console.error(`${failed.length} failed`);
process.exitCode = failed.length ? 1 : 0;
