/** The pools: who may claim from them, how much a day, and when leads come back. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import '../../i18n/areas';
import { content, leads, once, seen } from '../../api/client';
import type { Pool } from '../../api/types';
import { usePerson } from '../../app/session';
import { language } from '../../i18n';
import { number } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { usePeople } from '../../offline/people';
import { BoneRows, Card, Empty, Failure, Stored, Tag } from '../../ui/parts';
import { Sheet } from '../../ui/Sheet';
import { owns } from '../admin/areas';
import { Heading, Refusal } from '../admin/parts';
import { PeopleField } from '../admin/PeopleField';
import { useCommand } from '../admin/useCommand';
import { useNames } from '../leads/names';
import { codeOf, digits, numberOr, several } from './codes';

export default function Pools() {
  const { t } = useTranslation('areas');
  const person = usePerson();
  const [open, setOpen] = useState<Pool | 'new' | null>(null);
  const { data, error, pending, again, stored, at } = useAsk(['leads', 'pools'], () => content(leads.GET('/api/leads/v1/pools', { params: { query: { limit: 50, ...seen('leads') } } })));
  return (
    <div className="setup">
      <Heading title={t('pools.title')} hint={t('pools.hint')}>
        {owns(person) && <Button onClick={() => setOpen('new')}>{t('pools.add')}</Button>}
      </Heading>
      <Stored stored={stored} at={at} />
      {pending ? (
        <BoneRows />
      ) : error ? (
        <Failure error={error} again={again} />
      ) : !data?.items.length ? (
        <Empty icon="pool" title={t('pools.none')} hint={t('pools.noneHint')} />
      ) : (
        data.items.map((pool) => <One key={pool.code} of={pool} edit={owns(person) ? () => setOpen(pool) : undefined} />)
      )}
      {open && <PoolSheet pool={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function One({ of, edit }: { of: Pool; edit: (() => void) | undefined }) {
  const { t } = useTranslation('areas');
  const people = usePeople();
  const { region } = useNames();
  const name = language() === 'en' ? of.name : of.name_zh;
  const who = [...of.people.map(people), ...of.teams.map((team) => t('pools.team', { team })), ...of.regions.map(region)];
  return (
    <Card
      title={name}
      end={
        <span className="row" style={{ gap: '.5rem' }}>
          <Tag tone="info">{t('pools.leads', { count: number(of.leads) })}</Tag>
          {edit && (
            <Button size="sm" h={40} variant="default" onClick={edit}>
              {t('change')}
              <span className="hidden"> {name}</span>
            </Button>
          )}
        </span>
      }
    >
      <dl className="facts">
        <dt>{t('pools.who')}</dt>
        <dd>{who.join(t('comma')) || t('pools.everybody')}</dd>
        <dt>{t('pools.daily')}</dt>
        <dd>{of.daily_limit === null ? t('pools.noLimit') : t('pools.aDay', { count: of.daily_limit, zone: of.time_zone })}</dd>
        <dt>{t('pools.lockOut')}</dt>
        <dd>{of.lock_out_days ? t('days', { count: of.lock_out_days }) : t('pools.atOnce')}</dd>
        <dt>{t('pools.recycle')}</dt>
        <dd>{of.recycle_after_days === null ? t('pools.never') : t('pools.after', { count: of.recycle_after_days })}</dd>
        <dt>{t('code')}</dt>
        <dd>
          <Link className="link" href="/pool">
            {of.code}
          </Link>
        </dd>
      </dl>
    </Card>
  );
}

function PoolSheet({ pool, onClose }: { pool: Pool | null; onClose: () => void }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation();
  const command = useCommand();
  const [form, set] = useState({
    code: pool?.code ?? '', name: pool?.name ?? '', name_zh: pool?.name_zh ?? '', people: pool?.people ?? [], teams: (pool?.teams ?? []).join(', '), regions: (pool?.regions ?? []).join(', '),
    daily: pool?.daily_limit == null ? '' : String(pool.daily_limit), lock: String(pool?.lock_out_days ?? 0), recycle: pool?.recycle_after_days == null ? '' : String(pool.recycle_after_days), zone: pool?.time_zone ?? 'Asia/Shanghai',
  });
  const [missing, setMissing] = useState(false);
  const change = (part: Partial<typeof form>) => set({ ...form, ...part });
  const save = async () => {
    const code = form.code || codeOf(form.name);
    setMissing(!code);
    if (!code) return;
    const body = { name: form.name.trim(), name_zh: form.name_zh.trim(), people: form.people, teams: several(form.teams), regions: several(form.regions), daily_limit: numberOr(form.daily, null), lock_out_days: numberOr(form.lock, 0), recycle_after_days: numberOr(form.recycle, null), time_zone: form.zone.trim() };
    const saved = await command.give(() => leads.PUT('/api/leads/v1/pools/{code}', { params: { path: { code }, header: once() }, body }), t('saved'));
    if (saved) onClose();
  };
  return (
    <Sheet title={pool ? t('pools.edit') : t('pools.add')} hint={t('pools.sheetHint')} opened onClose={onClose} onSubmit={save} busy={command.busy} submit={w('common.save')} wide>
      <div className="fields">
        <TextInput label={t('nameZh')} value={form.name_zh} error={command.at('/name_zh')} onChange={(event) => change({ name_zh: event.currentTarget.value })} />
        <TextInput label={t('nameEn')} value={form.name} error={command.at('/name')} onChange={(event) => change({ name: event.currentTarget.value })} />
      </div>
      {!pool && <TextInput label={t('code')} description={t('codeHint')} placeholder={codeOf(form.name)} value={form.code} error={missing && t('codeNeeded')} onChange={(event) => change({ code: codeOf(event.currentTarget.value) })} />}
      <PeopleField label={t('pools.who')} hint={t('pools.whoHint')} value={form.people} error={command.at('/people', true)} onChange={(people) => change({ people })} />
      <div className="fields">
        <TextInput label={t('pools.teams')} value={form.teams} error={command.at('/teams', true)} onChange={(event) => change({ teams: event.currentTarget.value })} />
        <TextInput label={t('pools.regions')} value={form.regions} error={command.at('/regions', true)} onChange={(event) => change({ regions: event.currentTarget.value })} />
      </div>
      <div className="fields">
        <TextInput label={t('pools.daily')} description={t('pools.dailyHint')} inputMode="numeric" value={form.daily} error={command.at('/daily_limit')} onChange={(event) => change({ daily: digits(event.currentTarget.value) })} />
        <TextInput label={t('pools.lockOutDays')} description={t('pools.lockOutHint')} inputMode="numeric" value={form.lock} error={command.at('/lock_out_days')} onChange={(event) => change({ lock: digits(event.currentTarget.value) })} />
        <TextInput label={t('pools.recycleDays')} description={t('pools.recycleHint')} inputMode="numeric" value={form.recycle} error={command.at('/recycle_after_days')} onChange={(event) => change({ recycle: digits(event.currentTarget.value) })} />
      </div>
      <TextInput label={t('zone')} value={form.zone} error={command.at('/time_zone')} onChange={(event) => change({ zone: event.currentTarget.value })} />
      <Refusal command={command} shown={['/name', '/people', '/teams', '/regions', '/daily_limit', '/lock_out_days', '/recycle_after_days', '/time_zone']} />
    </Sheet>
  );
}
