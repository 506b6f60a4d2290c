/** What happens to a lead that exists already, by the channel it comes through. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import '../../i18n/areas';
import '../../i18n/lead';
import { content, leads, once } from '../../api/client';
import type { ChannelPolicy, LeadDetail } from '../../api/types';
import { usePerson } from '../../app/session';
import { useAsk } from '../../offline/answers';
import { BoneRows, Card, Failure, Stored } from '../../ui/parts';
import { administers } from '../admin/areas';
import { Heading, Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';
import { digits } from './codes';
import './areas.css';

type Channel = NonNullable<LeadDetail['channel']>;
const CHANNELS: Channel[] = ['manual', 'web-form', 'e-mail', 'api', 'import'];

export default function DuplicatePolicies() {
  const { t } = useTranslation('areas');
  const { t: l } = useTranslation('lead');
  const { t: w } = useTranslation();
  const person = usePerson();
  const may = administers(person);
  const command = useCommand();
  const [changed, change] = useState<Record<string, ChannelPolicy>>({});
  const { data, error, pending, again, stored, at } = useAsk(['leads-settings', 'duplicates'], () => content(leads.GET('/api/leads/v1/duplicate-policies')));
  if (pending) return <BoneRows />;
  if (error || !data) return <Failure error={error ?? new Error()} again={again} />;
  const of = (channel: Channel): ChannelPolicy => changed[channel] ?? data.channels[channel] ?? {};
  const put = (channel: Channel, part: Partial<ChannelPolicy>) => change({ ...changed, [channel]: { ...of(channel), ...part } });
  const save = async () => {
    const saved = await command.give(() => leads.PUT('/api/leads/v1/duplicate-policies', { params: { header: once() }, body: { channels: changed } }), t('saved'));
    if (saved) change({});
  };
  return (
    <div className="setup">
      <Heading title={t('duplicates.title')} hint={t('duplicates.hint')} />
      <Stored stored={stored} at={at} />
      {!may && <p className="note">{t('duplicates.readOnly')}</p>}
      {CHANNELS.map((channel) => {
        const policy = of(channel);
        return (
          <Card key={channel} title={l(`channel.${channel}`)}>
            {may ? (
              <div className="fields">
                <NativeSelect label={t('duplicates.exact')} description={t('duplicates.exactHint')} value={policy.exact ?? 'block'} onChange={(event) => put(channel, { exact: event.currentTarget.value as 'block' })} data={(['block', 'warn', 'merge'] as const).map((value) => ({ value, label: t(`duplicates.does.${value}`) }))} />
                <NativeSelect label={t('duplicates.likely')} description={t('duplicates.likelyHint')} value={policy.likely ?? 'warn'} onChange={(event) => put(channel, { likely: event.currentTarget.value as 'warn' })} data={(['block', 'warn', 'allow'] as const).map((value) => ({ value, label: t(`duplicates.does.${value}`) }))} />
                {policy.likely !== 'allow' && <TextInput label={t('duplicates.score')} description={t('duplicates.scoreHint')} inputMode="numeric" value={String(policy.score ?? 50)} error={command.at(`/channels/${channel}/score`)} onChange={(event) => put(channel, { score: Number(digits(event.currentTarget.value)) })} />}
              </div>
            ) : (
              <dl className="facts">
                <dt>{t('duplicates.exact')}</dt>
                <dd>{t(`duplicates.does.${policy.exact ?? 'block'}`)}</dd>
                <dt>{t('duplicates.likely')}</dt>
                <dd>{[t(`duplicates.does.${policy.likely ?? 'warn'}`), policy.likely === 'allow' ? '' : t('duplicates.from', { score: policy.score ?? 50 })].filter(Boolean).join(' · ')}</dd>
              </dl>
            )}
          </Card>
        );
      })}
      <Refusal command={command} shown={['/channels/']} />
      {may && (
        <div className="bar-end">
          <Button size="lg" disabled={Object.keys(changed).length === 0} loading={command.busy} onClick={() => void save()}>
            {w('common.save')}
          </Button>
        </div>
      )}
    </div>
  );
}
