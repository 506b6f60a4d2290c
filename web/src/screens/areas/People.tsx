/** When people work and when they are away: rules give leads to nobody who is not there. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect, Route, Switch } from 'wouter';

import '../../i18n/areas';
import { content, leads, once } from '../../api/client';
import type { Availability } from '../../api/types';
import { leads as leadsOthers, usePerson } from '../../app/session';
import { when } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { usePeople, usePeopleList } from '../../offline/people';
import { Listed } from '../../ui/Listed';
import { BoneRows, Card, Empty, Failure, Stored, Tag } from '../../ui/parts';
import { Heading, Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';
import { HoursSheet } from './HoursSheet';
import { LeaveSheet } from './LeaveSheet';
import './areas.css';

const ROOT = '/admin/people';

export default function People() {
  const person = usePerson();
  return (
    <Switch>
      <Route path={ROOT}>{leadsOthers(person) ? <Directory /> : <One id={person.id} />}</Route>
      <Route path={`${ROOT}/:id`}>{({ id }) => <One key={id} id={decodeURIComponent(id)} />}</Route>
      <Route>
        <Redirect to={ROOT} />
      </Route>
    </Switch>
  );
}

function Directory() {
  const { t } = useTranslation('areas');
  const person = usePerson();
  const { data, error, pending, again } = usePeopleList();
  const all = person.roles.includes('admin');
  const items = (data ?? []).filter((each) => each.roles.some((role) => role === 'salesperson' || role === 'manager') && (all || each.person_id === person.id || (person.team ? each.team === person.team : each.region === person.region)));
  return (
    <div className="setup">
      <Heading title={t('people.title')} hint={t('people.hint')} />
      <Card flush>
        <Listed of={{ data: data && { items }, error, pending, again }} bones={5} empty={<Empty icon="leads" title={t('people.none')} hint={t('people.noneHint')} />}>
          {(each) => (
            <li key={each.person_id}>
              <Link href={`${ROOT}/${encodeURIComponent(each.person_id)}`} className="line">
                <span className="first cut">{each.name}</span>
                <span className="end">{each.capacity !== null && <Tag>{t('people.capacity', { count: each.capacity })}</Tag>}</span>
                <span className="second cut">{[each.team, each.person_id].filter(Boolean).join(' · ')}</span>
              </Link>
            </li>
          )}
        </Listed>
      </Card>
    </div>
  );
}

function One({ id }: { id: string }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation();
  const person = usePerson();
  const people = usePeople();
  const team = usePeopleList().data?.find((each) => each.person_id === id)?.team ?? (id === person.id ? person.team : null);
  const command = useCommand();
  const [open, setOpen] = useState<'hours' | 'team' | 'leave' | null>(null);
  const { data, error, pending, again, stored, at } = useAsk(['leads', 'availability', id], () => content(leads.GET('/api/leads/v1/people/{person_id}/availability', { params: { path: { person_id: id } } })));
  if (pending) return <BoneRows />;
  if (error || !data) return <Failure error={error ?? new Error()} again={again} />;
  const cancel = (leave: string) => command.give(() => leads.POST('/api/leads/v1/people/{person_id}/leave/{leave_id}/cancel', { params: { path: { person_id: id, leave_id: leave }, header: once() } }), t('people.cancelled'));
  const now = !data.active ? 'inactive' : (data.absence?.kind ?? 'there');
  const mayTeam = leadsOthers(person) && team !== null && (!person.roles.includes('manager') || person.team === team || person.roles.some((role) => role === 'director' || role === 'admin'));
  return (
    <div className="setup">
      <Heading title={people(id)} {...(leadsOthers(person) ? { back: ROOT } : {})} hint={[team, t('people.why')].filter(Boolean).join(' · ')} />
      <Stored stored={stored} at={at} />
      <p className="row wrap" style={{ gap: '.5rem' }}>
        <Tag tone={now === 'there' ? 'good' : 'warn'}>{t(`people.now.${now}`)}</Tag>
        {data.absence?.until && <span className="soft small">{t('people.until', { time: when(data.absence.until) })}</span>}
      </p>
      <Card
        title={t('people.hours')}
        end={
          <Button size="sm" h={40} variant="default" onClick={() => setOpen('hours')}>
            {t('change')}
          </Button>
        }
      >
        <Week of={data} />
        {mayTeam && team && (
          <p style={{ marginTop: '.75rem' }}>
            <button type="button" className="link" onClick={() => setOpen('team')}>
              {t('people.teamHours', { team })}
            </button>
          </p>
        )}
      </Card>
      <Card
        title={t('people.leave')}
        end={
          <Button size="sm" h={40} onClick={() => setOpen('leave')}>
            {t('people.takeLeave')}
          </Button>
        }
      >
        <Refusal command={command} />
        {data.leaves.length === 0 ? (
          <p className="soft small">{t('people.noLeave')}</p>
        ) : (
          <ul className="stack">
            {data.leaves.map((leave) => (
              <li key={leave.id} className="row between wrap">
                <span>
                  <b className="num">
                    {when(leave.begins)} – {when(leave.ends)}
                  </b>
                  <br />
                  <span className="soft small">{leave.reason}</span>
                </span>
                <Button size="sm" h={40} variant="default" loading={command.busy} onClick={() => void cancel(leave.id)}>
                  {w('common.undo')}
                  <span className="hidden"> {leave.reason}</span>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {(open === 'hours' || (open === 'team' && team)) && <HoursSheet of={open === 'team' ? { team: team ?? '' } : { person: id }} hours={data.hours} byTeam={data.hours_of_team} onClose={() => setOpen(null)} />}
      {open === 'leave' && <LeaveSheet person={id} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** The shifts of a week, in words. */
function Week({ of }: { of: Availability }) {
  const { t } = useTranslation('areas');
  if (!of.hours) return <p className="soft small">{t('people.anyTime')}</p>;
  return (
    <>
      {of.hours_of_team && <p className="soft small" style={{ marginBottom: '.375rem' }}>{t('people.ofTeam')}</p>}
      <ul className="week">
        {of.hours.shifts.map((shift, at) => (
          <li key={at}>
            <span>{[...shift.days].sort().map((day) => t(`weekday.d${day as 1}`)).join(t('comma'))}</span>
            <b className="num">
              {shift.begins} – {shift.ends}
            </b>
          </li>
        ))}
      </ul>
      <p className="soft small" style={{ marginTop: '.375rem' }}>{t('plans.clock', { zone: of.hours.time_zone ?? 'Asia/Shanghai', calendar: of.hours.calendar ?? 'CN' })}</p>
    </>
  );
}
