/** Leads that the rules could give to nobody, the one that waits longest first. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { leads as leadsOthers, usePerson } from '../../app/session';
import { since } from '../../i18n/format';
import { Listed } from '../../ui/Listed';
import { Card, Empty, Score, Stored } from '../../ui/parts';
import { Heading, Tabs } from '../admin/parts';
import { useNames } from '../leads/names';
import { ROOT, useTabs } from './Assignment';
import { useState } from 'react';
import { AssignSheet } from './AssignSheet';
import { useWaiting } from './queries';

export default function Waiting() {
  const { t } = useTranslation('assignment');
  const person = usePerson();
  const asked = useWaiting();
  const { source, region } = useNames();
  const [giving, setGiving] = useState<{ id: string; name: string } | null>(null);
  return (
    <div className="setup">
      <Heading title={t('title')} hint={t('waiting.hint')} />
      <Tabs {...useTabs()} at={`${ROOT}/waiting`} />
      <Stored stored={asked.stored} at={asked.at} />
      <Card flush>
        <Listed of={asked} empty={<Empty icon="check" title={t('waiting.none')} hint={t('waiting.noneHint')} />}>
          {(lead) => (
            <li key={lead.id} className="row" style={{ paddingRight: '1.125rem' }}>
              <Link href={`/leads/${lead.id}`} className="line grow">
                <span className="first cut">{lead.company ?? lead.name}</span>
                <span className="end">
                  <Score grade={lead.grade} points={lead.score} />
                </span>
                <span className="second cut">{[source(lead.source), region(lead.region)].filter(Boolean).join(' · ')}</span>
                <span className="second end num">{t('waiting.since', { time: since(lead.unanswered_since ?? lead.registered_at) })}</span>
              </Link>
              {leadsOthers(person) && (
                <Button size="sm" h={44} variant="light" onClick={() => setGiving({ id: lead.id, name: lead.company ?? lead.name })} aria-label={`${t('waiting.give')} ${lead.company ?? lead.name}`}>
                  {t('waiting.give')}
                </Button>
              )}
            </li>
          )}
        </Listed>
      </Card>
      {giving && <AssignSheet lead={giving} onClose={() => setGiving(null)} />}
    </div>
  );
}
