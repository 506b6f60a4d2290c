/** A list whose order matters: rows are moved by buttons, and by a mouse. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { IconButton } from './parts';

interface Ordering<T> {
  items: readonly T[];
  name: (item: T) => string;
  onMove: (from: number, to: number) => void;
  children: (item: T, at: number) => ReactNode;
}

export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

export function Ordered<T>({ items, name, onMove, children }: Ordering<T>) {
  const { t } = useTranslation('setup');
  const list = useRef<HTMLOListElement>(null);
  const [held, setHeld] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [told, tell] = useState<{ to: number; way: 'up' | 'down'; text: string } | null>(null);
  // Whoever moves a row by keyboard goes on with the same row.
  useEffect(() => {
    if (!told) return;
    const row = list.current?.children[told.to];
    (row?.querySelector<HTMLElement>(`.move-${told.way} button:enabled`) ?? row?.querySelector<HTMLElement>('.mover button:enabled'))?.focus();
  }, [told]);
  const move = (from: number, to: number) => {
    const item = items[from];
    if (item === undefined || to < 0 || to >= items.length || from === to) return;
    onMove(from, to);
    tell({ to, way: to < from ? 'up' : 'down', text: t('movedTo', { name: name(item), place: to + 1 }) });
  };
  return (
    <>
      <ol className="rules" ref={list}>
        {items.map((item, at) => (
          <li
            key={at}
            draggable
            className={at === held ? 'dragged' : at === over ? 'over' : undefined}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setHeld(at);
            }}
            onDragOver={(event) => {
              if (held === null) return;
              event.preventDefault();
              setOver(at);
            }}
            onDragEnd={() => {
              setHeld(null);
              setOver(null);
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (held !== null) move(held, at);
              setHeld(null);
              setOver(null);
            }}
          >
            {children(item, at)}
            <span className="tools mover">
              <span className="move-up">
                <IconButton icon="arrowUp" label={t('moveUp', { name: name(item) })} disabled={at === 0} onClick={() => move(at, at - 1)} />
              </span>
              <span className="move-down">
                <IconButton icon="arrowDown" label={t('moveDown', { name: name(item) })} disabled={at === items.length - 1} onClick={() => move(at, at + 1)} />
              </span>
            </span>
          </li>
        ))}
      </ol>
      <p className="hidden" role="status">
        {told?.text}
      </p>
    </>
  );
}
