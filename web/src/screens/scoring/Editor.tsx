/** A new version of the model, written from another one. It stays on this device until it is saved. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { content, leads, once } from '../../api/client';
import type { ScoringRule, WeightedRules } from '../../api/types';
import { usePerson } from '../../app/session';
import { useDraft } from '../../offline/drafts';
import { BoneRows, Card, Empty, Failure, Tag } from '../../ui/parts';
import { owns } from '../admin/areas';
import { ConditionWords } from '../admin/ConditionWords';
import { DraftKept, Heading, IconButton, Refusal } from '../admin/parts';
import { useCommand, type Commanding } from '../admin/useCommand';
import { GradesCard, GroupsCard } from './Bounds';
import { differences } from './comparing';
import { useVersions } from './queries';
import { Extras } from './Rules';
import { RuleSheet } from './RuleSheet';
import { ROOT } from './Scoring';
import { useTryOut } from './useTryOut';

export interface Draft {
  rules: ScoringRule[];
  grades: { a: number; b: number; c: number };
  groups: { name: string; most: number; least: number }[];
  reason: string;
}

function draftOf({ rules, grades, groups = [] }: WeightedRules): Draft {
  return {
    rules,
    grades: { a: grades?.a ?? 75, b: grades?.b ?? 50, c: grades?.c ?? 25 },
    groups: groups.map(({ name, most = 100, least = -100 }) => ({ name, most, least })),
    reason: '',
  };
}

export default function Editor({ from }: { from: number }) {
  const { t } = useTranslation('scoring');
  const person = usePerson();
  const { data, error, pending, again } = useVersions();
  const base = data?.find((each) => each.version === from);
  if (!owns(person)) return <Empty icon="star" title={t('notYours')} hint={t('notYoursHint')} />;
  if (pending) return <BoneRows />;
  if (error || !base) return <Failure error={error ?? new Error(t('noVersion'))} again={again} />;
  return <Writing key={from} from={from} base={base.model} />;
}

function Writing({ from, base }: { from: number; base: WeightedRules }) {
  const { t } = useTranslation('scoring');
  const [, go] = useLocation();
  const [start] = useState(() => draftOf(base));
  const [draft, change, forget] = useDraft<Draft>(`scoring:${from}`, start);
  const command = useCommand();
  const [tryOut, trying] = useTryOut();
  const { rules, grades, groups, reason } = draft;
  const changed = JSON.stringify({ rules, grades, groups }) !== JSON.stringify({ rules: start.rules, grades: start.grades, groups: start.groups });

  const save = async () => {
    const saved = await command.give(() =>
      content(leads.POST('/api/leads/v1/scoring-model/versions', { params: { header: once() }, body: { rules, grades, groups, reason: reason.trim() || null } })),
    );
    if (!saved) return;
    forget();
    go(`${ROOT}/versions/${saved.version}`);
    await tryOut(saved.version);
  };
  return (
    <div className="setup">
      <Heading title={t('editor.title', { version: from })} hint={t('editor.hint')} back={ROOT} />
      {changed && <DraftKept text={t('editor.kept', { count: differences(base, { ...base, rules }).length })} drop={forget} />}
      <RuleRows draft={draft} change={change} command={command} start={base} />
      <div className="fields wide">
        <GradesCard draft={draft} change={change} command={command} />
        <GroupsCard draft={draft} change={change} command={command} />
      </div>
      <Card>
        <TextInput label={t('editor.reason')} placeholder={t('editor.reasonExample')} value={reason} error={command.at('/reason')} onChange={(event) => change({ reason: event.currentTarget.value })} />
      </Card>
      <Refusal command={command} shown={['/rules/', '/grades', '/groups', '/reason']} />
      {command.refused?.problem.errors?.some((each) => each.pointer) && (
        <p className="fault" role="alert">
          {t('editor.faults', { count: command.refused.problem.errors.length })}
        </p>
      )}
      <div className="bar-end">
        <span className="soft small grow">{t(changed ? 'editor.then' : 'editor.unchanged')}</span>
        <Button size="lg" loading={command.busy || trying} disabled={!changed} onClick={() => void save()}>
          {t('editor.save')}
        </Button>
      </div>
    </div>
  );
}

interface Editing {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  command: Commanding;
}
export type { Editing };

function RuleRows({ draft, change, command, start }: Editing & { start: WeightedRules }) {
  const { t } = useTranslation('scoring');
  const [open, setOpen] = useState<number | null>(null);
  const { rules } = draft;
  const put = (at: number, rule: ScoringRule) => change({ rules: rules.map((each, index) => (index === at ? rule : each)) });
  const drop = (at: number) => {
    command.forget();
    change({ rules: rules.filter((_, index) => index !== at) });
  };
  const mark = (rule: ScoringRule) => {
    const was = start.rules.find(({ name }) => name === rule.name);
    return !was ? <Tag tone="good">{t('compare.added')}</Tag> : JSON.stringify(was) !== JSON.stringify(rule) ? <Tag tone="info">{t('compare.changed')}</Tag> : null;
  };
  return (
    <Card title={t('rule.title')} end={<Tag>{t('rule.count', { count: rules.length })}</Tag>} flush>
      <ul className="rules">
        {rules.map((rule, at) => {
          const wrong = command.at(`/rules/${at}`, true);
          return (
            <li key={at} className={wrong ? 'faulty' : undefined}>
              <span className="said">
                <b>{rule.name}</b> {mark(rule)}
                <span className="small">
                  <ConditionWords text={rule.condition} />
                </span>
                <Extras rule={rule} />
              </span>
              <span className="tools">
                <Weight label={t('rule.pointsOf', { name: rule.name })} value={rule.points} onChange={(points) => put(at, { ...rule, points })} />
                <IconButton icon="edit" label={t('rule.edit', { name: rule.name })} onClick={() => setOpen(at)} />
                <IconButton icon="cross" label={t('drop', { name: rule.name })} disabled={rules.length === 1} onClick={() => drop(at)} />
              </span>
              {wrong && (
                <p className="wrong small bad-text" role="alert">
                  {wrong}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      <div style={{ padding: '.75rem 1.125rem 1rem' }}>
        <Button variant="default" onClick={() => setOpen(rules.length)}>
          {t('rule.add')}
        </Button>
      </div>
      {open !== null && (
        <RuleSheet
          rule={rules[open] ?? { name: '', condition: "source == 'exhibition'", points: 10 }}
          groups={draft.groups.map(({ name }) => name)}
          fault={(field) => command.at(`/rules/${open}/${field}`, true)}
          onClose={() => setOpen(null)}
          keep={(rule) => {
            if (open === rules.length) change({ rules: [...rules, rule] });
            else put(open, rule);
            setOpen(null);
          }}
        />
      )}
    </Card>
  );
}

/** Points of a rule: a field of its own text, so that a minus can be written before its number. */
export function Weight({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  const [text, setText] = useState(String(value));
  const shown = Number(text) === value || text === '-' || text === '' ? text : String(value);
  return (
    <TextInput
      className="weight"
      aria-label={label}
      inputMode="numeric"
      value={shown}
      onChange={(event) => {
        const written = event.currentTarget.value.replace(/[−–]/g, '-').replace(/(?!^)-|[^0-9-]/g, '').slice(0, 4);
        setText(written);
        if (/\d/.test(written)) onChange(Number(written));
      }}
      onKeyDown={(event) => {
        const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const next = Math.max(-100, Math.min(100, value + step));
        setText(String(next));
        onChange(next);
      }}
    />
  );
}
