/** What rules gave to each person, by what they can take. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { number } from '../../i18n/format';
import { BoneRows, Card, Choice, Empty, Failure, Tag } from '../../ui/parts';
import { Heading, Tabs } from '../admin/parts';
import { ROOT, useTabs } from './Assignment';
import { useFairness } from './queries';

const SPANS = ['7', '30', '90', '365'] as const;

export default function Fairness() {
  const { t } = useTranslation('assignment');
  const [days, setDays] = useState<(typeof SPANS)[number]>('30');
  const { data, error, pending, again } = useFairness(Number(days));
  const byCapacity = data?.people.some((each) => each.per_capacity !== null) ?? false;
  const most = Math.max(0, ...(data?.people ?? []).map((each) => (byCapacity ? (each.per_capacity ?? 0) : each.leads)));
  return (
    <div className="setup">
      <Heading title={t('title')} hint={t('fairness.hint')} />
      <Tabs {...useTabs()} at={`${ROOT}/fairness`} />
      <Choice scroll name="span" legend={t('fairness.span')} value={days} onChange={setDays} options={SPANS.map((value) => ({ value, label: t('fairness.days', { count: Number(value) }) }))} />
      {pending ? (
        <BoneRows count={4} />
      ) : error || !data ? (
        <Failure error={error ?? new Error()} again={again} />
      ) : data.people.length === 0 ? (
        <Empty icon="leads" title={t('fairness.none')} hint={t('fairness.noneHint')} />
      ) : (
        <Card title={t('fairness.title')} end={data.spread !== null && <Tag tone="info">{t(byCapacity ? 'fairness.spreadCapacity' : 'fairness.spread', { spread: number(byCapacity ? data.spread * 100 : data.spread, { maximumFractionDigits: 1 }) })}</Tag>}>
          <div className="scroll-x" tabIndex={0} role="group" aria-label={t('fairness.title')}>
            <table className="table">
              <thead>
                <tr>
                  <th className="text" scope="col">{t('tried.who')}</th>
                  <th scope="col">{t('fairness.leads')}</th>
                  <th scope="col">{t('fairness.capacity')}</th>
                  <th scope="col">{t('fairness.per')}</th>
                  <th className="only-wide" scope="col"><span className="hidden">{t('tried.share')}</span></th>
                </tr>
              </thead>
              <tbody>
                {[...data.people].sort((one, other) => other.leads - one.leads).map((each) => (
                  <tr key={each.person_id}>
                    <th scope="row">{each.name ?? each.person_id}</th>
                    <td className="num strong">{number(each.leads)}</td>
                    <td className="num">{each.capacity === null ? '—' : number(each.capacity)}</td>
                    <td className="num">{each.per_capacity === null ? '—' : number(each.per_capacity * 100, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}</td>
                    <td className="only-wide" style={{ width: '34%' }}>
                      <span className="twin" aria-hidden="true">
                        <b style={{ width: `${(100 * (byCapacity ? (each.per_capacity ?? 0) : each.leads)) / (most || 1)}%` }} />
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="soft small" style={{ marginTop: '.625rem' }}>{t('fairness.explained')}</p>
        </Card>
      )}
    </div>
  );
}
