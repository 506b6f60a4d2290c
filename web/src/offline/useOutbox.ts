/** The outbox as the screens see it. */
import { useEffect, useState } from 'react';

import { store, type Queued } from './db';
import { onOutbox } from './outbox';

export function useOutbox(): Queued[] {
  const [rows, setRows] = useState<Queued[]>([]);
  useEffect(() => {
    let here = true;
    const read = () => {
      void store()
        ?.outbox.orderBy('seq')
        .toArray()
        .then((found) => here && setRows(found));
    };
    read();
    const stop = onOutbox(read);
    return () => {
      here = false;
      stop();
    };
  }, []);
  return rows;
}
