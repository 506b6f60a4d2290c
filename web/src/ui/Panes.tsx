/** List and detail: side by side on a desktop, one after the other on a phone. */
import type { ReactNode } from 'react';

/** `chosen` is whether something was picked from the list, so that a phone shows the detail. */
export function Panes({ list, detail, chosen }: { list: ReactNode; detail: ReactNode; chosen: boolean }) {
  return (
    <div className={chosen ? 'panes open' : 'panes'}>
      <div className="pane-list">{list}</div>
      <div className="pane-detail">{detail}</div>
    </div>
  );
}
