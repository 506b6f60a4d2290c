/** What happened, newest first: what was said in full, what still waits on this device on top. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { when } from '../i18n/format';
import { Icon, type IconName } from './Icon';

export interface Moment {
  key: string;
  at: string;
  icon: IconName;
  what: string;
  by?: string | null;
  said?: ReactNode;
  /** Pictures and files that belong to it. */
  beside?: ReactNode;
  tags?: ReactNode;
  strong?: boolean;
  waits?: boolean;
}

export function Timeline({ moments }: { moments: readonly Moment[] }) {
  const { t } = useTranslation();
  return (
    <ol className="timeline">
      {moments.map((moment) => (
        <li key={moment.key} className={moment.waits ? 'waits' : moment.strong ? 'strong' : undefined}>
          <span className="dot">
            <Icon name={moment.waits ? 'outbox' : moment.icon} size={16} />
          </span>
          <div>
            <p className="row wrap" style={{ gap: '.25rem .5rem' }}>
              <span className="what">{moment.what}</span>
              {moment.tags}
            </p>
            {moment.said && <p className="said">{moment.said}</p>}
            {moment.beside}
            <p className="soft small">
              {when(moment.at)}
              {moment.by && ` · ${moment.by}`}
              {moment.waits && ` · ${t('outbox.state.waiting')}`}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
