/** Deals: the whole board, or one deal beside its list. */
import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import type { Deal } from '../../api/types';
import { useRowKeys } from '../../app/keys';
import '../../i18n/visits';
import { Icon } from '../../ui/Icon';
import { AsOf } from '../../ui/AsOf';
import { Panes } from '../../ui/Panes';
import { Listed } from '../../ui/Listed';
import { BoneRows, Choice, Empty, Stored } from '../../ui/parts';
import { moment } from '../funnel/queries';
import { Board } from './Board';
import { DealRow } from './DealRow';
import { useBoard, useDeals } from './queries';
import { openStages, useStageNames } from './stages';
import './deals.css';

const DealPage = lazy(() => import('./DealPage').then((module) => ({ default: module.DealPage })));

type Look = 'board' | 'list';
const KEPT = 'kuaicrm.deals.look';
const SORTS = ['-stage_since', 'stage_since', '-amount', 'next_step_at', 'expected_close'] as const;
type Sort = (typeof SORTS)[number];

export default function Deals({ id }: { id: string | undefined }) {
  const { t } = useTranslation();
  const [look, setLook] = useState<Look>(() => (localStorage.getItem(KEPT) === 'list' ? 'list' : 'board'));
  const [, go] = useLocation();
  const choose = (value: string) => {
    localStorage.setItem(KEPT, value);
    setLook(value as Look);
    if (value === 'board') go('/deals');
  };
  const toggle = (
    <SegmentedControl
      size="sm"
      aria-label={t('deals.title')}
      value={id ? 'list' : look}
      onChange={choose}
      data={(['board', 'list'] as const).map((value) => ({ value, label: t(`deals.${value}`) }))}
    />
  );
  if (!id && look === 'board') return <Board toggle={toggle} />;
  return (
    <Panes
      list={<DealList toggle={toggle} current={id} />}
      detail={id ? <Suspense fallback={<BoneRows />}><DealPage key={id} id={id} /></Suspense> : <Empty icon="deals" title={t('deals.pick')} hint={t('leads.pickHint')} />}
      chosen={id !== undefined}
    />
  );
}

function DealList({ toggle, current }: { toggle: ReactNode; current: string | undefined }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [status, setStatus] = useState<Deal['status']>('open');
  const [stage, setStage] = useState('');
  const [sort, setSort] = useState<Sort>('-stage_since');
  const [ago, setAgo] = useState(0);
  const [settled] = useDebouncedValue(ago, 300);
  const { t: further } = useTranslation('visits');
  const name = useStageNames();
  const stages = openStages(useBoard().data);
  const asOf = moment(settled);
  const [q] = useDebouncedValue(text.trim(), 250);
  const { data, error, pending, again, stored, at, changing } = useDeals({ status, ...(status === 'open' && stage ? { stage } : {}), ...(q ? { q } : {}), ...(asOf ? { as_of: asOf } : {}), sort, limit: 100 });
  useRowKeys('.pane-list .rows a');
  return (
    <>
      <div className="pane-head">
        <div className="row between">
          <h1 className="only-wide">{t('deals.title')}</h1>
          {toggle}
        </div>
        <TextInput type="search" aria-label={t('deals.search')} placeholder={t('deals.search')} leftSection={<Icon name="search" size={18} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Choice scroll name="status" legend={t('leads.filter')} value={status} onChange={setStatus} options={(['open', 'won', 'lost'] as const).map((value) => ({ value, label: t(`deals.status.${value}`) }))} />
        <details className="more-filters">
          <summary className="link">{t('leads.filter')}</summary>
          <div className="stack">
            {status === 'open' && <NativeSelect label={t('funnel.stage')} value={stage} onChange={(event) => setStage(event.currentTarget.value)} data={[{ value: '', label: further('deal.anyStage') }, ...stages.map((value) => ({ value, label: name(value) }))]} />}
            <NativeSelect label={further('deal.sort')} value={sort} onChange={(event) => setSort(event.currentTarget.value as typeof sort)} data={SORTS.map((value) => ({ value, label: further(`deal.sorts.${value}`) }))} />
            <AsOf ago={ago} onChange={setAgo} asOf={asOf} hint={further('deal.asOfHint')} />
          </div>
        </details>
      </div>
      {stored && <p style={{ padding: '.625rem 1.125rem 0' }}><Stored stored={stored} at={at} /></p>}
      <div style={{ opacity: changing ? 0.55 : 1 }}>
        <Listed of={{ data, error, pending, again }} bones={8} empty={<Empty icon="deals" title={t('deals.empty')} hint={t('deals.emptyHint')} />}>
          {(deal) => <DealRow key={deal.id} deal={deal} current={deal.id === current} />}
        </Listed>
      </div>
    </>
  );
}
