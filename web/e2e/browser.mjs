/** Chromium of the machine, signed in as a demo person, at the size of a phone or a desktop. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };

export function chromiumPath() {
  const found = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
  if (!found) throw new Error('No Chromium: install it (apt-get install chromium), or name one by CHROMIUM');
  return found;
}

export function launch() {
  return chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A context of its own for one person. `size` is a key of SIZES, `language` zh-CN or en. */
export async function signedIn(browser, url, user, { size = 'phone', language = 'zh-CN', dark = false } = {}) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    deviceScaleFactor: 1,
    locale: language,
    timezoneId: 'Asia/Shanghai',
    colorScheme: dark ? 'dark' : 'light',
    hasTouch: size === 'phone',
    isMobile: size === 'phone',
  });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin) faults.push(`left the origin: ${request.url()}`);
  });
  await page.addInitScript((chosen) => localStorage.setItem('kuaicrm.language', chosen), language);
  await page.goto(`${url}/session/start?to=/`);
  await page.locator(`input[value="${user}"]`).check({ force: true });
  await page.locator('[name=password]').fill('demo');
  await page.locator('[type=submit]').click();
  await page.waitForURL((at) => at.pathname === '/');
  await page.locator('main#content').waitFor();
  return { context, page, faults };
}

/** Go to a place of the app and wait until nothing is on its way. */
export async function goTo(page, path) {
  await page.evaluate((to) => {
    location.hash = to;
  }, path);
  await settled(page);
}

export async function settled(page) {
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.waitForFunction(() => !document.querySelector('.bone'), null, { timeout: 20_000 });
}

/** `check(what, work)` says how each went and goes on; `failed` tells which did not. */
export function checking() {
  const failed = [];
  const check = async (what, work) => {
    const began = Date.now();
    try {
      await work();
      console.log(`ok    ${what} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed.push(what);
      console.error(`FAIL  ${what}\n      ${String(error?.message ?? error).split('\n').slice(0, 12).join('\n      ')}`);
    }
  };
  return { check, failed };
}

/** What the services know, asked with the page's own session. */
export const ask = (page, path) => page.evaluate(async (at) => (await fetch(at)).json(), path);

/** The answer as soon as it is as wanted; the last one when the seconds are over. */
export async function eventually(page, path, wanted, seconds = 10) {
  for (let left = seconds * 5; ; left -= 1) {
    const answer = await ask(page, path);
    if (wanted(answer) || left === 0) return answer;
    await page.waitForTimeout(200);
  }
}
