/** Every time a lead was given to somebody or let go: by which rule or person, why, and who else was considered. */
import { useTranslation } from 'react-i18next';

import { content, leads, seen } from '../../api/client';
import type { LeadDetail, LedgerEntry } from '../../api/types';
import { when } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { usePeople } from '../../offline/people';
import { Bone, Card, Failure, Tag, type Tone } from '../../ui/parts';

const TONES: Partial<Record<NonNullable<LedgerEntry['considered']>[number]['outcome'], Tone>> = { chosen: 'good', eligible: 'info', full: 'warn', on_leave: 'warn', outside_hours: 'warn' };

export default function Ledger({ lead }: { lead: LeadDetail }) {
  const { t } = useTranslation('lead');
  const { data, error, pending, again } = useAsk(['leads', 'ledger', lead.id], () => content(leads.GET('/api/leads/v1/leads/{lead_id}/assignments', { params: { path: { lead_id: lead.id }, query: seen('leads') } })));
  return (
    <Card title={t('ledger.title')}>
      {pending ? (
        <Bone height={44} />
      ) : error ? (
        <Failure error={error} again={again} />
      ) : data?.length ? (
        <ol className="ledger">
          {[...data].reverse().map((entry) => (
            <One key={entry.version} of={entry} />
          ))}
        </ol>
      ) : (
        <p className="soft small">
          {t('ledger.none')} {t('ledger.noneHint')}
        </p>
      )}
    </Card>
  );
}

function One({ of }: { of: LedgerEntry }) {
  const { t } = useTranslation('lead');
  const people = usePeople();
  const passed = of.passed_over ?? [];
  const considered = [...(of.considered ?? [])].sort((one, other) => Number(other.outcome === 'chosen') - Number(one.outcome === 'chosen'));
  return (
    <li>
      <p>
        <b>{of.owner_id ? t('ledger.to', { name: people(of.owner_id) }) : of.pool ? t('ledger.pooled', { pool: of.pool }) : t('ledger.released')}</b>
        <span className="soft small"> · {[when(of.at), of.rule ? t('ledger.rule', { rule: of.rule }) : t('ledger.byPerson', { name: people(of.by) })].join(' · ')}</span>
      </p>
      <p className="small soft">{of.reason}</p>
      {(considered.length > 0 || passed.length > 0) && (
        <details>
          <summary className="link small">{t('ledger.considered', { count: considered.length })}</summary>
          <ul className="considered">
            {considered.map((each) => (
              <li key={`${each.rule}${each.person_id}`}>
                <span>
                  <span className="row between" style={{ gap: '.5rem' }}>
                    <span className="cut">{each.name}</span>
                    <Tag tone={TONES[each.outcome] ?? 'plain'}>{t(`ledger.outcome.${each.outcome}`)}</Tag>
                  </span>
                  <span className="soft small num">{each.capacity === null ? t('ledger.load', { load: each.load }) : t('ledger.loadOf', { load: each.load, capacity: each.capacity })}</span>
                </span>
              </li>
            ))}
          </ul>
          {passed.length > 0 && (
            <>
              <p className="small">{t('ledger.passed')}</p>
              <ul className="small soft">
                {passed.map((each) => (
                  <li key={each.rule}>
                    {each.rule}: {each.reason}
                  </li>
                ))}
              </ul>
            </>
          )}
        </details>
      )}
    </li>
  );
}
