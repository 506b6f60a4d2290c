/** A form over the screen: at the bottom of a phone, in the middle of a desktop. */
import { Button, Modal } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

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
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void onSubmit();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<span style={{ fontWeight: 650, fontSize: '1.0625rem' }}>{title}</span>}
      size={wide ? 'xl' : 'lg'}
      classNames={{ inner: 'sheet-inner', content: 'sheet-content' }}
      closeButtonProps={{ 'aria-label': t('common.close'), size: 'lg' }}
    >
      <form className="sheet-form" onSubmit={send} noValidate>
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
    </Modal>
  );
}
