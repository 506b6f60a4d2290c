/** Web forms for the company's pages, and the address that takes its mail. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';

import '../../i18n/areas';
import { content, leads, seen } from '../../api/client';
import type { WebForm } from '../../api/types';
import { when } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { BoneRows, Card, Empty, Failure, Tag } from '../../ui/parts';
import { say } from '../../ui/toast';
import { Heading, Tabs } from '../admin/parts';
import { useNames } from '../leads/names';
import { FormSheet } from './FormSheet';
import './areas.css';

const ROOT = '/admin/forms';

export default function Forms() {
  return (
    <Switch>
      <Route path={ROOT} component={FormList} />
      <Route path={`${ROOT}/mail`} component={Mail} />
      <Route>
        <Redirect to={ROOT} />
      </Route>
    </Switch>
  );
}

function Views({ at }: { at: string }) {
  const { t } = useTranslation('areas');
  return <Tabs label={t('forms.title')} at={at} tabs={[{ path: ROOT, name: t('forms.forms') }, { path: `${ROOT}/mail`, name: t('forms.mail') }]} />;
}

function FormList() {
  const { t } = useTranslation('areas');
  const [open, setOpen] = useState<WebForm | 'new' | null>(null);
  const { data, error, pending, again } = useAsk(['leads-settings', 'forms'], () => content(leads.GET('/api/leads/v1/forms', { params: { query: { limit: 100, ...seen('leads') } } })));
  return (
    <div className="setup">
      <Heading title={t('forms.title')} hint={t('forms.hint')}>
        <Button onClick={() => setOpen('new')}>{t('forms.add')}</Button>
      </Heading>
      <Views at={ROOT} />
      {pending ? (
        <BoneRows />
      ) : error ? (
        <Failure error={error} again={again} />
      ) : !data?.items.length ? (
        <Empty icon="file" title={t('forms.none')} hint={t('forms.noneHint')} action={<Button onClick={() => setOpen('new')}>{t('forms.add')}</Button>} />
      ) : (
        data.items.map((form) => <One key={form.id} of={form} edit={() => setOpen(form)} />)
      )}
      {open && <FormSheet form={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function One({ of, edit }: { of: WebForm; edit: () => void }) {
  const { t } = useTranslation('areas');
  const { source } = useNames();
  const { terms } = of;
  const page = `${location.origin}/api/leads/v1/forms/${of.id}`;
  const snippet = `<iframe src="${page}" title="${terms.heading.replace(/"/g, '&quot;')}" style="width:100%;height:${180 + 84 * terms.fields.length}px;border:0"></iframe>`;
  return (
    <Card
      title={terms.name}
      end={
        <span className="row" style={{ gap: '.5rem' }}>
          <Tag tone={terms.active === false ? 'plain' : 'good'}>{t(terms.active === false ? 'unused' : 'forms.live')}</Tag>
          <Button size="sm" h={40} variant="default" onClick={edit}>
            {t('change')}
            <span className="hidden"> {terms.name}</span>
          </Button>
        </span>
      }
    >
      <p className="soft small">{[source(terms.source), terms.campaign, terms.fields.map((field) => field.label).join(t('comma')), when(of.changed_at)].filter(Boolean).join(' · ')}</p>
      {terms.active !== false && (
        <div className="stack" style={{ marginTop: '.75rem' }}>
          {(terms.allowed_origins ?? []).length === 0 && <p className="note">{t('forms.noOrigin')}</p>}
          <Snippet label={t('forms.snippet')} text={snippet} />
          <p>
            <a className="link" href={page} target="_blank" rel="noreferrer">
              {t('forms.preview')}
            </a>
          </p>
        </div>
      )}
    </Card>
  );
}

/** Text to be taken elsewhere. */
function Snippet({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation('areas');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say(t('copied'));
    } catch {
      say(t('copyByHand'), true);
    }
  };
  return (
    <div className="snippet">
      <span className="row between">
        <b className="small">{label}</b>
        <Button size="sm" h={36} variant="default" onClick={() => void copy()}>
          {t('copy')}
          <span className="hidden"> {label}</span>
        </Button>
      </span>
      <pre tabIndex={0}>{text}</pre>
    </div>
  );
}

function Mail() {
  const { t } = useTranslation('areas');
  const hook = `${location.origin}/api/leads/v1/inbound-mails`;
  return (
    <div className="setup">
      <Heading title={t('forms.title')} hint={t('forms.mailHint')} />
      <Views at={`${ROOT}/mail`} />
      <Card title={t('forms.hook')}>
        <div className="stack">
          <p className="soft">{t('forms.hookHint')}</p>
          <Snippet label={t('forms.address')} text={`${hook}/signed`} />
          <Snippet label={t('forms.token')} text={`curl -X POST '${hook}?source=website' -H 'authorization: Bearer …' -H 'content-type: message/rfc822' --data-binary @mail.eml`} />
          <ul className="bullets small soft">
            {(['once', 'campaign', 'ignored', 'secret'] as const).map((each) => (
              <li key={each}>{t(`forms.mailFacts.${each}`)}</li>
            ))}
          </ul>
        </div>
      </Card>
    </div>
  );
}
