/** Parts of the screens where rules are set up. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { Icon, type IconName } from '../../ui/Icon';
import type { Commanding } from './useCommand';
import './admin.css';

/** The name of an area or of something in it, the way back, and what can be done. */
export function Heading({ title, hint, back, children }: { title: string; hint?: ReactNode; back?: string; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <header className="admin-head">
      <div className="row" style={{ alignItems: 'flex-start' }}>
        {back && (
          <Link href={back} className="act-icon only-wide" aria-label={t('app.back')}>
            <Icon name="back" />
          </Link>
        )}
        <div className="grow">
          <h1>{title}</h1>
          {hint && <p className="soft">{hint}</p>}
        </div>
      </div>
      {children && <div className="acts">{children}</div>}
    </header>
  );
}

/** Views of an area. */
export function Tabs({ label, tabs, at }: { label: string; tabs: readonly { path: string; name: string }[]; at: string }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ path, name }) => (
        <Link key={path} href={path} aria-current={path === at ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** Why a command was refused, where no field says it. */
export function Refusal({ command, shown = [] }: { command: Commanding; shown?: readonly string[] }) {
  const { refused } = command;
  if (!refused) return null;
  const { problem } = refused;
  const others = (problem.errors ?? []).filter((each) => !shown.some((pointer) => each.pointer?.replace(/^#/, '').startsWith(pointer)));
  return (
    <p className="fault" role="alert">
      {others.length ? others.map((each) => each.detail).join(' ') : (problem.detail ?? problem.title)}
    </p>
  );
}

interface OneAct {
  icon: IconName;
  label: string;
  onClick: () => void;
  disabled?: boolean;
}

export function IconButton({ icon, label, onClick, disabled }: OneAct) {
  return (
    <button type="button" className="act-icon" aria-label={label} title={label} onClick={onClick} disabled={disabled}>
      <Icon name={icon} size={20} />
    </button>
  );
}

export function Check({ label, hint, checked, onChange, disabled }: { label: string; hint?: string; checked: boolean; onChange: (checked: boolean) => void; disabled?: boolean }) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>
        {label}
        {hint && <span className="soft small">{hint}</span>}
      </span>
    </label>
  );
}

/** What is written here stays on this device until it is saved or dropped. */
export function DraftKept({ text, drop }: { text: string; drop: () => void }) {
  const { t } = useTranslation('setup');
  return (
    <p className="note row between wrap">
      <span>{text}</span>
      <Button size="compact-sm" h={32} variant="default" onClick={drop}>
        {t('dropDraft')}
      </Button>
    </p>
  );
}
