/** What is to be done when: follow-ups, next steps and visits by month, week and day. */
import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { usePerson } from '../../app/session';
import { language } from '../../i18n';
import '../../i18n/further';
import '../../i18n/visits';
import { Icon } from '../../ui/Icon';
import { BoneRows, Choice, Empty, Failure, Stored } from '../../ui/parts';
import { useDeals } from '../deals/queries';
import { useAgenda } from '../leads/queries';
import { useVisits } from '../visits/queries';
import { AddSheet } from './AddSheet';
import { daysOf, entriesOf, ICON, moved, sameDay, type Entry, type Look } from './entries';
import { calendarFile } from './ics';
import './calendar.css';

const MOST = 200;
const IN_CELL = 3;
const KEPT = 'kuaicrm.calendar.look';
const WIDE = typeof matchMedia !== 'undefined' && matchMedia('(min-width: 62em)').matches;

export default function Calendar() {
  const { t } = useTranslation('further');
  const [look, setLook] = useState<Look>(() => (localStorage.getItem(KEPT) as Look | null) ?? (WIDE ? 'month' : 'week'));
  const [day, setDay] = useState(new Date());
  const [adding, setAdding] = useState<Date | null>(null);
  const days = daysOf(look, day);
  const { entries, pending, error, again, stored, at } = useEntries(days);
  const choose = (value: Look) => {
    localStorage.setItem(KEPT, value);
    setLook(value);
  };
  const show = (chosen: Date) => {
    setDay(chosen);
    choose('day');
  };
  const said = (options: Intl.DateTimeFormatOptions, moment: Date) => new Intl.DateTimeFormat(language(), options).format(moment);
  const title = look === 'day' ? said({ month: 'long', day: 'numeric', weekday: 'long' }, day) : said({ year: 'numeric', month: 'long' }, look === 'week' ? (days[0] ?? day) : day);
  const shown = entries.filter((entry) => days.some((each) => sameDay(each, new Date(entry.at))));
  return (
    <div className="page calendar">
      <header className="row between wrap">
        <h1>{title}</h1>
        <Stored stored={stored} at={at} />
        <div className="row">
          <button type="button" className="menu-button" aria-label={t('calendar.before')} onClick={() => setDay(moved(look, day, -1))}>
            <Icon name="back" size={18} />
          </button>
          <Button variant="default" onClick={() => setDay(new Date())}>{t('calendar.today')}</Button>
          <button type="button" className="menu-button" aria-label={t('calendar.after')} onClick={() => setDay(moved(look, day, 1))}>
            <Icon name="next" size={18} />
          </button>
        </div>
      </header>
      <div className="row between wrap">
        <Choice<Look> scroll name="look" legend={t('calendar.title')} value={look} onChange={choose} options={(['month', 'week', 'day'] as const).map((value) => ({ value, label: t(`calendar.look.${value}`) }))} />
        <div className="row wrap">
          <Button variant="default" leftSection={<Icon name="file" size={18} />} title={t('calendar.exportHint')} onClick={() => save(shown, (entry) => `${t(`calendar.what.${entry.what}`)} ${entry.name}`)}>
            {t('calendar.export')}
          </Button>
          <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setAdding(day)}>{t('calendar.add')}</Button>
        </div>
      </div>
      {pending ? (
        <BoneRows count={6} />
      ) : error ? (
        <Failure error={error} again={again} />
      ) : look === 'month' ? (
        <Month days={days} month={day.getMonth()} entries={shown} show={show} />
      ) : (
        <Agenda days={days} entries={shown} add={setAdding} />
      )}
      <Suspense>{adding && <AddSheet day={adding} onClose={() => setAdding(null)} />}</Suspense>
    </div>
  );
}

function useEntries(days: Date[]) {
  const person = usePerson();
  const since = (days[0] ?? new Date()).toISOString();
  const last = days.at(-1) ?? new Date();
  const until = new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1).toISOString();
  const agenda = useAgenda(MOST);
  const deals = useDeals({ status: 'open', owner: person.id, due_since: since, due_until: until, sort: 'next_step_at', limit: MOST });
  const visits = useVisits({ owner: person.id, since, until, sort: 'day_at', limit: 100 });
  const parts = [agenda, deals, visits];
  const mine = (agenda.data?.items ?? []).filter((lead) => lead.owner_id === person.id);
  return {
    entries: entriesOf(mine, deals.data?.items ?? [], visits.data?.items ?? []),
    pending: parts.every((part) => part.pending),
    // What one service does not tell hides nothing of the others.
    error: parts.every((part) => part.error) ? agenda.error : null,
    again: () => parts.forEach((part) => part.again()),
    stored: parts.every((part) => part.stored),
    at: agenda.at,
  };
}

function Month({ days, month, entries, show }: { days: Date[]; month: number; entries: Entry[]; show: (day: Date) => void }) {
  const { t } = useTranslation('further');
  const format = new Intl.DateTimeFormat(language(), { weekday: 'short' });
  const whole = new Intl.DateTimeFormat(language(), { month: 'long', day: 'numeric' });
  const clock = new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit', hour12: false });
  return (
    <div className="month">
      {days.slice(0, 7).map((each) => (
        <span key={each.getDay()} className="weekday soft small" aria-hidden="true">{format.format(each)}</span>
      ))}
      {days.map((each) => {
        const own = entries.filter((entry) => sameDay(each, new Date(entry.at)));
        return (
          <div key={each.toDateString()} className={`cell${each.getMonth() === month ? '' : ' other'}${sameDay(each, new Date()) ? ' now' : ''}`}>
            <button type="button" className="num" aria-label={`${whole.format(each)} ${own.length > 0 ? own.length : ''}`} onClick={() => show(each)}>
              {each.getDate()}
              {own.length > 0 && <i aria-hidden="true">{own.length}</i>}
            </button>
            <ul>
              {own.slice(0, IN_CELL).map((entry) => (
                <li key={entry.key}>
                  <Link href={entry.href} className={`chip ${entry.what}${entry.done ? ' done' : ''}`}>
                    <span className="num">{clock.format(new Date(entry.at))}</span> <span className="cut">{entry.name}</span>
                  </Link>
                </li>
              ))}
              {own.length > IN_CELL && <li className="soft small">{t('calendar.more', { count: own.length - IN_CELL })}</li>}
            </ul>
          </div>
        );
      })}
    </div>
  );
}

function Agenda({ days, entries, add }: { days: Date[]; entries: Entry[]; add: (day: Date) => void }) {
  const { t } = useTranslation('further');
  const format = new Intl.DateTimeFormat(language(), { weekday: 'short', month: 'long', day: 'numeric' });
  const clock = new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit', hour12: false });
  if (entries.length === 0 && days.length === 1) return <section className="card"><Empty icon="meeting" title={t('calendar.none')} /></section>;
  return (
    <div className="stack">
      {days.map((each) => {
        const own = entries.filter((entry) => sameDay(each, new Date(entry.at)));
        return (
          <section key={each.toDateString()} className={`card flush agenda${sameDay(each, new Date()) ? ' now' : ''}`}>
            <header>
              <h2>{format.format(each)}</h2>
              <button type="button" className="act-icon" aria-label={`${t('calendar.add')} ${format.format(each)}`} onClick={() => add(each)}>
                <Icon name="plus" size={18} />
              </button>
            </header>
            {own.length > 0 && (
              <ul className="rows">
                {own.map((entry) => (
                  <li key={entry.key}>
                    <Link href={entry.href} className={`line entry ${entry.what}${entry.done ? ' done' : ''}`}>
                      <span className="num at">{clock.format(new Date(entry.at))}</span>
                      <span className="dot"><Icon name={ICON[entry.what]} size={18} /></span>
                      <span className="grow">
                        <b className="cut">{entry.name}</b>
                        <span className="soft small cut">{[t(`calendar.what.${entry.what}`), entry.said].filter(Boolean).join(' · ')}</span>
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </div>
  );
}

function save(entries: Entry[], named: (entry: Entry) => string): void {
  const address = URL.createObjectURL(new Blob([calendarFile(entries, named, location.origin)], { type: 'text/calendar' }));
  Object.assign(document.createElement('a'), { href: address, download: 'kuaicrm.ics' }).click();
  URL.revokeObjectURL(address);
}
