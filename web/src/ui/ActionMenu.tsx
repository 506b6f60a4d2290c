/** A button that opens a few actions, in the browser's top layer: no column that scrolls can cut it off. */
import { useId, useRef, type KeyboardEvent, type ReactNode, type ToggleEvent } from 'react';

import { Icon, type IconName } from './Icon';

export interface Action {
  label: string;
  icon: IconName;
  /** What it does, or where it leads. */
  run?: () => void;
  href?: string;
}

const EDGE = 8;

export function ActionMenu({ label, actions, className, children }: { label: string; actions: readonly Action[]; className: string; children: ReactNode }) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const place = (event: ToggleEvent) => {
    if (event.newState !== 'open' || !menu.current || !button.current) return;
    const at = button.current.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = menu.current;
    const below = at.bottom + 4 + offsetHeight < window.innerHeight;
    menu.current.style.left = `${Math.max(EDGE, at.right - offsetWidth)}px`;
    menu.current.style.top = `${below ? at.bottom + 4 : Math.max(EDGE, at.top - offsetHeight - 4)}px`;
    menu.current.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true });
  };
  const step = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!move) return;
    event.preventDefault();
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    items[(items.indexOf(document.activeElement as HTMLElement) + move + items.length) % items.length]?.focus();
  };
  const close = () => menu.current?.hidePopover();
  return (
    <>
      <button ref={button} type="button" className={className} aria-label={label} aria-haspopup="menu" popoverTarget={id}>
        {children}
      </button>
      <div ref={menu} id={id} popover="auto" role="menu" aria-label={label} className="menu" onToggle={place} onKeyDown={step}>
        {actions.map((action) =>
          action.href ? (
            <a key={action.label} role="menuitem" href={action.href} onClick={close}>
              <Icon name={action.icon} size={18} />
              {action.label}
            </a>
          ) : (
            <button
              key={action.label}
              type="button"
              role="menuitem"
              onClick={() => {
                close();
                action.run?.();
              }}
            >
              <Icon name={action.icon} size={18} />
              {action.label}
            </button>
          ),
        )}
      </div>
    </>
  );
}
