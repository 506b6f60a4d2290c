import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Visit } from '../../api/types';
import { usePerson } from '../../app/session';
import { clock } from '../../i18n/format';
import '../../i18n/visits';
import { Tag, type Tone } from '../../ui/parts';

export const TONE: Record<Visit['status'], Tone> = { planned: 'brand', under_way: 'warn', done: 'good', cancelled: 'plain' };

export function VisitRow({ visit, current = false }: { visit: Visit; current?: boolean }) {
  const { t } = useTranslation('visits');
  const { t: common } = useTranslation();
  const person = usePerson();
  const late = visit.status === 'planned' && Date.parse(visit.starts_at) < Date.now();
  return (
    <li>
      <Link href={`/visits/${visit.id}`} className="line" aria-current={current ? 'true' : undefined}>
        <span className="first cut">{visit.subject_name}</span>
        <span className="end first num">{clock(Date.parse(visit.day_at))}</span>
        <span className="second cut">{[visit.owner_id === person.id ? null : visit.owner_name, visit.purpose, visit.address].filter(Boolean).join(' · ')}</span>
        <span className="end">
          <Tag tone={late ? 'bad' : TONE[visit.status]}>{late ? common('time.overdue') : t(`visits.status.${visit.status}`)}</Tag>
        </span>
      </Link>
    </li>
  );
}
