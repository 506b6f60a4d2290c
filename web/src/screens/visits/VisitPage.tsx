/** One visit: when and where, who was there by whose clock, and what came of it. */
import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Visit } from '../../api/types';
import { usePerson } from '../../app/session';
import { clock, number, when } from '../../i18n/format';
import { ActionMenu } from '../../ui/ActionMenu';
import { Attached } from '../../ui/Attached';
import { Facts } from '../../ui/Facts';
import { Icon } from '../../ui/Icon';
import { BoneRows, Card, Failure, Stored, Tag } from '../../ui/parts';
import { CheckInSheet, CheckOutSheet, PlanSheet, ReasonSheet } from '../../ui/sheets';
import { asDrawnInChina } from './location';
import { FILES, fileOf, give, useVisit } from './queries';
import { TONE } from './VisitRow';

const PLACE = { lead: '/leads', opportunity: '/deals', customer: '/customers' } as const;
/** From how many ms on two clocks are told apart. */
const APART = 120_000;
const FAR = 1_000;

type Open = 'plan' | 'checkIn' | 'checkOut' | 'cancel' | null;

export function VisitPage({ id }: { id: string }) {
  const { t } = useTranslation('visits');
  const { t: common } = useTranslation();
  const person = usePerson();
  const { data: visit, error, pending, again, stored, at } = useVisit(id);
  const [open, setOpen] = useState<Open>(null);
  if (pending) return <BoneRows />;
  if (error || !visit) return <Failure error={error ?? new Error()} again={again} />;
  const close = () => setOpen(null);
  const mine = visit.owner_id === person.id;
  return (
    <article className="detail">
      <header className="detail-head">
        <h1>{visit.subject_name}</h1>
        <p className="row wrap" style={{ gap: '.375rem' }}>
          <Tag tone={TONE[visit.status]}>{t(`visits.status.${visit.status}`)}</Tag>
          <Tag>{t(`visits.kind.${visit.subject_kind}`)}</Tag>
          {!mine && <Tag>{visit.owner_name}</Tag>}
        </p>
        <Stored stored={stored} at={at} />
        <div className="acts">
          {mine && visit.status === 'planned' && (
            <Button className="wide" leftSection={<Icon name="visit" size={18} />} onClick={() => setOpen('checkIn')}>
              {t('visits.checkIn')}
            </Button>
          )}
          {mine && visit.status === 'under_way' && (
            <Button className="wide" leftSection={<Icon name="check" size={18} />} onClick={() => setOpen('checkOut')}>
              {t('visits.checkOut')}
            </Button>
          )}
          {visit.address && (
            <Button className="wide" variant="default" component="a" href={wayTo(visit)} leftSection={<Icon name="next" size={18} />}>
              {t('visits.navigate')}
            </Button>
          )}
          {mine && (visit.status === 'planned' || visit.status === 'under_way') && (
            <ActionMenu
              className="menu-button"
              label={common('common.actions')}
              actions={[
                ...(visit.status === 'planned' ? [{ label: t('visits.replan'), icon: 'meeting' as const, run: () => setOpen('plan') }] : []),
                { label: t('visits.cancel'), icon: 'cross', run: () => setOpen('cancel') },
              ]}
            >
              <Icon name="dots" size={20} />
            </ActionMenu>
          )}
        </div>
      </header>
      <div className="detail-cols">
        <div className="stack">
          {visit.arrival && <Arrival visit={visit} arrival={visit.arrival} />}
          {visit.status === 'done' && <Outcome visit={visit} />}
          {visit.cancelled_because && (
            <Card title={t('visits.cancelled')}>
              <p>{visit.cancelled_because}</p>
            </Card>
          )}
        </div>
        <Plan visit={visit} />
      </div>
      <Suspense>
        {open === 'plan' && <PlanSheet visit={visit} subject={{ kind: visit.subject_kind, id: visit.subject_id, name: visit.subject_name }} onClose={close} />}
        {open === 'checkIn' && <CheckInSheet visit={visit} onClose={close} />}
        {open === 'checkOut' && <CheckOutSheet visit={visit} onClose={close} />}
        {open === 'cancel' && <ReasonSheet title={t('visits.cancel')} hint={t('visits.cancelHint')} submit={t('visits.cancel')} done={t('visits.cancelled')} danger opened onClose={close} give={(reason) => give('cancelVisit', visit, { reason })} />}
      </Suspense>
    </article>
  );
}

function Arrival({ visit, arrival }: { visit: Visit; arrival: NonNullable<Visit['arrival']> }) {
  const { t } = useTranslation('visits');
  const { location, distance_m: distance } = arrival;
  const apart = arrival.recorded_at !== '' && Math.abs(Date.parse(arrival.recorded_at) - Date.parse(arrival.at)) > APART;
  return (
    <Card title={t('visits.presence')}>
      <Facts
        rows={[
          [t('visits.deviceTime'), `${clock(Date.parse(arrival.at))}${visit.left_at ? ` – ${clock(Date.parse(visit.left_at))}` : ''}`],
          [
            t('visits.serverTime'),
            arrival.recorded_at ? (
              <>
                {clock(Date.parse(arrival.recorded_at))} {apart && <Tag tone="warn">{t('visits.sentLater')}</Tag>}
              </>
            ) : (
              <Tag tone="warn">{t('visits.notSent')}</Tag>
            ),
          ],
          [
            t('visits.location'),
            location ? (
              <a className="link num" href={`geo:${location.latitude},${location.longitude}`}>
                {`${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)} ± ${number(Math.round(location.accuracy_m))} m`}
              </a>
            ) : (
              <Tag tone="warn">{t(`visits.noLocation.${arrival.no_location ?? 'unavailable'}`)}</Tag>
            ),
          ],
          [t('visits.reason'), arrival.reason],
          [
            t('visits.distance'),
            distance != null && (
              <>
                {`${distance >= FAR ? `${number(distance / 1000, { maximumFractionDigits: 1 })} km` : `${number(distance)} m`} `}
                <span className="soft small">{t(arrival.measured_from === 'plan' ? 'visits.fromPlan' : 'visits.fromEarlier')}</span>
              </>
            ),
          ],
        ]}
      />
      <p className="soft small" style={{ marginTop: '.75rem' }}>{t('visits.privacy')}</p>
    </Card>
  );
}

function Outcome({ visit }: { visit: Visit }) {
  const { t } = useTranslation('visits');
  return (
    <Card title={t('visits.minutes')} end={visit.result && <Tag tone={visit.result === 'advanced' ? 'good' : visit.result === 'objection' ? 'bad' : 'plain'}>{t(`activity.results.${visit.result}`)}</Tag>}>
      <p style={{ whiteSpace: 'pre-wrap', lineHeight: 1.6 }}>{visit.content || t('visits.noMinutes')}</p>
      {visit.attachments.length > 0 && <Attached files={visit.attachments} at={fileOf(visit.id)} kept={FILES} />}
      <div style={{ marginTop: '.75rem' }}>
        <Facts
          rows={[
            [t('activity.participants'), visit.participants.join(' · ')],
            [t('activity.took'), visit.minutes != null && t('activity.minutes', { count: visit.minutes })],
            [t('activity.next'), visit.next_step && [when(visit.next_step.due_at), visit.next_step.text].filter(Boolean).join(' · ')],
          ]}
        />
      </div>
    </Card>
  );
}

function Plan({ visit }: { visit: Visit }) {
  const { t } = useTranslation('visits');
  const { t: common } = useTranslation();
  return (
    <Card title={t('visits.thePlan')}>
      <Facts
        rows={[
          [t('visits.when'), clock(Date.parse(visit.starts_at))],
          [t('visits.where'), visit.address],
          [t('visits.purpose'), visit.purpose],
          [t(`visits.kind.${visit.subject_kind}`), <Link key="subject" className="link" href={`${PLACE[visit.subject_kind]}/${visit.subject_id}`}>{common('common.view')}</Link>],
          [common('deals.customer'), visit.customer_id && visit.subject_kind !== 'customer' && <Link className="link" href={`/customers/${visit.customer_id}`}>{visit.customer_id}</Link>],
        ]}
      />
    </Card>
  );
}

/** A map that the device has: by the place where one checked in before, else by the address. */
function wayTo({ point, address }: Visit): string {
  if (!point) return `geo:0,0?q=${encodeURIComponent(address ?? '')}`;
  const [latitude, longitude] = asDrawnInChina(point.latitude, point.longitude);
  return `https://uri.amap.com/marker?position=${longitude.toFixed(6)},${latitude.toFixed(6)}&name=${encodeURIComponent(address ?? '')}`;
}
