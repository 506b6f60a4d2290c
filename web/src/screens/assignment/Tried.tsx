import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { RulesTried } from '../../api/types';
import { number } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { Card, Tag } from '../../ui/parts';

/** What rules would have done with the newest leads: by person, and lead by lead. */
export function Tried({ of }: { of: RulesTried }) {
  const { t } = useTranslation('assignment');
  const people = usePeople();
  const named = (id: string | null) => (!id ? t('tried.nobody') : id.startsWith('pool:') ? t('tried.pool', { pool: id.slice(5) }) : people(id));
  const ids = [...new Set([...Object.keys(of.before), ...Object.keys(of.after)])].sort((one, other) => (of.after[other] ?? 0) - (of.after[one] ?? 0));
  const most = Math.max(1, ...Object.values(of.before), ...Object.values(of.after));
  return (
    <div aria-live="polite" className="setup">
      <Card title={t('tried.title', { count: of.leads })} end={<Tag tone={of.unassigned ? 'bad' : 'good'}>{t('tried.unassigned', { count: of.unassigned })}</Tag>}>
        <p className="soft small">{of.leads === 0 ? t('tried.empty') : t('tried.hint', { count: of.changed })}</p>
        {ids.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th className="text" scope="col">{t('tried.who')}</th>
                <th scope="col">{t('tried.before')}</th>
                <th scope="col">{t('tried.after')}</th>
                <th scope="col">{t('tried.gain')}</th>
                <th className="only-wide" scope="col"><span className="hidden">{t('tried.share')}</span></th>
              </tr>
            </thead>
            <tbody>
              {ids.map((id) => (
                <tr key={id}>
                  <th scope="row">{named(id)}</th>
                  <td className="num">{number(of.before[id] ?? 0)}</td>
                  <td className="num strong">{number(of.after[id] ?? 0)}</td>
                  <td className="num">{number((of.after[id] ?? 0) - (of.before[id] ?? 0), { signDisplay: 'exceptZero' })}</td>
                  <td className="only-wide" style={{ width: '34%' }}>
                    <span className="twin" aria-hidden="true">
                      <i style={{ width: `${(100 * (of.before[id] ?? 0)) / most}%` }} />
                      <b style={{ width: `${(100 * (of.after[id] ?? 0)) / most}%` }} />
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Card>
      {of.differences.length > 0 && (
        <Card title={t('tried.differences', { count: of.changed })} flush>
          <ul className="rows" style={{ paddingTop: '.5rem' }}>
            {of.differences.slice(0, 50).map((each) => (
              <li key={each.lead_id}>
                <Link href={`/leads/${each.lead_id}`} className="line">
                  <span className="first cut">{each.name ?? t('tried.outOfSight')}</span>
                  <span className="end">
                    {named(each.before)} <span aria-hidden="true">→</span> <b>{named(each.after)}</b>
                  </span>
                  <span className="second">{[each.rule_before, each.rule_after ?? t('tried.nobody')].join(' → ')}</span>
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}
