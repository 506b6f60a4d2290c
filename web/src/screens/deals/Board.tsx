/**
 * The board: a phone scrolls it and moves cards by their menu; a mouse may also drag them. Touch never drags, so
 * that a finger on a card can always scroll.
 */
import { Suspense, useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Deal } from '../../api/types';
import { mayWrite, usePerson } from '../../app/session';
import { money, since, totals } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { useOutbox } from '../../offline/useOutbox';
import { BoneRows, Empty, Failure, Stored, Tag } from '../../ui/parts';
import { BackSheet, DealActions, useAdvance } from './DealActions';
import { stepsFrom } from './moves';
import { useBoard, useDeals } from './queries';
import { openStages, useStageNames } from './stages';

export function Board({ toggle }: { toggle: ReactNode }) {
  const { t } = useTranslation();
  const board = useBoard();
  const { data, error, pending, again, stored, at } = useDeals({ status: 'open', sort: '-amount' });
  const stages = openStages(board.data);
  const [dragged, setDragged] = useState<Deal | null>(null);
  const [back, setBack] = useState<{ deal: Deal; to: string } | null>(null);
  const advance = useAdvance();
  const waiting = useMoves();
  const drop = (to: string) => {
    const deal = dragged;
    setDragged(null);
    const step = deal && stepsFrom(deal.stage, stages).find((each) => each.to === to);
    if (!deal || !step) return;
    if (step.back) setBack({ deal, to });
    else void advance(deal, to);
  };
  return (
    <div className="board-page">
      <header className="row between board-head">
        <h1 className="only-wide">{t('deals.title')}</h1>
        <Stored stored={stored} at={at} />
        {toggle}
      </header>
      {pending || board.pending ? (
        <BoneRows count={6} />
      ) : error ? (
        <Failure error={error} again={again} />
      ) : data && data.items.length === 0 ? (
        <Empty icon="deals" title={t('deals.empty')} hint={t('deals.emptyHint')} />
      ) : (
        <div className="board" tabIndex={0} role="group" aria-label={t('deals.board')}>
          {stages.map((stage) => (
            <Column
              key={stage}
              stage={stage}
              deals={(data?.items ?? []).filter((deal) => (waiting.get(deal.id) ?? deal.stage) === stage)}
              count={board.data?.find((column) => column.stage === stage)?.count}
              sum={totals(board.data?.find((column) => column.stage === stage)?.amounts ?? [], 1)}
              stages={stages}
              open={dragged !== null && stepsFrom(dragged.stage, stages).some((step) => step.to === stage)}
              onDrag={setDragged}
              onDrop={() => drop(stage)}
            />
          ))}
        </div>
      )}
      <Suspense>{back && <BackSheet deal={back.deal} to={back.to} onClose={() => setBack(null)} />}</Suspense>
    </div>
  );
}

/** Where cards stand whose move has not been sent yet. */
function useMoves(): Map<string, string> {
  const moves = useOutbox().filter((row) => row.kind === 'move' && row.state === 'waiting');
  return new Map(moves.map((row) => [row.subject, (row.body as { to_stage: string }).to_stage]));
}

interface ColumnProps {
  stage: string;
  deals: Deal[];
  count: number | undefined;
  sum: string;
  stages: readonly string[];
  open: boolean;
  onDrag: (deal: Deal | null) => void;
  onDrop: () => void;
}

function Column({ stage, deals, count, sum, stages, open, onDrag, onDrop }: ColumnProps) {
  const { t } = useTranslation();
  const name = useStageNames();
  const [over, setOver] = useState(false);
  const target = {
    onDragOver: (event: DragEvent) => {
      if (!open) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      onDrop();
    },
  };
  return (
    <section className={`column${open ? ' open' : ''}${over ? ' over' : ''}`} aria-label={name(stage)} {...target}>
      <header>
        <h2>
          {name(stage)} <span className="soft num">{count ?? deals.length}</span>
        </h2>
        <span className="num soft">{sum}</span>
      </header>
      <ul>
        {deals.map((deal) => (
          <Card key={deal.id} deal={deal} stages={stages} onDrag={onDrag} />
        ))}
        {deals.length === 0 && <li className="soft small none">{open ? t('deals.dropHere') : t('deals.emptyColumn')}</li>}
      </ul>
    </section>
  );
}

const FINE = typeof matchMedia !== 'undefined' && matchMedia('(pointer: fine)').matches;

function Card({ deal, stages, onDrag }: { deal: Deal; stages: readonly string[]; onDrag: (deal: Deal | null) => void }) {
  const { t } = useTranslation();
  const person = usePerson();
  const people = usePeople();
  const writes = mayWrite(person);
  return (
    <li className="deal" draggable={FINE && writes} onDragStart={() => onDrag(deal)} onDragEnd={() => onDrag(null)}>
      <Link href={`/deals/${deal.id}`} className="deal-link" draggable={false}>
        <b>{deal.title}</b>
        {deal.customer !== deal.title && <span className="soft small">{deal.customer}</span>}
        <span className="row between">
          <span className="amount num">{money(deal.amount)}</span>
          <span className="soft small num">{t('deals.inStage', { time: since(deal.stage_since) })}</span>
        </span>
        {deal.owner_id !== person.id && <Tag>{people(deal.owner_id)}</Tag>}
      </Link>
      {writes && <DealActions deal={deal} stages={stages} compact />}
    </li>
  );
}
