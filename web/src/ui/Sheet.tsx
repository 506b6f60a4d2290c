/** A form over the screen: at the bottom of a phone, in the middle of a desktop. The browser keeps the focus inside. */
import { Button } from '@mantine/core';
import { useEffect, useId, useRef, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from './Icon';
import './sheet.css';

interface Shown {
  title: string;
  hint?: string;
  opened: boolean;
  onClose: () => void;
  onSubmit: () => Promise<void> | void;
  busy: boolean;
  submit: string;
  danger?: boolean;
  wide?: boolean;
  children: ReactNode;
}

export function Sheet({ title, hint, opened, onClose, onSubmit, busy, submit, danger, wide, children }: Shown) {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    if (opened && !shown?.open) shown?.showModal();
    if (!opened) shown?.close();
  }, [opened]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (!busy) void onSubmit();
  };
  return (
    <dialog ref={dialog} className={wide ? 'sheet wide' : 'sheet'} aria-labelledby={id} onClose={onClose} onClick={(event) => event.target === event.currentTarget && onClose()}>
      <form onSubmit={send} noValidate>
        <div className="row between">
          <h2 id={id}>{title}</h2>
          <button type="button" className="act-icon" aria-label={t('common.close')} onClick={onClose}>
            <Icon name="cross" />
          </button>
        </div>
        {hint && <p className="soft small">{hint}</p>}
        {children}
        <div className="sheet-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy} {...(danger ? { color: 'red.8' } : {})}>
            {submit}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
