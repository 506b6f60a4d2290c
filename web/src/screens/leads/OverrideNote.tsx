import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { leads, once } from '../../api/client';
import type { LeadDetail } from '../../api/types';
import { mayWrite, usePerson } from '../../app/session';
import { day, when } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { Tag } from '../../ui/parts';
import { Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';

/** A person's word above the model's: whose, why, until when, and the way back. */
export default function OverrideNote({ lead }: { lead: LeadDetail }) {
  const { t } = useTranslation('lead');
  const person = usePerson();
  const people = usePeople();
  const command = useCommand();
  const { override } = lead;
  if (!override) return null;
  const lift = () => command.give(() => leads.POST('/api/leads/v1/leads/{lead_id}/lift-override', { params: { path: { lead_id: lead.id }, header: once() } }), t('override.lifted'));
  return (
    <div className="note override">
      <p>{t('override.by', { name: people(override.by), time: when(override.at), points: override.points, reason: override.reason })}</p>
      <div className="row between wrap">
        <span className="row wrap" style={{ gap: '.375rem' }}>
          <Tag>{t('override.model', { points: lead.automatic_score ?? '–' })}</Tag>
          {override.until && <Tag tone="warn">{t('override.ends', { time: day(override.until) })}</Tag>}
        </span>
        {lead.status === 'open' && mayWrite(person) && (
          <Button size="sm" h={36} variant="default" loading={command.busy} onClick={() => void lift()}>
            {t('override.lift')}
          </Button>
        )}
      </div>
      <Refusal command={command} />
    </div>
  );
}
