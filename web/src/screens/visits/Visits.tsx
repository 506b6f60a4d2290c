/** Visits: what is to come, what was, by day; one beside the list. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useRowKeys } from '../../app/keys';
import { leads, usePerson } from '../../app/session';
import '../../i18n/visits';
import { Listed } from '../../ui/Listed';
import { Panes } from '../../ui/Panes';
import { Choice, Empty, Stored } from '../../ui/parts';
import { useVisits, type VisitQuery } from './queries';
import { dayStart } from './times';
import { VisitPage } from './VisitPage';
import { VisitRow } from './VisitRow';

const LOOKS = ['today', 'coming', 'done'] as const;
type Look = (typeof LOOKS)[number];

export default function Visits({ id }: { id: string | undefined }) {
  const { t } = useTranslation('visits');
  return <Panes list={<VisitList current={id} />} detail={id ? <VisitPage key={id} id={id} /> : <Empty icon="visit" title={t('visits.pick')} hint={t('visits.pickHint')} />} chosen={id !== undefined} />;
}

function queryOf(look: Look, owner: string | null, today: Date): VisitQuery {
  const own = owner ? { owner } : {};
  if (look === 'today') return { ...own, since: dayStart(today).toISOString(), until: dayStart(today, 1).toISOString(), sort: 'day_at' };
  if (look === 'coming') return { ...own, status: 'planned', sort: 'day_at' };
  return { ...own, status: 'done', sort: '-day_at' };
}

function VisitList({ current }: { current: string | undefined }) {
  const { t } = useTranslation('visits');
  const { t: common } = useTranslation();
  const person = usePerson();
  const team = leads(person) || person.roles.includes('analyst');
  const [look, setLook] = useState<Look>('coming');
  const [whose, setWhose] = useState<'all' | 'mine'>(team ? 'all' : 'mine');
  const visits = useVisits(queryOf(look, whose === 'mine' ? person.id : null, new Date()));
  useRowKeys('.pane-list .rows a');
  return (
    <>
      <div className="pane-head">
        <h1 className="only-wide">{t('visits.title')}</h1>
        <Choice<Look> scroll name="look" legend={common('leads.filter')} value={look} onChange={setLook} options={LOOKS.map((value) => ({ value, label: t(`visits.look.${value}`) }))} />
        {team && <Choice scroll name="whose" legend={common('leads.owner')} value={whose} onChange={setWhose} options={[{ value: 'all', label: common('common.all') }, { value: 'mine', label: common('common.mine') }]} />}
      </div>
      {visits.stored && <p style={{ padding: '.625rem 1.125rem 0' }}><Stored stored={visits.stored} at={visits.at} /></p>}
      <Listed of={visits} bones={6} empty={<Empty icon="visit" title={t('visits.none')} hint={t('visits.noneHint')} />}>
        {(visit) => <VisitRow key={visit.id} visit={visit} current={visit.id === current} />}
      </Listed>
    </>
  );
}
