// Photographs the screens that the documents show, in both sizes and languages.
import { mkdir } from 'node:fs/promises';
import { goTo, launch, settled, signedIn, SIZES } from './browser.mjs';
import { LANGUAGES, SCREENS, visit } from './screens.mjs';

const url = process.env.KUAICRM_URL ?? 'http://127.0.0.1:8000';
const folder = process.env.SCREENSHOTS ?? new URL('../../docs/screenshots', import.meta.url).pathname;
await mkdir(folder, { recursive: true });
const browser = await launch();
const only = process.argv.slice(2);
const wanted = SCREENS.filter((screen) => screen.picture && (only.length === 0 || only.includes(screen.name)));
for (const size of Object.keys(SIZES)) {
  for (const language of LANGUAGES) {
    await visit((user, how) => signedIn(browser, url, user, how), goTo, settled, { size, language }, wanted, async (page, screen) => {
      await page.mouse.move(0, 0);
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${folder}/${screen.name}-${size}-${language}.png` });
    });
  }
}
await browser.close();
