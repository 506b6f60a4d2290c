/** Plans of steps that leads follow, which of them begins by itself, and when owners are reminded. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import '../../i18n/areas';
import { content, leads, once } from '../../api/client';
import type { FollowUpTerms, PlanTemplate } from '../../api/types';
import { usePerson } from '../../app/session';
import { language } from '../../i18n';
import { useAsk } from '../../offline/answers';
import { BoneRows, Card, Empty, Failure, Stored, Tag } from '../../ui/parts';
import { Sheet } from '../../ui/Sheet';
import { owns } from '../admin/areas';
import { ConditionField } from '../admin/ConditionField';
import { ConditionWords } from '../admin/ConditionWords';
import { ALL_FIELDS } from '../admin/conditions';
import { moved, Ordered } from '../admin/Ordered';
import { Check, Heading, IconButton, Refusal } from '../admin/parts';
import { useCommand, type Commanding } from '../admin/useCommand';
import { digits } from './codes';
import './areas.css';

const METHODS = ['call', 'email', 'wechat', 'visit', 'meeting', 'message', 'other'] as const;

export default function Plans() {
  const { t } = useTranslation('areas');
  const person = usePerson();
  const command = useCommand();
  const [open, setOpen] = useState<number | 'reminders' | null>(null);
  // Moves show at once, and are given one after the other.
  const [order, setOrder] = useState<PlanTemplate[] | null>(null);
  const moves = useRef(Promise.resolve());
  const { data, error, pending, again, stored, at } = useAsk(['leads-settings', 'plans'], () => content(leads.GET('/api/leads/v1/follow-up-rules')));
  if (pending) return <BoneRows />;
  if (error || !data) return <Failure error={error ?? new Error()} again={again} />;
  const { terms } = data;
  const plans = order ?? terms.plans ?? [];
  const may = owns(person);
  const save = async (next: FollowUpTerms) => {
    const saved = await command.give(() => leads.PUT('/api/leads/v1/follow-up-rules', { params: { header: once() }, body: { ...terms, ...next } }), t('saved'));
    if (saved) setOpen(null);
  };
  const move = (from: number, to: number) => {
    const next = moved(plans, from, to);
    setOrder(next);
    moves.current = moves.current.then(() => save({ plans: next })).then(() => setOrder((now) => (now === next ? null : now)));
  };
  const close = () => {
    command.forget();
    setOpen(null);
  };
  const shown = (plan: PlanTemplate, place: number) => <Plan of={plan} place={place} />;
  return (
    <div className="setup">
      <Heading title={t('plans.title')} hint={t('plans.hint')}>
        {may && <Button onClick={() => setOpen(plans.length)}>{t('plans.add')}</Button>}
      </Heading>
      <Stored stored={stored} at={at} />
      {open === null && <Refusal command={command} />}
      <Card title={t('plans.inOrder')} end={<Tag>{data.version ? t('version', { version: data.version }) : t('seed')}</Tag>} flush>
        {plans.length === 0 ? (
          <Empty icon="meeting" title={t('plans.none')} hint={t('plans.noneHint')} />
        ) : may ? (
          <Ordered items={plans} name={(plan) => plan.name} onMove={move}>
            {(plan, index) => (
              <>
                {shown(plan, index + 1)}
                <span className="tools">
                  <IconButton icon="edit" label={t('editIt', { name: plan.name })} onClick={() => setOpen(index)} />
                  <IconButton icon="cross" label={t('dropIt', { name: plan.name })} onClick={() => void save({ plans: plans.filter((_, other) => other !== index) })} />
                </span>
              </>
            )}
          </Ordered>
        ) : (
          <ol className="rules">
            {plans.map((plan, index) => (
              <li key={plan.name}>{shown(plan, index + 1)}</li>
            ))}
          </ol>
        )}
      </Card>
      <Reminders of={terms} edit={may ? () => setOpen('reminders') : undefined} />
      {open === 'reminders' && <RemindersSheet of={terms} command={command} onClose={close} save={save} />}
      {typeof open === 'number' && <PlanSheet plan={plans[open] ?? null} at={open} command={command} onClose={close} save={(plan) => save({ plans: plans[open] ? plans.map((each, index) => (index === open ? plan : each)) : [...plans, plan] })} />}
    </div>
  );
}

function Plan({ of, place }: { of: PlanTemplate; place: number }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation('further');
  return (
    <span className="said">
      <span className="rank">{place}</span>
      <b>{of.name}</b>
      <span className="small">{of.condition ? <>{of.condition !== 'true' && t('plans.when')} <ConditionWords text={of.condition} /></> : t('plans.byHand')}</span>
      <ol className="plan-steps">
        {of.steps.map((step, at) => (
          <li key={at}>
            <b className="num">{t('plans.day', { count: step.after_days })}</b>
            <span className="num soft">{step.at ?? '09:30'}</span>
            <Tag tone="brand">{w(`followUp.methods.${step.method}`)}</Tag>
            <span className="cut">{language() === 'en' ? step.text : (step.text_zh ?? step.text)}</span>
          </li>
        ))}
      </ol>
    </span>
  );
}

function Reminders({ of, edit }: { of: FollowUpTerms; edit: (() => void) | undefined }) {
  const { t } = useTranslation('areas');
  const ahead = of.ahead_minutes ?? [30];
  return (
    <Card
      title={t('plans.reminders')}
      end={
        edit && (
          <Button size="sm" h={40} variant="default" onClick={edit}>
            {t('change')}
          </Button>
        )
      }
    >
      <dl className="facts">
        <dt>{t('plans.ahead')}</dt>
        <dd>{ahead.length ? ahead.map((minutes) => t('plans.minutes', { count: minutes })).join(t('comma')) : t('plans.onlyDue')}</dd>
        <dt>{t('plans.digest')}</dt>
        <dd className="num">{of.digest_at ?? t('plans.noDigest')}</dd>
        <dt>{t('plans.days')}</dt>
        <dd>{t('plans.clock', { zone: of.clock?.time_zone ?? 'Asia/Shanghai', calendar: of.clock?.calendar ?? 'CN' })}</dd>
      </dl>
    </Card>
  );
}

function RemindersSheet({ of, command, onClose, save }: { of: FollowUpTerms; command: Commanding; onClose: () => void; save: (terms: FollowUpTerms) => Promise<void> }) {
  const { t } = useTranslation('areas');
  const { t: common } = useTranslation();
  const [ahead, setAhead] = useState((of.ahead_minutes ?? [30]).join(', '));
  const [digest, setDigest] = useState(of.digest_at ?? '');
  const [zone, setZone] = useState(of.clock?.time_zone ?? 'Asia/Shanghai');
  const [calendar, setCalendar] = useState(of.clock?.calendar ?? 'CN');
  const done = () => save({ ahead_minutes: ahead.split(/[,，、\s]+/).filter(Boolean).map(Number), digest_at: digest || null, clock: { time_zone: zone.trim(), calendar: calendar.trim() } });
  return (
    <Sheet title={t('plans.reminders')} hint={t('plans.remindersHint')} opened onClose={onClose} onSubmit={done} busy={command.busy} submit={common('common.save')}>
      <TextInput label={t('plans.ahead')} description={t('plans.aheadHint')} value={ahead} error={command.at('/ahead_minutes', true)} onChange={(event) => setAhead(event.currentTarget.value)} />
      <TextInput type="time" label={t('plans.digest')} description={t('plans.digestHint')} value={digest} error={command.at('/digest_at')} onChange={(event) => setDigest(event.currentTarget.value)} />
      <div className="fields">
        <TextInput label={t('zone')} value={zone} error={command.at('/clock/time_zone')} onChange={(event) => setZone(event.currentTarget.value)} />
        <TextInput label={t('calendar')} description={t('calendarHint')} value={calendar} error={command.at('/clock/calendar')} onChange={(event) => setCalendar(event.currentTarget.value.toUpperCase())} />
      </div>
      <Refusal command={command} shown={['/ahead_minutes', '/digest_at', '/clock']} />
    </Sheet>
  );
}

const EMPTY: PlanTemplate = { name: '', condition: "grade == 'A'", steps: [{ after_days: 0, at: '09:30', method: 'call', text: '', text_zh: '' }] };

function PlanSheet({ plan: start, at, command, onClose, save }: { plan: PlanTemplate | null; at: number; command: Commanding; onClose: () => void; save: (plan: PlanTemplate) => Promise<void> }) {
  const { t } = useTranslation('areas');
  const { t: w } = useTranslation('further');
  const { t: common } = useTranslation();
  const [plan, set] = useState(start ?? EMPTY);
  const [missing, setMissing] = useState(false);
  const chinese = language() !== 'en';
  const change = (part: Partial<PlanTemplate>) => set({ ...plan, ...part });
  const step = (index: number, part: Partial<PlanTemplate['steps'][number]>) => change({ steps: plan.steps.map((each, other) => (other === index ? { ...each, ...part } : each)) });
  // What is written in one language stands for the other until somebody says more.
  const say = (index: number, text: string) => step(index, chinese ? { text_zh: text, ...(plan.steps[index]?.text && start ? {} : { text }) } : { text });
  const done = () => {
    const named = plan.name.trim() !== '' && plan.steps.every((each) => each.text.trim() !== '');
    setMissing(!named);
    if (named) void save({ ...plan, name: plan.name.trim(), steps: plan.steps.map((each) => ({ ...each, text_zh: each.text_zh?.trim() ? each.text_zh : null })) });
  };
  const last = plan.steps.at(-1);
  return (
    <Sheet title={start?.name ?? t('plans.add')} hint={t('plans.sheetHint')} opened onClose={onClose} onSubmit={done} busy={command.busy} submit={common('common.save')} wide>
      <TextInput label={t('name')} placeholder={t('plans.example')} value={plan.name} error={missing && !plan.name.trim() ? t('nameNeeded') : command.at(`/plans/${at}/name`)} onChange={(event) => change({ name: event.currentTarget.value })} />
      <Check label={t('plans.byRule')} hint={t('plans.byRuleHint')} checked={plan.condition != null} onChange={(byRule) => change({ condition: byRule ? (start?.condition ?? EMPTY.condition ?? 'true') : null })} />
      {plan.condition != null && <ConditionField value={plan.condition} onChange={(condition) => change({ condition })} fields={ALL_FIELDS} error={command.at(`/plans/${at}/condition`)} />}
      <fieldset className="condition">
        <legend>{t('plans.steps')}</legend>
        <p className="soft small">{t('plans.stepsHint')}</p>
        <ol className="step-fields">
          {plan.steps.map((each, index) => (
            <li key={index}>
              <TextInput label={t('plans.after')} inputMode="numeric" value={String(each.after_days)} onChange={(event) => step(index, { after_days: Number(digits(event.currentTarget.value)) })} />
              <TextInput type="time" label={t('plans.at')} value={each.at ?? '09:30'} onChange={(event) => step(index, { at: event.currentTarget.value })} />
              <NativeSelect label={w('followUp.method')} value={each.method} onChange={(event) => step(index, { method: event.currentTarget.value as (typeof METHODS)[number] })} data={METHODS.map((value) => ({ value, label: w(`followUp.methods.${value}`) }))} />
              <TextInput label={t('plans.what')} value={chinese ? (each.text_zh ?? each.text) : each.text} error={missing && !each.text.trim() ? t('plans.whatNeeded') : command.at(`/plans/${at}/steps/${index}`, true)} onChange={(event) => say(index, event.currentTarget.value)} />
              <IconButton icon="cross" label={t('plans.dropStep', { count: index + 1 })} disabled={plan.steps.length === 1} onClick={() => change({ steps: plan.steps.filter((_, other) => other !== index) })} />
            </li>
          ))}
        </ol>
        {command.at(`/plans/${at}/steps`) && (
          <p className="small bad-text" role="alert">
            {command.at(`/plans/${at}/steps`)}
          </p>
        )}
        <Button size="sm" h={40} variant="default" onClick={() => change({ steps: [...plan.steps, { after_days: (last?.after_days ?? 0) + 2, at: '09:30', method: 'call', text: '', text_zh: '' }] })}>
          {t('plans.addStep')}
        </Button>
      </fieldset>
      <Refusal command={command} shown={[`/plans/${at}/`]} />
    </Sheet>
  );
}
