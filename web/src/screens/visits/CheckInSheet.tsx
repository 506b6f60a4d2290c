/** Checks in: the device is asked where it is, once, and the person sees what it said before it is sent. */
import { Button, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CheckIn, Visit } from '../../api/types';
import '../../i18n/visits';
import { now } from '../../offline/clock';
import { newId } from '../../offline/ids';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { useGiving } from '../../ui/useGiving';
import { locate, type Fix } from './location';
import { subjectOf, type Subject } from './PlanSheet';
import { give } from './queries';

/** `visit`: the planned one; else `subject` is visited without a plan. */
export function CheckInSheet({ visit, subject, onClose }: { visit?: Visit; subject?: Subject; onClose: (id?: string) => void }) {
  const { t } = useTranslation('visits');
  const { t: common } = useTranslation();
  const [fix, setFix] = useState<Fix | null>(null);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const { busy, giving } = useGiving();
  const name = visit?.subject_name ?? subject?.name ?? '';
  const find = () => {
    setFix(null);
    void locate().then(setFix);
  };
  useEffect(find, []);
  const go = async () => {
    if (!fix) {
      setFault(t('visits.locating'));
      return;
    }
    if (fix.no_location && !reason.trim()) {
      setFault(t('visits.reasonNeeded'));
      return;
    }
    const at = new Date(now()).toISOString();
    const id = visit?.id ?? newId();
    const subject_name = name;
    const command = async () => {
      // Both are kept in order, so the check-in follows its plan also when they are sent much later.
      if (!visit && subject) {
        const plan = await give('planVisit', { id, subject_name }, { id, subject: subjectOf(subject), starts_at: at, ...(subject.address ? { address: subject.address } : {}) });
        if (plan.state === 'rejected') return plan;
      }
      const body: CheckIn = { at, ...fix, ...(reason.trim() ? { reason: reason.trim() } : {}) };
      return give('checkIn', { id, subject_name }, body);
    };
    if (await giving(command, t('visits.checkedIn'))) onClose(id);
  };
  return (
    <Sheet title={t('visits.checkIn')} hint={name} opened onClose={() => onClose()} onSubmit={go} busy={busy} submit={t('visits.checkIn')}>
      <div className={fix?.location ? 'note row' : 'note row warn'} role="status">
        <Icon name={fix?.no_location ? 'alert' : 'visit'} />
        <span className="grow">
          {!fix ? t('visits.locating') : fix.location ? t('visits.located', { meters: Math.round(fix.location.accuracy_m) }) : t(`visits.noLocation.${fix.no_location ?? 'unavailable'}`)}
        </span>
        {fix?.no_location && (
          <Button size="compact-md" variant="default" onClick={find}>
            {common('common.retry')}
          </Button>
        )}
      </div>
      <p className="soft small">{t('visits.privacy')}</p>
      {fix?.no_location && (
        <Textarea
          label={t('visits.reason')}
          placeholder={t('visits.reasonPlaceholder')}
          rows={2}
          value={reason}
          error={fault}
          onChange={(event) => {
            setFault(null);
            setReason(event.currentTarget.value);
          }}
        />
      )}
    </Sheet>
  );
}
