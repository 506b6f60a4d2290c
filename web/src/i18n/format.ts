/** Amounts, shares and moments as people of the chosen language write them. */
import i18next from 'i18next';

import type { Money, Rate } from '../api/types';
import { language } from './index';

const DAY = 86_400_000;

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(language(), options).format(value);
}

export function percent(value: number, digits = 0): string {
  return number(value, { style: 'percent', maximumFractionDigits: digits });
}

/** `12.5万` or `125K` when compact; the amount arrives as a decimal string and is only rounded for show. */
export function money({ amount, currency }: Money, compact = true): string {
  return number(Number(amount), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...(compact
      ? { notation: 'compact', maximumFractionDigits: 1 }
      : { minimumFractionDigits: Number.isInteger(Number(amount)) ? 0 : 2 }),
  });
}

/** Sums of several currencies, the largest first; beyond `most` only how many more there are. */
export function totals(amounts: readonly Money[], most = 2): string {
  const some = amounts.filter((each) => Number(each.amount) > 0).sort((a, b) => Number(b.amount) - Number(a.amount));
  if (some.length === 0) return '—';
  const shown = some.slice(0, most).map((each) => money(each)).join(' + ');
  return some.length > most ? i18next.t('common.andMore', { shown, count: some.length - most }) : shown;
}

export function interval({ low, high }: Rate): string {
  return i18next.t('funnel.interval', { low: percent(low), high: percent(high) });
}

function dayOf(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}

/** Days from today: 0 today, -1 yesterday. */
export function daysFromNow(moment: Date, now: Date = new Date()): number {
  return Math.round((dayOf(moment) - dayOf(now)) / DAY);
}

/** `今天 15:30`, `明天 09:00`, `3月5日`: as short as it stays clear. */
export function when(iso: string | null | undefined, now: Date = new Date()): string {
  if (!iso) return '—';
  const moment = new Date(iso);
  const days = daysFromNow(moment, now);
  const clock = new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit', hour12: false }).format(moment);
  if (days === 0) return `${i18next.t('time.today')} ${clock}`;
  if (days === 1) return `${i18next.t('time.tomorrow')} ${clock}`;
  if (days === -1) return `${i18next.t('time.yesterday')} ${clock}`;
  const year = moment.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(language(), { month: 'short', day: 'numeric', ...year }).format(moment);
}

export function day(iso: string | null | undefined): string {
  if (!iso) return '—';
  return new Intl.DateTimeFormat(language(), { year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(iso));
}

export function clock(at: number): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hour12: false };
  return daysFromNow(new Date(at)) === 0
    ? new Intl.DateTimeFormat(language(), options).format(at)
    : new Intl.DateTimeFormat(language(), { month: 'short', day: 'numeric', ...options }).format(at);
}

/** How long, in its largest unit. */
export function lasting(seconds: number): string {
  const minutes = seconds / 60;
  if (minutes < 1) return i18next.t('time.less');
  if (minutes < 60) return i18next.t('time.minutes', { count: Math.round(minutes) });
  if (minutes < 60 * 36) return i18next.t('time.hours', { count: Math.round(minutes / 60) });
  return i18next.t('time.days', { count: Math.round(minutes / 1440) });
}

export function since(iso: string, now: number = Date.now()): string {
  return lasting((now - new Date(iso).getTime()) / 1000);
}
