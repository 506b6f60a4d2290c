/** Import for its effect: afterwards `useTranslation('scoring')` finds its words. */
import i18next from 'i18next';

import en from './en';
import zh from './zh';

i18next.addResourceBundle('zh-CN', 'scoring', zh);
i18next.addResourceBundle('en', 'scoring', en);
