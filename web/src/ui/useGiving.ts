import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Problem } from '../api/problems';
import type { Outcome } from '../offline/outbox';
import { complain, say } from './toast';

/** A command on its way: `busy` meanwhile, and what became of it is said. */
export function useGiving() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  /** Give it; `done` is said when it was done. Whether it was done or is kept for later; a refusal goes to `refused`. */
  const giving = async (command: () => Promise<Outcome>, done: string, refused: (problem: Problem) => void = sayRefusal): Promise<Exclude<Outcome, { state: 'rejected' }> | null> => {
    setBusy(true);
    try {
      const outcome = await command();
      if (outcome.state === 'rejected') {
        refused(outcome.problem);
        return null;
      }
      say(outcome.state === 'ok' ? done : t('sync.queued'));
      return outcome;
    } catch (error) {
      complain(error);
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { busy, giving };
}

export function sayRefusal(problem: Problem): void {
  say(problem.detail ?? problem.title, true);
}
