/** Codes of leads as people read them; a code that nobody named is shown as it is. */
import { useTranslation } from 'react-i18next';

import { language } from '../../i18n';
import zh from '../../i18n/zh';
import { useSources } from './queries';

type Region = keyof typeof zh.leads.region;
type Industry = keyof typeof zh.leads.industry;

export function useNames() {
  const { t } = useTranslation();
  const { data: sources } = useSources();
  return {
    sources: sources ?? [],
    source: (code: string | null | undefined) => {
      const found = sources?.find((each) => each.code === code);
      return found ? (language() === 'en' ? found.name_en : found.name_zh) : (code ?? '');
    },
    region: (code: string | null | undefined) => (code && code in zh.leads.region ? t(`leads.region.${code as Region}`) : (code ?? '')),
    industry: (code: string | null | undefined) => (code && code in zh.leads.industry ? t(`leads.industry.${code as Industry}`) : (code ?? '')),
  };
}
