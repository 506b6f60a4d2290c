/** A command that needs the server: busy meanwhile, and a refusal kept, to be shown at the fields it speaks of. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';

import { Refused } from '../../api/problems';
import { complain, say } from '../../ui/toast';

export interface Commanding {
  busy: boolean;
  refused: Refused | null;
  /** What is wrong at a JSON pointer such as `/rules/0/condition`, or below it. */
  at: (pointer: string, below?: boolean) => string | undefined;
  /** Do it; the answer, or undefined when it was refused or did not get there. */
  give: <T>(work: () => Promise<T>, done?: string) => Promise<T | undefined>;
  forget: () => void;
}

export function useCommand(): Commanding {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const give = useCallback(
    async <T>(work: () => Promise<T>, done?: string): Promise<T | undefined> => {
      setBusy(true);
      setRefused(null);
      try {
        const answer = await work();
        if (done) say(done);
        await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('leads') });
        return answer;
      } catch (error) {
        if (error instanceof Refused) setRefused(error);
        else complain(error);
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [client],
  );
  const at = (pointer: string, below = false) => {
    const found = refused?.problem.errors?.find((each) => {
      const where = each.pointer?.replace(/^#/, '') ?? '';
      return where === pointer || (below && where.startsWith(`${pointer}/`));
    });
    return found?.detail;
  };
  return { busy, refused, at, give, forget: () => setRefused(null) };
}
