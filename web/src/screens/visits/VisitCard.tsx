/** The visits of one lead, deal or customer, and the way to the next one. */
import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { mayWrite, usePerson } from '../../app/session';
import '../../i18n/visits';
import { Icon } from '../../ui/Icon';
import { Listed } from '../../ui/Listed';
import { Card } from '../../ui/parts';
import { CheckInSheet, PlanSheet } from '../../ui/sheets';
import type { Subject } from './PlanSheet';
import { useVisits } from './queries';
import { VisitRow } from './VisitRow';

export default function VisitCard({ subject, open = true }: { subject: Subject; open?: boolean }) {
  const { t } = useTranslation('visits');
  const person = usePerson();
  const [, go] = useLocation();
  const [sheet, setSheet] = useState<'plan' | 'checkIn' | null>(null);
  const visits = useVisits(subject.kind === 'customer' ? { customer: subject.id, limit: 20 } : { subject: subject.id, limit: 20 });
  const writes = open && mayWrite(person);
  return (
    <Card title={t('visits.title')} flush>
      <Listed of={visits} bones={2} empty={<p className="soft small" style={{ padding: '0 1.125rem .875rem' }}>{t('visits.noneHere')}</p>}>
        {(visit) => <VisitRow key={visit.id} visit={visit} />}
      </Listed>
      {writes && (
        <div className="acts" style={{ padding: '.25rem 1.125rem 1rem' }}>
          <Button variant="default" leftSection={<Icon name="meeting" size={18} />} onClick={() => setSheet('plan')}>
            {t('visits.plan')}
          </Button>
          <Button variant="default" leftSection={<Icon name="visit" size={18} />} onClick={() => setSheet('checkIn')}>
            {t('visits.checkInNow')}
          </Button>
        </div>
      )}
      <Suspense>
        {sheet === 'plan' && <PlanSheet subject={subject} onClose={() => setSheet(null)} />}
        {sheet === 'checkIn' && (
          <CheckInSheet
            subject={subject}
            onClose={(id) => {
              setSheet(null);
              if (id) go(`/visits/${id}`);
            }}
          />
        )}
      </Suspense>
    </Card>
  );
}
