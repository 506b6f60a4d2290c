// What can go wrong offline, each on a phone of its own against a running installation: node e2e/offline.mjs [word of a name …] [--seeds N] [--seed S]
import { Office } from './offline/device.mjs';
import { Device, ME, SCENARIOS } from './offline/scenarios.mjs';

const url = process.env.KUAICRM_URL ?? 'http://127.0.0.1:8000';
const words = [];
let seeds = 1;
let first = Math.floor(Math.random() * 1e6);
for (let at = 2; at < process.argv.length; at += 1) {
  if (process.argv[at] === '--seeds') seeds = Number(process.argv[(at += 1)]);
  else if (process.argv[at] === '--seed') first = Number(process.argv[(at += 1)]);
  else words.push(process.argv[at]);
}

/** Whole numbers below `limit`, the same ones for the same seed. */
function chanceOf(seed) {
  let state = seed % 2147483647 || 1;
  return (limit) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
}

const office = new Office(url);
const failed = [];
for (const [name, run] of Object.entries(SCENARIOS).filter(([each]) => words.length === 0 || words.some((word) => each.includes(word)))) {
  for (let seed = first; seed < first + seeds; seed += 1) {
    const began = Date.now();
    const notes = [];
    const device = new Device(url);
    try {
      await device.start();
      await device.signIn(ME);
      const mark = `离线${String(Date.now()).slice(-9)}`;
      await run({ device, office, mark, chance: chanceOf(seed), note: (text) => notes.push(text) });
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      console.log(`ok    ${name} (seed ${seed}, ${[`${seconds} s`, ...notes].join(', ')})`);
    } catch (error) {
      failed.push(name);
      if (process.env.SHOTS) await device.page?.screenshot({ path: `${process.env.SHOTS}/${failed.length}.png` }).catch(() => {});
      console.error(`FAIL  ${name} (seed ${seed})\n      ${String(error?.stack ?? error).split('\n').slice(0, 10).join('\n      ')}${device.faults.length ? `\n      ${device.faults.join('; ')}` : ''}`);
    }
    await device.end();
  }
}
if (failed.length) console.error(`${failed.length} failed: ${failed.join('; ')}`);
process.exitCode = failed.length ? 1 : 0;
