/** Who gets a lead: the rules in their order, their versions, how fair they are, and who waits. */
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';

import '../../i18n/assignment';
import './assignment.css';

const Rules = lazy(() => import('./Rules'));
const Editor = lazy(() => import('./Editor'));
const Versions = lazy(() => import('./Versions'));
const Fairness = lazy(() => import('./Fairness'));
const Waiting = lazy(() => import('./Waiting'));

export const ROOT = '/admin/assignment';

export function useTabs(): { label: string; tabs: { path: string; name: string }[] } {
  const { t } = useTranslation('assignment');
  return {
    label: t('title'),
    tabs: [
      { path: ROOT, name: t('tabs.rules') },
      { path: `${ROOT}/waiting`, name: t('tabs.waiting') },
      { path: `${ROOT}/fairness`, name: t('tabs.fairness') },
      { path: `${ROOT}/versions`, name: t('tabs.versions') },
    ],
  };
}

export default function Assignment() {
  return (
    <Switch>
      <Route path={ROOT} component={Rules} />
      <Route path={`${ROOT}/edit/:from`}>{({ from }) => <Editor from={Number(from)} />}</Route>
      <Route path={`${ROOT}/versions`} component={Versions} />
      <Route path={`${ROOT}/fairness`} component={Fairness} />
      <Route path={`${ROOT}/waiting`} component={Waiting} />
      <Route>
        <Redirect to={ROOT} />
      </Route>
    </Switch>
  );
}
