import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { leads, once } from '../../api/client';
import type { WorkingHours } from '../../api/types';
import { Sheet } from '../../ui/Sheet';
import { Check, IconButton, Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';

const OFFICE: WorkingHours = { time_zone: 'Asia/Shanghai', calendar: 'CN', shifts: [{ days: [1, 2, 3, 4, 5], begins: '09:00', ends: '18:00' }] };
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** The week of a person or of a team. */
export function HoursSheet({ of, hours, byTeam, onClose }: { of: { person: string } | { team: string }; hours: WorkingHours | null; byTeam: boolean; onClose: () => void }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation();
  const command = useCommand();
  const team = 'team' in of;
  const [own, setOwn] = useState(hours !== null && byTeam === team);
  const [week, set] = useState<WorkingHours>(hours ?? OFFICE);
  const shift = (at: number, part: Partial<WorkingHours['shifts'][number]>) => set({ ...week, shifts: week.shifts.map((each, index) => (index === at ? { ...each, ...part } : each)) });
  const save = async () => {
    const body = { hours: own ? week : null };
    const saved = await command.give(
      () => ('team' in of ? leads.PUT('/api/leads/v1/teams/{team}/hours', { params: { path: { team: of.team }, header: once() }, body }) : leads.PUT('/api/leads/v1/people/{person_id}/hours', { params: { path: { person_id: of.person }, header: once() }, body })),
      t('saved'),
    );
    if (saved) onClose();
  };
  return (
    <Sheet title={team ? t('people.teamHours', { team: of.team }) : t('people.hours')} hint={t(team ? 'people.teamHint' : 'people.hoursHint')} opened onClose={onClose} onSubmit={save} busy={command.busy} submit={w('common.save')} wide>
      <Check label={t(team ? 'people.fixedTeam' : 'people.fixedOwn')} hint={t(team ? 'people.elseAny' : 'people.elseTeam')} checked={own} onChange={setOwn} />
      {own && (
        <>
          {week.shifts.map((each, at) => (
            <fieldset key={at} className="condition">
              <legend className="row between">
                {t('people.shift', { count: at + 1 })}
                <IconButton icon="cross" label={t('people.dropShift', { count: at + 1 })} disabled={week.shifts.length === 1} onClick={() => set({ ...week, shifts: week.shifts.filter((_, index) => index !== at) })} />
              </legend>
              <span className="among" role="group" aria-label={t('people.days')}>
                {DAYS.map((day) => (
                  <label key={day} className="pick">
                    <input type="checkbox" checked={each.days.includes(day)} onChange={(event) => shift(at, { days: event.currentTarget.checked ? [...each.days, day].sort() : each.days.filter((other) => other !== day) })} />
                    <span>{t(`weekday.d${day}`)}</span>
                  </label>
                ))}
              </span>
              <span className="row">
                <TextInput type="time" label={t('people.begins')} value={each.begins} onChange={(event) => shift(at, { begins: event.currentTarget.value })} />
                <TextInput type="time" label={t('people.ends')} value={each.ends} onChange={(event) => shift(at, { ends: event.currentTarget.value })} />
              </span>
              {command.at(`/hours/shifts/${at}`, true) && <p className="small bad-text" role="alert">{command.at(`/hours/shifts/${at}`, true)}</p>}
            </fieldset>
          ))}
          <Button size="sm" h={40} variant="default" onClick={() => set({ ...week, shifts: [...week.shifts, { days: [6], begins: '09:00', ends: '12:00' }] })}>
            {t('people.addShift')}
          </Button>
          <div className="fields">
            <TextInput label={t('zone')} value={week.time_zone ?? ''} error={command.at('/hours/time_zone')} onChange={(event) => set({ ...week, time_zone: event.currentTarget.value })} />
            <TextInput label={t('calendar')} description={t('calendarHint')} value={week.calendar ?? ''} error={command.at('/hours/calendar')} onChange={(event) => set({ ...week, calendar: event.currentTarget.value.toUpperCase() })} />
          </div>
        </>
      )}
      <Refusal command={command} shown={['/hours/']} />
    </Sheet>
  );
}
