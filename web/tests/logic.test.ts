import { expect, test } from 'vitest';

import { placeOf } from '../src/screens/inbox/Inbox';
import { isLast, stepsFrom } from '../src/screens/deals/moves';
import { firstDay, moment } from '../src/screens/funnel/queries';
import { bottleneck, funnelShape } from '../src/screens/funnel/shape';
import { dueToday } from '../src/screens/home/Today';
import { dueAt } from '../src/screens/leads/next';
import { changes, formOf, withEdits, type Known } from '../src/screens/leads/editing';
import { registering } from '../src/screens/leads/NewLead';
import { bar, beyond, places } from '../src/app/navigation';
import { daysFromNow } from '../src/i18n/format';
import { newId } from '../src/offline/ids';
import { eventName } from '../src/ui/events';
import type { Lead } from '../src/api/types';

const STAGES = ['first', 'second', 'third'];
const person = (...roles: string[]) => ({ id: 'x', name: 'X', roles, team: null, region: null });

test('a deal goes forward one stage, and back any number', () => {
  expect(stepsFrom('second', STAGES)).toEqual([{ to: 'third', back: false }, { to: 'first', back: true }]);
  expect(stepsFrom('won', STAGES)).toEqual([]);
  expect(isLast('third', STAGES)).toBe(true);
});

test('a funnel narrows from stage to stage and never to nothing', () => {
  const pieces = funnelShape([100, 40, 0], 100, 10, 0);
  expect(pieces.map(({ points }) => points)).toEqual([
    '0.0,0.0 100.0,0.0 70.0,10.0 30.0,10.0',
    '30.0,10.0 70.0,10.0 57.0,20.0 43.0,20.0',
    '43.0,20.0 57.0,20.0 56.0,30.0 44.0,30.0',
  ]);
});

test('the bottleneck is the worst stage that has enough deals to judge', () => {
  const stage = (rate: number, few: boolean) => ({ conversion: { rate, few }, entered: 9 });
  expect(bottleneck([stage(0.8, false), stage(0.1, true), stage(0.5, false)])).toEqual(stage(0.5, false));
  expect(bottleneck([stage(0.1, true)])).toBeNull();
});

test('periods begin where people say they do', () => {
  const today = new Date(2026, 10, 24);
  expect([firstDay('all', today), firstDay('month', today), firstDay('quarter', today), firstDay('year', today), firstDay('last90', today)]).toEqual([undefined, '2026-11-01', '2026-10-01', '2026-01-01', '2026-08-26']);
  expect(moment(0)).toBeUndefined();
  expect(moment(2, Date.UTC(2026, 10, 24, 8, 0, 30))).toBe('2026-11-22T08:00:00.000Z');
});

test('the next contact is at nine in the morning of the chosen day', () => {
  const now = new Date(2026, 10, 30, 17, 5);
  expect(dueAt('none', '', now)).toBeNull();
  expect(new Date(dueAt('tomorrow', '', now) ?? '')).toEqual(new Date(2026, 11, 1, 9));
  expect(dueAt('pick', '', now)).toBeNull();
});

test('what is due is what should be done today or was not done before', () => {
  const now = new Date(2026, 10, 24, 12);
  const at = (date: Date | null) => ({ next_follow_up_at: date?.toISOString() ?? null }) as Lead;
  expect(dueToday([at(new Date(2026, 10, 20)), at(new Date(2026, 10, 24, 18)), at(new Date(2026, 10, 25)), at(null)], now)).toHaveLength(2);
  expect(daysFromNow(new Date(2026, 10, 25, 1), now)).toBe(1);
});

test('a new lead leaves empty fields out and is called after its company', () => {
  const draft = { name: ' ', company: '启航包装', contact: '', phone: '138', email: '', source: '', region: 'south', company_size: '320', budget: '1200000', need: '', notes: '' };
  expect(registering(draft, 'id')).toEqual({ id: 'id', name: '启航包装', company: '启航包装', phone: '138', region: 'south', company_size: 320, budget: { amount: '1200000', currency: 'CNY' } });
});

test('the bar of a phone has five places, and everything else is one tap away', () => {
  for (const roles of [['salesperson'], ['manager'], ['director'], ['admin'], ['analyst']]) {
    const someone = person(...roles);
    expect(bar(someone)).toHaveLength(5);
    const reached = new Set([...bar(someone), ...beyond(someone)].map(({ name }) => name));
    for (const { name } of places(someone)) expect(reached).toContain(name);
  }
  expect(places(person('analyst')).map(({ name }) => name)).not.toContain('pool');
  expect(places(person('salesperson')).map(({ name }) => name)).not.toContain('imports');
});

test('ids are version 7 and in the order of time', () => {
  const ids = [newId(1_000), newId(2_000), newId(1_900_000_000_000)];
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
});

test('events are known by their own name, whatever surrounds it', () => {
  expect(['crm.leads.LeadScored.v1', 'leads.LeadScored', 'LeadScored'].map(eventName)).toEqual(['LeadScored', 'LeadScored', 'LeadScored']);
});

test('a notification leads to what it is about, when this app shows it', () => {
  const id = '019324f0-0000-7000-8000-000000000000';
  expect(placeOf({ event_type: 'crm.leads.LeadAssigned.v1', subject: id })).toBe(`/leads/${id}`);
  expect(placeOf({ event_type: 'crm.opportunities.OpportunityWon.v1', subject: id })).toBe(`/deals/${id}`);
  expect(placeOf({ event_type: 'crm.field-service.WorkOrderOpened.v1', subject: id })).toBeNull();
});

const known: Known = { name: '码垛线', company: '启航', contact: null, phone: '13800000000', email: null, need: null, budget: { amount: '5000.00', currency: 'EUR' }, company_size: 40, address: null, notes: null };

test('an edit says only what was changed, null for what was emptied, and leaves the currency', () => {
  expect(changes(known, formOf(known))).toEqual({});
  expect(changes(known, { ...formOf(known), contact: ' 王工 ', phone: '', budget: '6000', company_size: '41' })).toEqual({ contact: '王工', phone: null, budget: { amount: '6000', currency: 'EUR' }, company_size: 41 });
});

test('a second edit begins with what the first one said', () => {
  const first = { body: { contact: '王工' } } as Parameters<typeof withEdits>[1][number];
  expect(formOf(withEdits(known, [first])).contact).toBe('王工');
});

test('the analysis of leads is for those who see the work of others', () => {
  const has = (role: string) => places(person(role)).some((place) => place.name === 'analysis');
  expect([has('manager'), has('analyst'), has('director'), has('salesperson')]).toEqual([true, true, true, false]);
});
