/** From the calendar: for whom, then a visit, or what is to be done next. */
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Deal } from '../../api/types';
import { useAsk } from '../../offline/answers';
import { content, gateway } from '../../api/client';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { NextStepSheet, PlanSheet } from '../../ui/sheets';
import { useDeals } from '../deals/queries';
import { useLeads } from '../leads/queries';
import type { Subject } from '../visits/PlanSheet';
import { soon } from '../visits/times';

const EACH = 5;
const MORNING = 10;

type Chosen = { subject: Subject; deal?: Deal; as: 'visit' | 'step' };

export function AddSheet({ day, onClose }: { day: Date; onClose: () => void }) {
  const { t } = useTranslation('further');
  const { t: visits } = useTranslation('visits');
  const { t: common } = useTranslation();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const search = q ? { q } : {};
  const deals = useDeals({ status: 'open', sort: '-stage_since', limit: EACH, ...search }).data?.items ?? [];
  const leads = useLeads({ view: 'open', q, grade: '', source: '', sort: '' }, 1).data?.items.slice(0, EACH) ?? [];
  const customers = useAsk(['integration-gateway', 'customers', 'add', q], () => content(gateway.GET('/api/integration-gateway/v1/customers', { params: { query: { limit: EACH, ...search } } })), { enabled: q !== '' }).data?.items ?? [];
  const today = day.toDateString() === new Date().toDateString();
  const at = today ? soon() : new Date(day.getFullYear(), day.getMonth(), day.getDate(), MORNING).toISOString();
  if (chosen?.as === 'step' && chosen.deal) return <NextStepSheet deal={chosen.deal} at={at} onClose={onClose} />;
  if (chosen) return <PlanSheet subject={chosen.subject} at={at} onClose={onClose} />;
  const subjects: Chosen[] = [
    ...deals.map((deal): Chosen => ({ subject: { kind: 'opportunity', id: deal.id, name: deal.title, customer_id: deal.customer_id }, deal, as: 'visit' })),
    ...leads.map((lead): Chosen => ({ subject: { kind: 'lead', id: lead.id, name: lead.company ?? lead.name, customer_id: lead.customer_id }, as: 'visit' })),
    ...customers.map((customer): Chosen => ({ subject: { kind: 'customer', id: customer.customer_id, name: customer.name, address: customer.address }, as: 'visit' })),
  ];
  return (
    <Sheet title={t('calendar.addWhat')} hint={t('calendar.addHint')} opened onClose={onClose} onSubmit={() => {}} busy={false} submit={common('common.close')}>
      <TextInput type="search" aria-label={t('calendar.find')} placeholder={t('calendar.find')} leftSection={<Icon name="search" size={18} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <ul className="rows choose">
        {subjects.map((each) => (
          <li key={`${each.subject.kind}${each.subject.id}`} className="row between">
            <span className="grow cut">
              <b>{each.subject.name}</b> <span className="soft small">{visits(`visits.kind.${each.subject.kind}`)}</span>
            </span>
            <Button size="compact-md" variant="default" onClick={() => setChosen(each)}>{t('calendar.asVisit')}</Button>
            {each.deal && <Button size="compact-md" variant="default" onClick={() => setChosen({ ...each, as: 'step' })}>{t('calendar.asStep')}</Button>}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
