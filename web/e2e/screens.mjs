/** Every screen by whom it is for: axe judges each, and the ones with a picture are photographed. */
const first = (list) => async (page) => {
  await page.locator(`${list} .rows a`).first().click();
};

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
  { name: 'orders', user: 'wang.min', path: '/orders' },
  { name: 'outbox', user: 'wang.min', path: '/outbox' },
  { name: 'search', user: 'wang.min', path: '/search' },
  { name: 'more', user: 'wang.min', path: '/more' },
  { name: 'team', user: 'zhao.lei', path: '/', picture: true },
  { name: 'imports', user: 'zhao.lei', path: '/imports' },
  { name: 'import', user: 'lin.yue', path: '/imports', then: async (page) => {
    await page.locator('.rows a').first().click();
  }, picture: true },
  { name: 'funnel', user: 'sun.hao', path: '/funnel', then: async (page) => {
    await page.locator('.funnel-table button').nth(1).click();
  }, picture: true },
  { name: 'inbox', user: 'zhao.lei', path: '/inbox' },
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
