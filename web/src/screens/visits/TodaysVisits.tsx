import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { usePerson } from '../../app/session';
import { daysFromNow } from '../../i18n/format';
import '../../i18n/visits';
import { Listed } from '../../ui/Listed';
import { Card } from '../../ui/parts';
import { useVisits } from './queries';
import { VisitRow } from './VisitRow';

/** Days after which a visit that nobody made is not shown any more. */
const BEFORE = 7;

/** Today's visits, and those that are overdue or still under way. */
export default function TodaysVisits() {
  const { t } = useTranslation('visits');
  const { t: common } = useTranslation();
  const person = usePerson();
  const today = new Date();
  const from = new Date(today.getFullYear(), today.getMonth(), today.getDate() - BEFORE).toISOString();
  const until = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1).toISOString();
  const visits = useVisits({ owner: person.id, since: from, until, sort: 'day_at', limit: 50 });
  const items = (visits.data?.items ?? []).filter((visit) => (visit.status === 'done' ? daysFromNow(new Date(visit.day_at)) === 0 : visit.status !== 'cancelled'));
  return (
    <Card title={t('visits.today')} end={<Link href="/calendar" className="link">{common('nav.calendar')}</Link>} flush>
      <Listed of={{ ...visits, data: visits.data && { items } }} bones={2} empty={<p className="soft small" style={{ padding: '0 1.125rem .875rem' }}>{t('visits.noneToday')}</p>}>
        {(visit) => <VisitRow key={visit.id} visit={visit} />}
      </Listed>
    </Card>
  );
}
