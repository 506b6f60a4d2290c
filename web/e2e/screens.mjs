import { goTo, settled } from './browser.mjs';

/** Every screen by whom it is for: axe judges each, and the ones with a picture are photographed. */
const first = (list) => async (page) => {
  await page.locator(`${list} .rows a`).first().click();
};

/** An edit that met another, as it stands in the outbox: put there by hand, so that nothing is changed on the server. */
async function openConflict(page) {
  const key = await page.evaluate(async () => {
    const { items } = await (await fetch('/api/leads/v1/leads?status=open&limit=1')).json();
    const lead = await (await fetch(`/api/leads/v1/leads/${items[0].id}`)).json();
    const person = JSON.parse(localStorage.getItem('kuaicrm.person'));
    const database = await new Promise((resolve, reject) => {
      const asked = indexedDB.open(`kuaicrm-${person.id}`);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const row = {
      key: crypto.randomUUID(), service: 'leads', method: 'PATCH', path: `/api/leads/v1/leads/${lead.id}`, if_match: '"1"', subject: lead.id, kind: 'revise', title: lead.company ?? lead.name,
      body: { contact: '李工', notes: '周五前要方案' }, base: { contact: '-', notes: lead.notes }, captured_at: new Date().toISOString(), state: 'conflict', tries: 1,
      problem: { type: 'urn:kuaicrm:problem:version-conflict', code: 'version-conflict', status: 412, title: '', params: { expected: 1, actual: lead.version } },
    };
    await new Promise((resolve, reject) => {
      const put = database.transaction('outbox', 'readwrite').objectStore('outbox').add(row);
      put.onsuccess = resolve;
      put.onerror = () => reject(put.error);
    });
    database.close();
    return row.key;
  });
  await goTo(page, `/outbox/${key}`);
  await page.locator('.clash').first().waitFor();
}

export const SCREENS = [
  { name: 'today', user: 'wang.min', path: '/', picture: true },
  { name: 'leads', user: 'wang.min', path: '/leads', picture: true },
  { name: 'lead', user: 'wang.min', path: '/leads', then: first('.pane-list'), picture: true },
  { name: 'follow-up', user: 'wang.min', path: '/leads', then: async (page, t) => {
    await first('.pane-list')(page);
    await page.getByRole('button', { name: t('记录跟进', 'Log follow-up') }).click();
    await page.getByRole('dialog').waitFor();
  }, picture: true },
  { name: 'new-lead', user: 'wang.min', path: '/leads/new', picture: true },
  { name: 'pool', user: 'wang.min', path: '/pool' },
  { name: 'board', user: 'wang.min', path: '/deals', picture: true },
  { name: 'deal', user: 'wang.min', path: '/deals', then: async (page) => {
    await page.locator('.deal-link').first().click();
  }, picture: true },
  { name: 'activity', user: 'wang.min', path: '/deals', then: async (page, t) => {
    await page.locator('.deal-link').first().click();
    await page.getByRole('button', { name: t('记录跟进', 'Log activity') }).click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'visits', user: 'wang.min', path: '/visits', picture: true },
  { name: 'visit', user: 'wang.min', path: '/visits', then: async (page, t) => {
    await page.getByRole('radio', { name: t('已完成', 'Done') }).check({ force: true });
    await settled(page);
    await first('.pane-list')(page);
  }, picture: true },
  { name: 'customers', user: 'wang.min', path: '/customers' },
  { name: 'customer', user: 'zhao.lei', path: '/customers', then: first('.pane-list'), picture: true },
  { name: 'calendar', user: 'wang.min', path: '/calendar', picture: true },
  { name: 'notify', user: 'wang.min', path: '/notify' },
  { name: 'orders', user: 'wang.min', path: '/orders' },
  { name: 'outbox', user: 'wang.min', path: '/outbox' },
  { name: 'search', user: 'wang.min', path: '/search' },
  { name: 'pack', user: 'wang.min', path: '/pack', picture: true },
  { name: 'more', user: 'wang.min', path: '/more' },
  { name: 'team', user: 'zhao.lei', path: '/', picture: true },
  { name: 'imports', user: 'zhao.lei', path: '/imports' },
  { name: 'import', user: 'lin.yue', path: '/imports', then: async (page) => {
    await page.locator('.rows a').first().click();
  }, picture: true },
  { name: 'funnel', user: 'sun.hao', path: '/funnel', then: async (page) => {
    await page.locator('.funnel-table button').nth(1).click();
  }, picture: true },
  { name: 'analysis', user: 'sun.hao', path: '/analysis', then: async (page) => {
    await page.locator('.analysis-table button').first().click();
  }, picture: true },
  { name: 'follow-ups', user: 'sun.hao', path: '/analysis', then: async (page, t) => {
    await page.getByRole('radio', { name: t('跟进效果', 'Effect of follow-ups') }).check({ force: true });
    await settled(page);
    await page.locator('.analysis-table button').first().click();
  }, picture: true },
  { name: 'conflict', user: 'wang.min', path: '/leads', then: openConflict, picture: true },
  { name: 'inbox', user: 'zhao.lei', path: '/inbox' },
  { name: 'setup', user: 'lin.yue', path: '/admin' },
  { name: 'scoring', user: 'lin.yue', path: '/admin/scoring', picture: true },
  { name: 'scoring-edit', user: 'lin.yue', path: '/admin/scoring', then: async (page, t) => {
    await page.getByRole('link', { name: t('修改为新版本', 'Edit as a new version') }).click();
    await page.locator('.rules .weight').first().waitFor();
  }, picture: true },
  { name: 'scoring-rule', user: 'lin.yue', path: '/admin/scoring', then: async (page, t) => {
    await page.getByRole('link', { name: t('修改为新版本', 'Edit as a new version') }).click();
    await page.locator('.rules .tools .act-icon').nth(8).click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'scoring-versions', user: 'lin.yue', path: '/admin/scoring/versions' },
  { name: 'scoring-version', user: 'lin.yue', path: '/admin/scoring/versions', then: first('.setup') },
  { name: 'dry-run', user: 'lin.yue', path: '/admin/scoring', then: async (page) => {
    const run = page.locator('.setup .rows a[href*="/runs/"]').first();
    if (await run.count()) await run.click();
  }, picture: true },
  { name: 'learned', user: 'sun.hao', path: '/admin/scoring/learned' },
  { name: 'learned-version', user: 'sun.hao', path: '/admin/scoring/learned', then: async (page) => {
    const learned = page.locator('.setup .rows a').first();
    if (await learned.count()) await learned.click();
  }, picture: true },
  { name: 'overrides', user: 'sun.hao', path: '/admin/scoring/overrides' },
  { name: 'assignment', user: 'lin.yue', path: '/admin/assignment', picture: true },
  { name: 'assignment-edit', user: 'lin.yue', path: '/admin/assignment', then: async (page, t) => {
    await page.getByRole('link', { name: t('修改规则', 'Edit the rules') }).click();
    await page.getByRole('button', { name: t('用最近的线索试算', 'Try on recent leads') }).click();
    await page.locator('.setup .setup .card').first().waitFor({ timeout: 30_000 });
  }, picture: true },
  { name: 'assignment-rule', user: 'lin.yue', path: '/admin/assignment', then: async (page, t) => {
    await page.getByRole('link', { name: t('修改规则', 'Edit the rules') }).click();
    await page.getByRole('button', { name: t('添加规则', 'Add a rule') }).click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'assignment-waiting', user: 'zhao.lei', path: '/admin/assignment/waiting' },
  { name: 'assignment-fairness', user: 'sun.hao', path: '/admin/assignment/fairness' },
  { name: 'assignment-versions', user: 'sun.hao', path: '/admin/assignment/versions' },
  { name: 'people', user: 'zhao.lei', path: '/admin/people' },
  { name: 'person', user: 'zhao.lei', path: '/admin/people', then: first('.setup'), picture: true },
  { name: 'person-hours', user: 'wang.min', path: '/admin/people', then: async (page, t) => {
    await page.getByRole('button', { name: t('修改', 'Change') }).click();
    await page.getByRole('dialog').waitFor();
    await page.getByRole('dialog').locator('input[type=checkbox]').first().check();
  } },
  { name: 'person-leave', user: 'wang.min', path: '/admin/people', then: async (page, t) => {
    await page.getByRole('button', { name: t('登记休假', 'Add leave') }).click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'pools', user: 'chen.jing', path: '/admin/pools' },
  { name: 'pool-terms', user: 'chen.jing', path: '/admin/pools', then: async (page, t) => {
    await page.getByRole('button', { name: t('新建公海', 'New pool') }).click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'transfers', user: 'zhao.lei', path: '/admin/transfers' },
  { name: 'transfer', user: 'zhao.lei', path: '/admin/transfers', then: async (page, t) => {
    await page.getByRole('button', { name: t('按条件转交', 'Transfer by filter') }).click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'sources', user: 'lin.yue', path: '/admin/sources' },
  { name: 'source', user: 'lin.yue', path: '/admin/sources', then: async (page) => {
    await page.locator('.setup .rows button').first().click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'campaigns', user: 'lin.yue', path: '/admin/sources/campaigns', picture: true },
  { name: 'campaign', user: 'lin.yue', path: '/admin/sources/campaigns', then: async (page, t) => {
    await page.getByRole('button', { name: t('添加活动', 'Add a campaign') }).click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'plans', user: 'lin.yue', path: '/admin/plans', picture: true },
  { name: 'plan', user: 'lin.yue', path: '/admin/plans', then: async (page) => {
    await page.locator('.rules .tools .act-icon').first().click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'forms', user: 'lin.yue', path: '/admin/forms' },
  { name: 'form', user: 'lin.yue', path: '/admin/forms', then: async (page, t) => {
    await page.getByRole('button', { name: t('新建表单', 'New form') }).first().click();
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'mail', user: 'lin.yue', path: '/admin/forms/mail' },
  { name: 'duplicate-policies', user: 'lin.yue', path: '/admin/duplicates' },
  { name: 'mappings', user: 'zhao.lei', path: '/admin/mappings' },
  { name: 'selecting', user: 'zhao.lei', path: '/leads', then: async (page, t) => {
    await page.getByRole('button', { name: t('多选', 'Select several') }).click();
    await page.locator('.picks input').first().check();
  } },
  { name: 'override', user: 'wang.min', path: '/leads', then: async (page, t) => {
    await first('.pane-list')(page);
    await page.locator('.detail .menu-button').click();
    await page.getByRole('menuitem', { name: t('人工评分', 'Set score') }).click();
    await page.getByRole('dialog').waitFor();
  } },
];

export const LANGUAGES = ['zh-CN', 'en'];

/** Visit every screen of `wanted` in one size and language, one sign-in per person. */
export async function visit(signedIn, goTo, settled, { size, language }, wanted, look) {
  const t = (zh, en) => (language === 'en' ? en : zh);
  for (const user of new Set(wanted.map((screen) => screen.user))) {
    const { context, page, faults } = await signedIn(user, { size, language });
    for (const screen of wanted.filter((each) => each.user === user)) {
      await goTo(page, '/more');
      await goTo(page, screen.path);
      if (screen.then) {
        await screen.then(page, t);
        await settled(page);
      }
      await look(page, screen);
    }
    if (faults.length) throw new Error(`${user} ${size} ${language}: ${faults.join('; ')}`);
    await context.close();
  }
}
