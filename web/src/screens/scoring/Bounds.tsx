import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Card } from '../../ui/parts';
import { IconButton } from '../admin/parts';
import type { Editing } from './Editor';

const whole = (text: string) => Number(text.replace(/[^0-9-]/g, '').slice(0, 4)) || 0;

/** From how many points on a lead is of each grade. */
export function GradesCard({ draft, change, command }: Editing) {
  const { t } = useTranslation('scoring');
  const { grades } = draft;
  const wrong = command.at('/grades', true);
  return (
    <Card title={t('grades.title')}>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        {(['a', 'b', 'c'] as const).map((grade) => (
          <TextInput key={grade} className="weight" label={t('grades.from', { grade: grade.toUpperCase() })} inputMode="numeric" value={String(grades[grade])} onChange={(event) => change({ grades: { ...grades, [grade]: whole(event.currentTarget.value) } })} />
        ))}
      </div>
      <p className="soft small" style={{ marginTop: '.5rem' }}>
        {t('grades.rest')}
      </p>
      {wrong && (
        <p className="small bad-text" role="alert">
          {wrong}
        </p>
      )}
    </Card>
  );
}

/** Rules that count together, and how much they may come to. */
export function GroupsCard({ draft, change, command }: Editing) {
  const { t } = useTranslation('scoring');
  const { groups, rules } = draft;
  const put = (at: number, part: Partial<(typeof groups)[number]>) => {
    const before = groups[at]?.name;
    const next = groups.map((group, index) => (index === at ? { ...group, ...part } : group));
    const renamed = part.name !== undefined ? { rules: rules.map((rule) => (rule.group && rule.group === before ? { ...rule, group: part.name || null } : rule)) } : {};
    change({ groups: next, ...renamed });
  };
  const drop = (at: number) => change({ groups: groups.filter((_, index) => index !== at), rules: rules.map((rule) => (rule.group === groups[at]?.name ? { ...rule, group: null } : rule)) });
  return (
    <Card title={t('groups.title')}>
      <p className="soft small">{t('groups.hint')}</p>
      <ul className="stack" style={{ margin: '.625rem 0' }}>
        {groups.map((group, at) => (
          <li key={at}>
            <div className="row" style={{ alignItems: 'flex-end', gap: '.375rem' }}>
              <TextInput className="grow" label={t('name')} value={group.name} error={command.at(`/groups/${at}/name`)} onChange={(event) => put(at, { name: event.currentTarget.value })} />
              <TextInput className="weight" label={t('groups.least')} inputMode="numeric" value={String(group.least)} onChange={(event) => put(at, { least: whole(event.currentTarget.value) })} />
              <TextInput className="weight" label={t('groups.most')} inputMode="numeric" value={String(group.most)} onChange={(event) => put(at, { most: whole(event.currentTarget.value) })} />
              <IconButton icon="cross" label={t('drop', { name: group.name })} onClick={() => drop(at)} />
            </div>
            {(command.at(`/groups/${at}/least`) ?? command.at(`/groups/${at}/most`)) && (
              <p className="small bad-text" role="alert">
                {command.at(`/groups/${at}/least`) ?? command.at(`/groups/${at}/most`)}
              </p>
            )}
          </li>
        ))}
      </ul>
      <Button size="sm" h={40} variant="default" onClick={() => change({ groups: [...groups, { name: t('groups.new', { count: groups.length + 1 }), most: 40, least: 0 }] })}>
        {t('groups.add')}
      </Button>
    </Card>
  );
}
