/** Every version of the rules: who, when, why, and back to it. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { usePerson } from '../../app/session';
import { when } from '../../i18n/format';
import { usePeople } from '../../offline/people';
import { BoneRows, Card, Empty, Failure, Tag } from '../../ui/parts';
import { owns } from '../admin/areas';
import { Heading, Tabs } from '../admin/parts';
import { ROOT, useTabs } from './Assignment';
import { useRuleVersions } from './queries';
import { RuleRow } from './RuleRow';

export default function Versions() {
  const { t } = useTranslation('assignment');
  const person = usePerson();
  const people = usePeople();
  const { data, error, pending, again } = useRuleVersions();
  return (
    <div className="setup">
      <Heading title={t('title')} hint={t('versions.hint')} />
      <Tabs {...useTabs()} at={`${ROOT}/versions`} />
      {pending ? (
        <BoneRows />
      ) : error ? (
        <Failure error={error} again={again} />
      ) : !data?.items.length ? (
        <Empty icon="clock" title={t('versions.none')} hint={t('versions.noneHint')} />
      ) : (
        data.items.map((version, at) => (
          <Card
            key={version.version}
            title={t('versions.one', { version: version.version })}
            end={
              at === 0 ? (
                <Tag tone="good">{t('versions.inForce')}</Tag>
              ) : (
                owns(person) && (
                  <Button component={Link} size="sm" h={40} variant="default" href={`${ROOT}/edit/${version.version}`}>
                    {t('versions.again')}
                  </Button>
                )
              )
            }
          >
            <p className="soft small">{[when(version.at), people(version.by), version.reason ?? t('versions.noReason')].join(' · ')}</p>
            <details open={at === 0}>
              <summary className="link small">{t('count', { count: version.rules.length })}</summary>
              <ol className="rules plain">
                {version.rules.map((rule, index) => (
                  <li key={rule.name}>
                    <RuleRow rule={rule} place={index + 1} />
                  </li>
                ))}
              </ol>
            </details>
          </Card>
        ))
      )}
    </div>
  );
}
