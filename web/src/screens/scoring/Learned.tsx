/** What was learned from decided leads: each time it was, how well it forecast, and which of it is in force. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { leads, once } from '../../api/client';
import type { LearnedModel } from '../../api/types';
import { usePerson } from '../../app/session';
import { language } from '../../i18n';
import { number, percent, when } from '../../i18n/format';
import { Listed } from '../../ui/Listed';
import { Card, Empty, Tag, type Tone } from '../../ui/parts';
import { complain } from '../../ui/toast';
import { owns } from '../admin/areas';
import { Heading, Refusal, Tabs } from '../admin/parts';
import { useCommand } from '../admin/useCommand';
import { SOON, useLearnedModels } from './queries';
import { ROOT, useTabs } from './Scoring';

export const TONES: Record<LearnedModel['status'], Tone> = { learning: 'info', learned: 'good', refused: 'warn', failed: 'bad' };

export default function Learned() {
  const { t } = useTranslation('scoring');
  const person = usePerson();
  const [every, setEvery] = useState<number | false>(SOON);
  const asked = useLearnedModels(every);
  const command = useCommand();
  const on = asked.data?.items.some((each) => each.status === 'learning') ?? true;
  if (on !== Boolean(every) && asked.data) setEvery(on ? SOON : false);
  const learn = () =>
    command.give(async () => {
      await leads.POST('/api/leads/v1/learned-models', { params: { header: once() } });
      setEvery(SOON);
    }, t('learned.started'));
  const button = owns(person) && (
    <Button loading={command.busy || (on && Boolean(asked.data))} onClick={() => void learn().catch(complain)}>
      {t('learned.now')}
    </Button>
  );
  return (
    <div className="setup">
      <Heading title={t('title')} hint={t('learned.hint')}>
        {button}
      </Heading>
      <Tabs {...useTabs()} at={`${ROOT}/learned`} />
      <Refusal command={command} />
      <Card flush>
        <Listed of={asked} bones={3} empty={<Empty icon="analysis" title={t('learned.none')} hint={t('learned.noneHint')} />}>
          {(model) => (
            <li key={model.id}>
              <Link href={`${ROOT}/learned/${model.id}`} className="line">
                <span className="first cut">{t('learned.of', { leads: number(model.leads ?? 0), converted: number(model.converted ?? 0) })}</span>
                <span className="end row" style={{ gap: '.375rem' }}>
                  {model.in_force && <Tag tone="brand">{t('versions.inForce')}</Tag>}
                  <Tag tone={TONES[model.status]}>{t(`learned.status.${model.status}`)}</Tag>
                </span>
                <span className="second">{summary(model, t)}</span>
                <span className="second end num">{when(model.started_at)}</span>
              </Link>
            </li>
          )}
        </Listed>
      </Card>
      <p className="soft small">{t('learned.how')}</p>
    </div>
  );
}

type Say = ReturnType<typeof useTranslation<'scoring'>>['t'];

function summary(model: LearnedModel, t: Say): string {
  if (model.refusal) return language() === 'en' ? model.refusal.reason : model.refusal.reason_zh;
  if (model.failure) return model.failure;
  if (!model.measured) return t('learned.working');
  return t('learned.better', { skill: percent(model.measured.skill, 1), auc: number(model.measured.auc, { minimumFractionDigits: 2, maximumFractionDigits: 2 }) });
}
