/** The rules that leads are assigned by now. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { usePerson } from '../../app/session';
import { when } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { Icon } from '../../ui/Icon';
import { BoneRows, Card, Empty, Failure, Stored, Tag } from '../../ui/parts';
import { owns } from '../admin/areas';
import { Heading, Tabs } from '../admin/parts';
import { ROOT, useTabs } from './Assignment';
import { useRules, useRuleVersions, useWaiting } from './queries';
import { RuleRow } from './RuleRow';

export default function Rules() {
  const { t } = useTranslation('assignment');
  const person = usePerson();
  const people = usePeople();
  const { data, error, pending, again, stored, at } = useRules();
  const last = useRuleVersions().data?.items[0];
  const edit = owns(person) && data && (
    <Button component={Link} href={`${ROOT}/edit/${data.version}`}>
      {t(data.rules.length ? 'edit' : 'begin')}
    </Button>
  );
  return (
    <div className="setup">
      <Heading title={t('title')} hint={t('hint')}>
        {edit}
      </Heading>
      <Tabs {...useTabs()} at={ROOT} />
      <Stored stored={stored} at={at} />
      <Alert />
      {pending ? (
        <BoneRows />
      ) : error || !data ? (
        <Failure error={error ?? new Error()} again={again} />
      ) : (
        <>
          <p className="row wrap" style={{ gap: '.375rem .625rem' }}>
            <Tag tone="good">{data.version ? t('inForce', { version: data.version }) : t('seed')}</Tag>
            {last && <span className="soft small">{[when(last.at), people(last.by), last.reason].filter(Boolean).join(' · ')}</span>}
          </p>
          <Card title={t('inOrder')} end={<Tag>{t('count', { count: data.rules.length })}</Tag>} flush>
            {data.rules.length === 0 ? (
              <Empty icon="next" title={t('none')} hint={t('noneHint')} />
            ) : (
              <ol className="rules">
                {data.rules.map((rule, index) => (
                  <li key={rule.name}>
                    <RuleRow rule={rule} place={index + 1} />
                  </li>
                ))}
              </ol>
            )}
          </Card>
          <p className="soft small">{t('otherwise')}</p>
        </>
      )}
    </div>
  );
}

/** Leads that nobody could be given. */
function Alert() {
  const { t } = useTranslation('assignment');
  const { data } = useWaiting();
  if (!data?.items.length) return null;
  return (
    <Link href={`${ROOT}/waiting`} className="alert">
      <Icon name="alert" />
      <span className="grow">
        <b>{t('waiting.alert', { count: data.items.length })}</b>
        <span className="small">{t('waiting.alertHint')}</span>
      </span>
      <Icon name="next" size={18} />
    </Link>
  );
}
