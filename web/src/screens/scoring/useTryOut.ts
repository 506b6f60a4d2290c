import { useLocation } from 'wouter';

import { content, leads, once } from '../../api/client';
import { complain } from '../../ui/toast';
import { useCommand } from '../admin/useCommand';
import { ROOT } from './Scoring';

/** Starts a dry run of a version, and goes to where it is shown; and whether that is on its way. */
export function useTryOut(): [(version: number) => Promise<void>, boolean] {
  const [, go] = useLocation();
  const command = useCommand();
  const tryOut = async (version: number) => {
    const asked = await command.give(() =>
      content(leads.POST('/api/leads/v1/scoring-model/versions/{number}/dry-runs', { params: { path: { number: version }, header: once() }, body: {} })).catch((error: unknown) => {
        complain(error);
        return null;
      }),
    );
    if (asked) go(`${ROOT}/runs/${asked.id}`);
  };
  return [tryOut, command.busy];
}
