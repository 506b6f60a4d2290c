import { useTranslation } from 'react-i18next';

import { usePerson } from '../../app/session';
import { language } from '../../i18n';

export function Hello() {
  const { t } = useTranslation();
  const { name } = usePerson();
  const now = new Date();
  const part = now.getHours() < 12 ? 'morning' : now.getHours() < 18 ? 'afternoon' : 'evening';
  return (
    <div className="hello">
      <h1>{t(`home.${part}`, { name })}</h1>
      <p className="soft">{new Intl.DateTimeFormat(language(), { weekday: 'long', month: 'long', day: 'numeric' }).format(now)}</p>
    </div>
  );
}
