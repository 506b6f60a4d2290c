/** What became of leads, and what following up does: by group and cohort, as of any moment, down to the single lead. */
import { NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import '../../i18n/further';
import { AsOf } from '../../ui/AsOf';
import { Card, Choice } from '../../ui/parts';
import type { Span } from '../funnel/queries';
import { FollowUps } from './FollowUps';
import { LeadOutcomes } from './LeadOutcomes';
import type { ContactBy, LeadBy } from './queries';
import './analysis.css';

const LEADS_BY: LeadBy[] = ['source', 'score_band', 'campaign', 'owner', 'cohort'];
const CONTACTS_BY: ContactBy[] = ['method', 'owner', 'attempt'];
const SPANS: Span[] = ['all', 'month', 'quarter', 'year', 'last90'];

export default function Analysis() {
  const { t } = useTranslation('further');
  const { t: w } = useTranslation();
  const [what, setWhat] = useState<'leads' | 'followUps'>('leads');
  const [leadsBy, setLeadsBy] = useState<LeadBy>('source');
  const [contactsBy, setContactsBy] = useState<ContactBy>('method');
  const [span, setSpan] = useState<Span>('all');
  const [ago, setAgo] = useState(0);
  const [asOf, setAsOf] = useState<string>();
  const [settled] = useDebouncedValue(ago, 250);
  const chosen = { span, ago: settled };
  return (
    <div className="page">
      <h1 className="only-wide">{t('analysis.title')}</h1>
      <Card>
        <div className="stack">
          <Choice
            scroll
            name="what"
            legend={t('analysis.whatLegend')}
            value={what}
            onChange={setWhat}
            options={(['leads', 'followUps'] as const).map((value) => ({ value, label: t(`analysis.what.${value}`) }))}
          />
          <div className="tools">
            {what === 'leads' ? (
              <NativeSelect label={t('analysis.by')} value={leadsBy} onChange={(event) => setLeadsBy(event.currentTarget.value as LeadBy)} data={LEADS_BY.map((value) => ({ value, label: t(`analysis.bys.${value}`) }))} />
            ) : (
              <NativeSelect label={t('analysis.by')} value={contactsBy} onChange={(event) => setContactsBy(event.currentTarget.value as ContactBy)} data={CONTACTS_BY.map((value) => ({ value, label: t(`analysis.bys.${value}`) }))} />
            )}
            <NativeSelect label={what === 'leads' ? t('analysis.span') : w('funnel.period')} value={span} onChange={(event) => setSpan(event.currentTarget.value as Span)} data={SPANS.map((value) => ({ value, label: w(`funnel.periods.${value}`) }))} />
            <AsOf ago={ago} onChange={setAgo} asOf={asOf} hint={t('analysis.asOfHint')} />
          </div>
        </div>
      </Card>
      {what === 'leads' ? <LeadOutcomes key={leadsBy} by={leadsBy} chosen={chosen} told={setAsOf} /> : <FollowUps key={contactsBy} by={contactsBy} chosen={chosen} told={setAsOf} />}
    </div>
  );
}
