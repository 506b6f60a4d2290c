/** The way to the company's own sign-in, or the demonstration's; back to where the person was. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useReach } from '../offline/reach';
import { useOutbox } from '../offline/useOutbox';
import { Icon } from '../ui/Icon';
import { rememberPlace } from './session';
import { LanguageSwitch } from './LanguageSwitch';
import './main.css';

export default function SignIn() {
  const { t } = useTranslation();
  const { online } = useReach();
  const kept = useOutbox().length;
  return (
    <main className="sign-in">
      <div className="box">
        <div className="row between">
          <span className="brand" style={{ padding: 0 }}>
            <img src="/icon.svg" alt="" width={40} height={40} />
            {t('app.name')}
          </span>
          <LanguageSwitch />
        </div>
        <section className="card stack">
          <h1>{t('app.tagline')}</h1>
          <p className="soft">{t('signIn.hint')}</p>
          {kept > 0 && <p className="note">{t('signIn.kept', { count: kept })}</p>}
          {!online && (
            <p className="fault" role="alert">
              {t('signIn.away')}
            </p>
          )}
          <Button component="a" href="/session/start?to=/" size="lg" leftSection={<Icon name="next" size={20} />} onClick={rememberPlace} fullWidth>
            {t('signIn.go')}
          </Button>
        </section>
      </div>
    </main>
  );
}
