import { useTranslation } from 'react-i18next';

import { choose, language } from '../i18n';

const NAMES = { 'zh-CN': '中文', en: 'English' } as const;

/** One press to the other language, named in that language. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const other = language() === 'en' ? 'zh-CN' : 'en';
  return (
    <button type="button" className="link" lang={other} aria-label={`${t('common.language')}: ${NAMES[other]}`} onClick={() => void choose(other)}>
      {NAMES[other]}
    </button>
  );
}
