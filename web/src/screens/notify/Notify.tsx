/** How this person is told beside the inbox: push on this device, channels by kind, quiet hours. */
import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { content, gateway, once } from '../../api/client';
import type { Preferences } from '../../api/types';
import { endPush, pushState, startPush, stopPush, thisDevice, type PushState } from '../../app/push';
import '../../i18n/further';
import zh from '../../i18n/further/zh';
import { day } from '../../i18n/format';
import { useAsk } from '../../offline/answers';
import { Icon } from '../../ui/Icon';
import { Bone, Card, Failure, Tag } from '../../ui/parts';
import { complain, say } from '../../ui/toast';
import './notify.css';

type Kind = keyof typeof zh.notify.kinds;
type Channel = NonNullable<Preferences['channels']>[number]['channels'][number];
const KINDS = Object.keys(zh.notify.kinds) as Kind[];
const CHANNELS: Channel[] = ['web-push', 'mail', 'robot'];

export default function Notify() {
  const { t } = useTranslation('further');
  return (
    <div className="page" style={{ maxWidth: '46rem' }}>
      <h1 className="only-wide">{t('notify.title')}</h1>
      <Push />
      <Channels />
    </div>
  );
}

function Push() {
  const { t } = useTranslation('further');
  const [state, setState] = useState<PushState | null>(null);
  const [fault, setFault] = useState(false);
  const [busy, setBusy] = useState(false);
  const devices = useAsk(['integration-gateway', 'push'], () => content(gateway.GET('/api/integration-gateway/v1/push-subscriptions', { params: { query: { active: true } } })));
  useEffect(() => void pushState().then(setState), []);
  const turn = async (on: boolean) => {
    setBusy(true);
    setFault(false);
    try {
      const now = await (on ? startPush() : stopPush());
      setState(now);
      if (now === (on ? 'on' : 'off')) say(t(on ? 'notify.turnedOn' : 'notify.turnedOff'));
      devices.again();
    } catch (error) {
      // The browser's push service is not ours: all it says is that there was an error.
      if (error instanceof DOMException) setFault(true);
      else complain(error);
    } finally {
      setBusy(false);
    }
  };
  const told = state === 'unsupported' || state === 'insecure' || state === 'denied' ? t(`notify.${state}`) : fault ? t('notify.failed') : null;
  return (
    <Card title={t('notify.here')} end={state && <Tag tone={state === 'on' ? 'good' : state === 'off' ? 'plain' : 'warn'}>{t(state === 'on' ? 'notify.on' : 'notify.off')}</Tag>}>
      <div className="stack">
        {state === null ? <Bone height={44} /> : state === 'on' || state === 'off' ? (
          <div>
            <Button loading={busy} variant={state === 'on' ? 'default' : 'filled'} leftSection={<Icon name="inbox" size={18} />} onClick={() => void turn(state === 'off')}>
              {t(state === 'on' ? 'notify.turnOff' : 'notify.turnOn')}
            </Button>
          </div>
        ) : null}
        {told && <p role="status" className="soft" style={{ lineHeight: 1.55 }}>{told}</p>}
        {devices.data && devices.data.items.length > 0 && (
          <div>
            <h3 className="small soft">{t('notify.devices')}</h3>
            <ul className="rows">
              {devices.data.items.map((each) => (
                <li key={each.id} className="row between" style={{ minHeight: 48 }}>
                  <span className="grow cut">
                    {each.device ?? each.host} {each.id === thisDevice() && <Tag tone="brand">{t('notify.thisDevice')}</Tag>}
                    <br />
                    <span className="soft small">{`${each.host} · ${day(each.subscribed_at)}`}</span>
                  </span>
                  {each.id !== thisDevice() && <Button size="compact-md" variant="default" onClick={() => void endPush(each.id).then(devices.again).catch(complain)}>{t('notify.remove')}</Button>}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Card>
  );
}

/** What the choices mean for one kind: its own choice, else that for everything. */
function channelsOf(preferences: Preferences, kind: Kind): readonly Channel[] {
  const { channels = [] } = preferences;
  return (channels.find((each) => each.kind === kind) ?? channels.find((each) => each.kind === '*'))?.channels ?? [];
}

function Channels() {
  const { t } = useTranslation('further');
  const { t: common } = useTranslation();
  const asked = useAsk(['integration-gateway', 'preferences'], () => content(gateway.GET('/api/integration-gateway/v1/notification-preferences')));
  const [draft, setDraft] = useState<Preferences | null>(null);
  const [busy, setBusy] = useState(false);
  if (asked.pending) return <Card title={t('notify.title')}><Bone height={220} /></Card>;
  if (asked.error || !asked.data) return <Failure error={asked.error ?? new Error()} again={asked.again} />;
  const preferences = draft ?? asked.data;
  const turn = (kind: Kind, channel: Channel) => {
    const before = channelsOf(preferences, kind);
    const channels = before.includes(channel) ? before.filter((each) => each !== channel) : [...before, channel];
    setDraft({ ...preferences, channels: [...(preferences.channels ?? []).filter((each) => each.kind !== kind), { kind, channels }] });
  };
  const quiet = preferences.quiet_hours;
  const save = async () => {
    setBusy(true);
    try {
      await gateway.PUT('/api/integration-gateway/v1/notification-preferences', { body: preferences, headers: once() });
      say(t('notify.saved'));
      asked.again();
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  const night = (part: { begin?: string; end?: string }) => setDraft({ ...preferences, quiet_hours: { begin: '22:00', end: '08:00', ...quiet, ...part } });
  return (
    <Card title={t('notify.title')}>
      <p className="soft small" style={{ marginBottom: '.75rem' }}>{t('notify.hint')}</p>
      <table className="table channels">
        <thead>
          <tr>
            <th className="text" scope="col">{t('notify.kind')}</th>
            {CHANNELS.map((channel) => <th key={channel} scope="col">{t(`notify.channels.${channel}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`notify.kinds.${kind}`)}</th>
              {CHANNELS.map((channel) => (
                <td key={channel}>
                  <label>
                    <input type="checkbox" aria-label={`${t(`notify.kinds.${kind}`)} ${t(`notify.channels.${channel}`)}`} checked={channelsOf(preferences, kind).includes(channel)} onChange={() => turn(kind, channel)} />
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <label className="row" style={{ minHeight: 44, marginTop: '.5rem' }}>
        <input type="checkbox" checked={quiet != null} onChange={() => (quiet ? setDraft({ ...preferences, quiet_hours: null }) : night({}))} />
        <span className="grow">
          {t('notify.quiet')} <span className="soft small">{t('notify.quietHint')}</span>
        </span>
      </label>
      {quiet && (
        <div className="row">
          <TextInput type="time" label={t('notify.from')} value={quiet.begin} onChange={(event) => night({ begin: event.currentTarget.value })} />
          <TextInput type="time" label={t('notify.until')} value={quiet.end} onChange={(event) => night({ end: event.currentTarget.value })} />
        </div>
      )}
      <div style={{ marginTop: '1rem' }}>
        <Button disabled={!draft} loading={busy} onClick={() => void save()}>{common('common.save')}</Button>
      </div>
    </Card>
  );
}
