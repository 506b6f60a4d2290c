/** Every screen by its path; all but the shell are loaded when they are first opened. */
import { Button } from '@mantine/core';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch } from 'wouter';

import { Empty } from '../ui/parts';
import { hasOwnDay } from './navigation';
import { usePerson } from './session';

const Today = lazy(() => import('../screens/home/Today'));
const Team = lazy(() => import('../screens/home/Team'));
const Leads = lazy(() => import('../screens/leads/Leads'));
const NewLead = lazy(() => import('../screens/leads/NewLead'));
const Pool = lazy(() => import('../screens/pool/Pool'));
const Imports = lazy(() => import('../screens/imports/Imports'));
const Deals = lazy(() => import('../screens/deals/Deals'));
const Visits = lazy(() => import('../screens/visits/Visits'));
const Customers = lazy(() => import('../screens/customers/Customers'));
const Calendar = lazy(() => import('../screens/calendar/Calendar'));
const Notify = lazy(() => import('../screens/notify/Notify'));
const Orders = lazy(() => import('../screens/orders/Orders'));
const Funnel = lazy(() => import('../screens/funnel/Funnel'));
const Analysis = lazy(() => import('../screens/analysis/Analysis'));
const Inbox = lazy(() => import('../screens/inbox/Inbox'));
const Outbox = lazy(() => import('../screens/outbox/Outbox'));
const Resolve = lazy(() => import('../screens/outbox/Resolve'));
const Pack = lazy(() => import('../screens/pack/Pack'));
const Search = lazy(() => import('../screens/search/Search'));
const Admin = lazy(() => import('../screens/admin/Admin'));
const More = lazy(() => import('../screens/more/More'));

export function Screens() {
  const person = usePerson();
  return (
    <Switch>
      <Route path="/" component={hasOwnDay(person) ? Today : Team} />
      <Route path="/leads/new" component={NewLead} />
      <Route path="/leads/:id?">{({ id }) => <Leads id={id} />}</Route>
      <Route path="/pool" component={Pool} />
      <Route path="/imports/:id?">{({ id }) => <Imports id={id} />}</Route>
      <Route path="/deals/:id?">{({ id }) => <Deals id={id} />}</Route>
      <Route path="/visits/:id?">{({ id }) => <Visits id={id} />}</Route>
      <Route path="/customers/:id?">{({ id }) => <Customers id={id} />}</Route>
      <Route path="/calendar" component={Calendar} />
      <Route path="/notify" component={Notify} />
      <Route path="/orders/:id?">{({ id }) => <Orders id={id} />}</Route>
      <Route path="/funnel" component={Funnel} />
      <Route path="/analysis" component={Analysis} />
      <Route path="/inbox" component={Inbox} />
      <Route path="/outbox" component={Outbox} />
      <Route path="/outbox/:key">{({ key }) => <Resolve id={key} />}</Route>
      <Route path="/search" component={Search} />
      <Route path="/admin/:area?/*?">{({ area }) => <Admin area={area} />}</Route>
      <Route path="/pack" component={Pack} />
      <Route path="/more" component={More} />
      <Route>
        <Nowhere />
      </Route>
    </Switch>
  );
}

function Nowhere() {
  const { t } = useTranslation();
  return (
    <Empty
      icon="search"
      title={t('common.notHere')}
      hint={t('common.notHereHint')}
      action={
        <Button component={Link} href="/">
          {t('common.goHome')}
        </Button>
      }
    />
  );
}
