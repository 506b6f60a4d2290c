/** Half-written forms, kept on the device until they are saved or given up. */
import { useCallback, useEffect, useRef, useState } from 'react';

import { store } from './db';

const PAUSE = 400;

/** The draft of `form`, how to change it, and how to forget it. */
export function useDraft<T extends object>(form: string, start: T): [T, (part: Partial<T>) => void, () => void] {
  const [draft, set] = useState(start);
  const touched = useRef(false);
  useEffect(() => {
    let here = true;
    void store()
      ?.drafts.get(form)
      .then((kept) => {
        if (here && kept && !touched.current) set({ ...start, ...(kept.value as Partial<T>) });
      });
    return () => {
      here = false;
    };
    // `start` is a constant of the form.
  }, [form]);
  useEffect(() => {
    if (!touched.current) return;
    const timer = setTimeout(() => void store()?.drafts.put({ form, value: draft }), PAUSE);
    return () => clearTimeout(timer);
  }, [form, draft]);
  const change = useCallback((part: Partial<T>) => {
    touched.current = true;
    set((before) => ({ ...before, ...part }));
  }, []);
  const forget = useCallback(() => {
    touched.current = false;
    set(start);
    void store()?.drafts.delete(form);
  }, [form]);
  return [draft, change, forget];
}
