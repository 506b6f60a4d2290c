/** Import for its effect: afterwards `useTranslation('lead')` finds its words. */
import i18next from 'i18next';

import en from './en';
import zh from './zh';

i18next.addResourceBundle('zh-CN', 'lead', zh);
i18next.addResourceBundle('en', 'lead', en);
