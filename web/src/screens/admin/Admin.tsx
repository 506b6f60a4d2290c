/** What leads are judged, given away and followed up by: the areas on the left, one of them on the right. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch } from 'wouter';

import { usePerson } from '../../app/session';
import '../../i18n/setup';
import { Icon } from '../../ui/Icon';
import { BoneRows, Empty } from '../../ui/parts';
import { AREAS, ICONS, sees, type Area } from './areas';
import './admin.css';

const SCREENS = {
  scoring: lazy(() => import('../scoring/Scoring')),
  assignment: lazy(() => import('../assignment/Assignment')),
  people: lazy(() => import('../areas/People')),
  pools: lazy(() => import('../areas/Pools')),
  transfers: lazy(() => import('../areas/Transfers')),
  sources: lazy(() => import('../areas/Sources')),
  plans: lazy(() => import('../areas/Plans')),
  forms: lazy(() => import('../areas/Forms')),
  duplicates: lazy(() => import('../areas/DuplicatePolicies')),
  mappings: lazy(() => import('../areas/Mappings')),
} as const satisfies Record<Area, unknown>;

export default function Admin({ area }: { area: string | undefined }) {
  const { t } = useTranslation('setup');
  const person = usePerson();
  const seen = AREAS.filter((each) => sees(person, each));
  const chosen = seen.find((each) => each === area);
  return (
    <div className={chosen ? 'panes admin open' : 'panes admin'}>
      <div className="pane-list">
        <div className="pane-head only-wide">
          <h1>{t('title')}</h1>
        </div>
        <nav aria-label={t('title')}>
          <ul className="areas">
            {seen.map((each) => (
              <li key={each}>
                <Link href={`/admin/${each}`} aria-current={each === chosen ? 'page' : undefined}>
                  <Icon name={ICONS[each]} />
                  <span>
                    <b>{t(`areas.${each}.name`)}</b>
                    <span className="soft small">{t(`areas.${each}.hint`)}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <div className="pane-detail">
        <Suspense fallback={<BoneRows />}>
          <Switch>
            {seen.map((each) => {
              const Screen = SCREENS[each];
              return (
                <Route key={each} path={`/admin/${each}/*?`}>
                  <Screen />
                </Route>
              );
            })}
            <Route>{area ? <Empty icon="search" title={t('notYours')} hint={t('notYoursHint')} /> : <Empty icon="filter" title={t('pick')} hint={t('pickHint')} />}</Route>
          </Switch>
        </Suspense>
      </div>
    </div>
  );
}
