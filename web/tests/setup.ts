/** The few things of a browser that the logic touches. */
import i18next from 'i18next';

await i18next.init();
const kept = new Map<string, string>();
const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
const online = { onLine: true, language: 'zh-CN' };
if (!('navigator' in globalThis)) Object.defineProperty(globalThis, 'navigator', { value: online, configurable: true });
Object.assign(globalThis, { localStorage: storage, sessionStorage: storage, location: { origin: 'http://localhost', hash: '' } });
