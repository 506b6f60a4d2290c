/** The rules in another order or with other words: tried on leads that were, then put in force. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { content, leads, once } from '../../api/client';
import { Refused } from '../../api/problems';
import type { AssignmentRule, RulesTried } from '../../api/types';
import { usePerson } from '../../app/session';
import { useDraft } from '../../offline/drafts';
import { BoneRows, Card, Empty, Failure, Tag } from '../../ui/parts';
import { ReasonSheet } from '../../ui/ReasonSheet';
import { owns } from '../admin/areas';
import { moved, Ordered } from '../admin/Ordered';
import { DraftKept, Heading, IconButton, Refusal } from '../admin/parts';
import { useCommand } from '../admin/useCommand';
import { ROOT } from './Assignment';
import { useRules, useRuleVersions } from './queries';
import { RuleRow } from './RuleRow';
import { RuleSheet } from './RuleSheet';
import { Tried } from './Tried';

export default function Editor({ from }: { from: number }) {
  const { t } = useTranslation('assignment');
  const person = usePerson();
  const current = useRules();
  const versions = useRuleVersions();
  if (!owns(person)) return <Empty icon="next" title={t('notYours')} hint={t('notYoursHint')} />;
  if (current.pending || versions.pending) return <BoneRows />;
  const base = current.data?.version === from ? current.data.rules : versions.data?.items.find((each) => each.version === from)?.rules;
  if (!base) return <Failure error={current.error ?? versions.error ?? new Error(t('noVersion'))} again={current.again} />;
  return <Writing key={from} from={from} base={base} />;
}

const NEW: AssignmentRule = { name: '', condition: "source == 'website'", method: 'round_robin', people: [] };

function Writing({ from, base }: { from: number; base: AssignmentRule[] }) {
  const { t } = useTranslation('assignment');
  const [, go] = useLocation();
  const [start] = useState({ rules: base });
  const [{ rules }, change, forget] = useDraft<{ rules: AssignmentRule[] }>(`assignment:${from}`, start);
  const [open, setOpen] = useState<number | null>(null);
  const [asking, setAsking] = useState(false);
  const [tried, setTried] = useState<RulesTried | null>(null);
  const command = useCommand();
  const changed = JSON.stringify(rules) !== JSON.stringify(base);
  const set = (next: AssignmentRule[]) => {
    command.forget();
    setTried(null);
    change({ rules: next });
  };
  const tryOut = async () => {
    const found = await command.give(() => content(leads.POST('/api/leads/v1/assignment-rules/dry-run', { body: { rules, leads: 200 } })));
    if (found) setTried(found);
  };
  const save = async (reason: string) => {
    const put = () => content(leads.PUT('/api/leads/v1/assignment-rules', { params: { header: once() }, body: { rules, reason } }));
    let problem;
    const body = await command.give(() =>
      put().catch((error: unknown) => {
        if (error instanceof Refused) problem = error.problem;
        throw error;
      }),
    );
    if (problem) {
      setAsking(false);
      return { state: 'rejected' as const, problem };
    }
    if (body) {
      forget();
      go(ROOT);
    }
    return { state: 'ok' as const, body };
  };
  const wrong = (at: number) => command.at(`/rules/${at}`, true);
  return (
    <div className="setup">
      <Heading title={t('editor.title')} hint={t('editor.hint')} back={ROOT} />
      {changed && <DraftKept text={t('editor.kept')} drop={forget} />}
      <Card title={t('inOrder')} end={<Tag>{t('count', { count: rules.length })}</Tag>} flush>
        <Ordered items={rules} name={(rule) => rule.name} onMove={(one, to) => set(moved(rules, one, to))}>
          {(rule, at) => (
            <>
              <RuleRow rule={rule} place={at + 1} />
              <span className="tools">
                <IconButton icon="edit" label={t('editor.edit', { name: rule.name })} onClick={() => setOpen(at)} />
                <IconButton icon="cross" label={t('editor.drop', { name: rule.name })} onClick={() => set(rules.filter((_, index) => index !== at))} />
              </span>
              {wrong(at) && (
                <p className="wrong small bad-text" role="alert">
                  {wrong(at)}
                </p>
              )}
            </>
          )}
        </Ordered>
        <div style={{ padding: '.75rem 1.125rem 1rem' }}>
          <Button variant="default" onClick={() => setOpen(rules.length)}>
            {t('editor.add')}
          </Button>
        </div>
      </Card>
      <p className="soft small">{t('otherwise')}</p>
      <Refusal command={command} shown={['/rules/']} />
      {command.refused?.problem.errors?.some((each) => each.pointer) && (
        <p className="fault" role="alert">
          {t('editor.faults', { count: command.refused.problem.errors.length })}
        </p>
      )}
      {tried && <Tried of={tried} />}
      <div className="bar-end">
        <Button variant="default" loading={command.busy} onClick={() => void tryOut()}>
          {t('editor.try')}
        </Button>
        <Button disabled={!changed} onClick={() => setAsking(true)}>
          {t('editor.save')}
        </Button>
      </div>
      {asking && <ReasonSheet title={t('editor.save')} hint={t('editor.saveHint')} submit={t('editor.save')} done={t('editor.saved')} opened onClose={() => setAsking(false)} give={save} />}
      {open !== null && (
        <RuleSheet
          rule={rules[open] ?? NEW}
          fault={(field) => command.at(`/rules/${open}/${field}`, true)}
          onClose={() => setOpen(null)}
          keep={(rule) => {
            set(open === rules.length ? [...rules, rule] : rules.map((each, index) => (index === open ? rule : each)));
            setOpen(null);
          }}
        />
      )}
    </div>
  );
}
