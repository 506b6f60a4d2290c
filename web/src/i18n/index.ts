/** The app's language: Chinese is built in, English comes when asked for. Numbers, money and times by `Intl`. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import { setAnswerLanguage } from '../api/client';
import type { Areas } from './areas/zh';
import type { Assignment } from './assignment/zh';
import type { Further } from './further/zh';
import type { Lead } from './lead/zh';
import type { Scoring } from './scoring/zh';
import type { Setup } from './setup/zh';
import type { Visits } from './visits/zh';
import zh from './zh';

export type Language = 'zh-CN' | 'en';
const KEPT = 'kuaicrm.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zh; further: Further; areas: Areas; assignment: Assignment; lead: Lead; setup: Setup; scoring: Scoring; visits: Visits };
  }
}

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN';
}

export async function startLanguage(): Promise<void> {
  const kept = localStorage.getItem(KEPT);
  const wanted: Language = kept === 'en' || (kept === null && !navigator.language.startsWith('zh')) ? 'en' : 'zh-CN';
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zh } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await speak(wanted);
}

/** Change the language of the whole app, and of what the server answers from now on. */
export async function speak(wanted: Language): Promise<void> {
  if (wanted === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const words = await import('./en');
    i18next.addResourceBundle('en', 'translation', words.default);
  }
  await i18next.changeLanguage(wanted);
  document.documentElement.lang = wanted;
  setAnswerLanguage(wanted);
}

/** As `speak`, and remember it for the next start. */
export async function choose(wanted: Language): Promise<void> {
  localStorage.setItem(KEPT, wanted);
  await speak(wanted);
}
