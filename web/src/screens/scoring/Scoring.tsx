/** How leads are scored: the model in force, its versions, what was learned, and where people judged otherwise. */
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';

import '../../i18n/scoring';
import './scoring.css';

const Model = lazy(() => import('./Model'));
const Editor = lazy(() => import('./Editor'));
const Versions = lazy(() => import('./Versions'));
const Version = lazy(() => import('./Version'));
const Run = lazy(() => import('./Run'));
const Learned = lazy(() => import('./Learned'));
const LearnedVersion = lazy(() => import('./LearnedVersion'));
const Overrides = lazy(() => import('./Overrides'));

export const ROOT = '/admin/scoring';

export function useTabs(): { label: string; tabs: { path: string; name: string }[] } {
  const { t } = useTranslation('scoring');
  return {
    label: t('title'),
    tabs: [
      { path: ROOT, name: t('tabs.model') },
      { path: `${ROOT}/versions`, name: t('tabs.versions') },
      { path: `${ROOT}/learned`, name: t('tabs.learned') },
      { path: `${ROOT}/overrides`, name: t('tabs.overrides') },
    ],
  };
}

export default function Scoring() {
  return (
    <Switch>
      <Route path={ROOT} component={Model} />
      <Route path={`${ROOT}/edit/:from`}>{({ from }) => <Editor from={Number(from)} />}</Route>
      <Route path={`${ROOT}/versions`} component={Versions} />
      <Route path={`${ROOT}/versions/:number`}>{({ number }) => <Version key={number} number={Number(number)} />}</Route>
      <Route path={`${ROOT}/runs/:id`}>{({ id }) => <Run key={id} id={id} />}</Route>
      <Route path={`${ROOT}/learned`} component={Learned} />
      <Route path={`${ROOT}/learned/:id`}>{({ id }) => <LearnedVersion key={id} id={id} />}</Route>
      <Route path={`${ROOT}/overrides`} component={Overrides} />
      <Route>
        <Redirect to={ROOT} />
      </Route>
    </Switch>
  );
}
