/** What can be done with a deal: advance it, send it back with a reason, win it, lose it. */
import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Deal, DealDetail } from '../../api/types';
import { leads, usePerson } from '../../app/session';
import '../../i18n/visits';
import { ActionMenu, type Action } from '../../ui/ActionMenu';
import { Icon } from '../../ui/Icon';
import { ReasonSheet, ReassignSheet, ReviseSheet } from '../../ui/sheets';
import { complain, say } from '../../ui/toast';
import { sayRefusal } from '../../ui/useGiving';
import { isLast, stepsFrom } from './moves';
import { give } from './queries';
import { useStageNames } from './stages';

type Open = { kind: 'win' } | { kind: 'lose' } | { kind: 'withdraw' } | { kind: 'reassign' } | { kind: 'revise' } | { kind: 'back'; to: string } | null;

/** Move at once when no reason is needed. */
export function useAdvance() {
  const { t } = useTranslation();
  const name = useStageNames();
  return async (deal: Pick<Deal, 'id' | 'title'>, to: string) => {
    try {
      const outcome = await give(deal, 'move', { to_stage: to });
      if (outcome.state === 'rejected') sayRefusal(outcome.problem);
      else say(outcome.state === 'ok' ? t('deals.moved', { stage: name(to) }) : t('sync.queued'));
    } catch (error) {
      complain(error);
    }
  };
}

/** `whole`: the deal with its terms, which can then be changed. */
export function DealActions({ deal, stages, compact = false, whole }: { deal: Pick<Deal, 'id' | 'title' | 'stage' | 'status' | 'owner_id'>; stages: readonly string[]; compact?: boolean; whole?: DealDetail }) {
  const { t } = useTranslation();
  const { t: further } = useTranslation('visits');
  const person = usePerson();
  const name = useStageNames();
  const advance = useAdvance();
  const [open, setOpen] = useState<Open>(null);
  const [busy, setBusy] = useState(false);
  if (deal.status !== 'open') return null;
  const steps = stepsFrom(deal.stage, stages);
  const next = steps.find((step) => !step.back);
  const last = isLast(deal.stage, stages);
  const go = async (to: string) => {
    setBusy(true);
    await advance(deal, to);
    setBusy(false);
  };
  const close = () => setOpen(null);
  const actions: Action[] = steps.map((step) => ({
    label: t(step.back ? 'deals.back' : 'deals.moveTo', { stage: name(step.to) }),
    icon: step.back ? 'back' : 'next',
    run: () => (step.back ? setOpen({ kind: 'back', to: step.to }) : void go(step.to)),
  }));
  if (compact && last) actions.push({ label: t('deals.win'), icon: 'trophy', run: () => setOpen({ kind: 'win' }) });
  if (whole) actions.push({ label: further('deal.revise'), icon: 'file', run: () => setOpen({ kind: 'revise' }) });
  if (whole && leads(person)) actions.push({ label: further('deal.reassign'), icon: 'leads', run: () => setOpen({ kind: 'reassign' }) });
  if (whole) actions.push({ label: further('deal.withdraw'), icon: 'cross', run: () => setOpen({ kind: 'withdraw' }) });
  if (compact) actions.push({ label: t('deals.lose'), icon: 'cross', run: () => setOpen({ kind: 'lose' }) });
  return (
    <>
      {!compact && next && (
        <Button className="wide" loading={busy} onClick={() => void go(next.to)} rightSection={<Icon name="next" size={18} />}>
          {t('deals.advance', { stage: name(next.to) })}
        </Button>
      )}
      {!compact && last && (
        <Button className="wide" leftSection={<Icon name="trophy" size={18} />} onClick={() => setOpen({ kind: 'win' })}>
          {t('deals.win')}
        </Button>
      )}
      {!compact && (
        <Button variant="default" onClick={() => setOpen({ kind: 'lose' })}>
          {t('deals.lose')}
        </Button>
      )}
      {(compact || actions.length > 0) && (
        <ActionMenu className={compact ? 'act-icon' : 'menu-button'} label={compact ? t('deals.moveMenu', { title: deal.title }) : t('common.actions')} actions={actions}>
          <Icon name="dots" size={20} />
        </ActionMenu>
      )}
      <Suspense>
        {open?.kind === 'win' && <ReasonSheet title={t('deals.win')} hint={t('deals.winHint')} label={t('deals.winReason')} submit={t('deals.win')} done={t('deals.won')} optional opened onClose={close} give={(reason) => give(deal, 'win', reason ? { reason } : {})} />}
        {open?.kind === 'lose' && <ReasonSheet title={t('deals.lose')} hint={t('deals.loseHint')} submit={t('deals.lose')} done={t('deals.lost')} danger opened onClose={close} give={(reason) => give(deal, 'lose', { reason })} />}
        {open?.kind === 'revise' && whole && <ReviseSheet deal={whole} onClose={close} />}
        {open?.kind === 'reassign' && <ReassignSheet deal={deal} onClose={close} />}
        {open?.kind === 'withdraw' && <ReasonSheet title={further('deal.withdraw')} hint={further('deal.withdrawHint')} submit={further('deal.withdraw')} done={further('deal.withdrawn')} danger opened onClose={close} give={(reason) => give(deal, 'withdraw', { reason })} />}
        {open?.kind === 'back' && <BackSheet deal={deal} to={open.to} onClose={close} />}
      </Suspense>
    </>
  );
}

/** Going back asks for a reason. */
export function BackSheet({ deal, to, onClose }: { deal: Pick<Deal, 'id' | 'title'>; to: string; onClose: () => void }) {
  const { t } = useTranslation();
  const name = useStageNames();
  const stage = name(to);
  return (
    <ReasonSheet
      title={t('deals.back', { stage })}
      hint={t('deals.backHint')}
      submit={t('common.confirm')}
      done={t('deals.moved', { stage })}
      opened
      onClose={onClose}
      give={(reason) => give(deal, 'move', { to_stage: to, reason })}
    />
  );
}
