import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Deal } from '../../api/types';
import { money, since } from '../../i18n/format';
import { Tag } from '../../ui/parts';
import { useStageNames } from './stages';

export function DealRow({ deal, current = false }: { deal: Deal; current?: boolean }) {
  const { t } = useTranslation();
  const name = useStageNames();
  return (
    <li>
      <Link href={`/deals/${deal.id}`} className="line" aria-current={current ? 'true' : undefined}>
        <span className="first cut">{deal.title}</span>
        <span className="end first num">{money(deal.amount)}</span>
        <span className="second cut">{deal.customer === deal.title ? '' : deal.customer}</span>
        <span className="second end num">
          {deal.status === 'open' ? `${name(deal.stage)} · ${since(deal.stage_since)}` : <Tag tone={deal.status === 'won' ? 'good' : 'plain'}>{t(`deals.status.${deal.status}`)}</Tag>}
        </span>
      </Link>
    </li>
  );
}
