/** Every place that the bar of a phone does not hold, and the settings of this device. */
import { Button, SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import '../../i18n/setup';
import { beyond, hasOwnDay } from '../../app/navigation';
import { usePerson, useLeave } from '../../app/session';
import '../../i18n/further';
import { LanguageSwitch } from '../../app/LanguageSwitch';
import { complain } from '../../ui/toast';
import { Icon } from '../../ui/Icon';
import { Card } from '../../ui/parts';
import './more.css';

export default function More() {
  const { t } = useTranslation();
  const { t: f } = useTranslation('further');
  const person = usePerson();
  const { t: s } = useTranslation('setup');
  const leave = useLeave();
  return (
    <div className="page" style={{ maxWidth: '46rem' }}>
      <h1 className="only-wide">{t('more.title')}</h1>
      <section className="card row">
        <span className="face" aria-hidden="true">{person.name.slice(0, 1)}</span>
        <span className="grow">
          <b>{person.name}</b>
          <br />
          <span className="soft small">{[person.id, person.team ?? person.region].filter(Boolean).join(' · ')}</span>
        </span>
        <Button variant="default" onClick={() => void leave().catch(complain)} leftSection={<Icon name="out" size={18} />}>
          {t('signIn.out')}
        </Button>
      </section>
      <nav className="places" aria-label={t('more.title')}>
        {beyond(person).map((place) => (
          <Link key={place.name} href={place.path}>
            <Icon name={place.icon} size={24} />
            {t(`nav.${place.name}`)}
          </Link>
        ))}
        {hasOwnDay(person) && (
          <Link href="/admin/people">
            <Icon name="clock" size={24} />
            {s('areas.people.name')}
          </Link>
        )}
      </nav>
      <Card title={t('more.settings')}>
        <div className="row between wrap" style={{ minHeight: 48 }}>
          <span>{t('common.theme')}</span>
          <Appearance />
        </div>
        <div className="row between" style={{ minHeight: 48 }}>
          <span>{t('common.language')}</span>
          <LanguageSwitch />
        </div>
        <div className="row between" style={{ minHeight: 48 }}>
          <span>{f('pack.title')}</span>
          <Link href="/pack" className="link">
            {t('common.view')}
          </Link>
        </div>
      </Card>
      <p className="soft small only-wide">{t('more.keys')}</p>
    </div>
  );
}

function Appearance() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      aria-label={t('common.theme')}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as MantineColorScheme)}
      data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`common.${value}`) }))}
    />
  );
}
