/** What contacts led to, by group, and whether a difference between groups is evidence of anything. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Comparison, FollowUpFigures } from '../../api/types';
import { language } from '../../i18n';
import { lasting, number, percent, when } from '../../i18n/format';
import type { Further } from '../../i18n/further/zh';
import { usePeople } from '../../offline/people';
import { Behind } from '../../ui/Behind';
import { BoneRows, Card, Empty, Failure, Stored, Tag } from '../../ui/parts';
import type { Shown } from './LeadOutcomes';
import { highest, Share } from './Share';
import { MOST, useContacts, useFollowUpAnalysis, type Chosen, type ContactBy, type ContactFigure } from './queries';

const FIGURES: ContactFigure[] = ['contacts', 'replied', 'progressed', 'converted'];
const TONES = { none: 'plain', higher: 'good', lower: 'bad' } as const;

export function FollowUps({ by, chosen, told }: Shown<ContactBy>) {
  const { t } = useTranslation('further');
  const people = usePeople();
  const [picked, pick] = useState<string | null>(null);
  const { data, error, pending, again, stored, at, changing } = useFollowUpAnalysis(by, chosen);
  useEffect(() => told(data?.as_of), [data?.as_of, told]);
  if (pending) return <Card flush><BoneRows count={7} /></Card>;
  if (error || !data) return <Failure error={error ?? new Error()} again={again} />;

  const name = ({ key, name_en, name_zh }: FollowUpFigures) => {
    if (key === null) return t('analysis.unknown');
    return by === 'owner' ? people(key) : language() === 'en' ? name_en : name_zh;
  };
  const groups = by === 'attempt' ? data.groups : data.groups.toSorted((a, b) => b.contacts - a.contacts);
  const shown = groups.find((group) => (group.key ?? '') === picked);
  return (
    <>
      <Stored stored={stored} at={at} />
      <Card>
        {groups.length === 0 ? (
          <Empty icon="chat" title={t('analysis.emptyContacts')} hint={t('analysis.emptyHint')} />
        ) : (
          <div style={{ opacity: changing ? 0.6 : 1 }}>
            <div className="scroll-x">
              <Groups by={by} groups={groups} name={name} picked={picked} onPick={pick} />
            </div>
            <div className="notes soft small">
              <p>{t('analysis.evidenceHint', { level: percent(1 - data.level) })}</p>
              <p>{t('analysis.interval')}</p>
            </div>
          </div>
        )}
      </Card>
      {shown && <Contacts key={picked} by={by} group={picked ?? ''} name={name(shown)} chosen={chosen} />}
    </>
  );
}

function Groups({ by, groups, name, picked, onPick }: { by: ContactBy; groups: FollowUpFigures[]; name: (group: FollowUpFigures) => string; picked: string | null; onPick: (key: string) => void }) {
  const { t } = useTranslation('further');
  const replied = highest(groups.map((group) => group.reply_rate));
  const progressed = highest(groups.map((group) => group.progress_rate));
  return (
    <table className="table analysis-table">
      <thead>
        <tr>
          <th className="text" scope="col">{t(`analysis.bys.${by}`)}</th>
          {(['contacts', 'replied', 'progressed', 'ledTo', 'response'] as const).map((head) => (
            <th key={head} scope="col">{t(`analysis.${head}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.key} className={picked === (group.key ?? '') ? 'chosen' : undefined}>
            <th scope="row">
              <button type="button" className="link" aria-pressed={picked === (group.key ?? '')} onClick={() => onPick(group.key ?? '')}>
                {name(group)}
              </button>
            </th>
            <td className="num" data-label={t('analysis.contacts')}>{number(group.contacts)}</td>
            <td className="whole" data-label={t('analysis.replied')}>
              <Share rate={group.reply_rate} most={replied} />
              <Evidence comparison={group.reply_comparison} />
            </td>
            <td className="whole" data-label={t('analysis.progressed')}>
              <Share rate={group.progress_rate} most={progressed} />
              <Evidence comparison={group.progress_comparison} />
            </td>
            <td className="num" data-label={t('analysis.ledTo')}>{number(group.converted)}</td>
            <td className="num" data-label={t('analysis.response')}>{group.median_response_minutes === null ? '—' : lasting(group.median_response_minutes * 60)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the numbers allow to say; how much it is only where there is evidence of it. */
function Evidence({ comparison: { evidence, difference, text_en, text_zh } }: { comparison: Comparison }) {
  const { t } = useTranslation('further');
  return (
    <span style={{ display: 'block', marginTop: '.25rem' }} title={language() === 'en' ? text_en : text_zh}>
      <Tag tone={TONES[evidence]}>
        {t(`analysis.evidence.${evidence}`)}
        {evidence !== 'none' && difference !== null && ` ${t('analysis.points', { points: number(difference * 100, { maximumFractionDigits: 0, signDisplay: 'always' }) })}`}
      </Tag>
    </span>
  );
}

function Contacts({ by, group, name, chosen }: { by: ContactBy; group: string; name: string; chosen: Chosen }) {
  const { t } = useTranslation('further');
  const [figure, setFigure] = useState<ContactFigure>('contacts');
  const asked = useContacts(by, group, figure, chosen);
  const people = usePeople();
  return (
    <Behind
      of={asked}
      title={t('analysis.contactsOf', { group: name })}
      note={asked.data && asked.data.total > MOST && <span className="soft small"> · {t('analysis.first', { count: MOST })}</span>}
      figures={FIGURES}
      named={(each) => t(`analysis.contactFigure.${each}`)}
      figure={figure}
      onFigure={setFigure}
      empty={<Empty icon="chat" title={t('analysis.none')} />}
    >
      {(contact) => (
        <li key={contact.id}>
          <Link href={`/leads/${contact.lead_id}`} className="line">
            <span className="first cut">{contact.lead_name ?? t('analysis.unknown')}</span>
            <span className="end">
              <Tag>{t(`followUp.results.${contact.result as keyof Further['followUp']['results']}`)}</Tag>
            </span>
            <span className="second cut">{[t(`followUp.methods.${contact.method as keyof Further['followUp']['methods']}`), t('followUp.attempt', { count: contact.attempt }), people(contact.author_id)].join(' · ')}</span>
            <span className="second end num">{when(contact.occurred_at)}</span>
          </Link>
        </li>
      )}
    </Behind>
  );
}
