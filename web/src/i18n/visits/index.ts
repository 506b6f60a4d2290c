/** Import for its effect: afterwards `useTranslation('visits')` finds its words. */
import i18next from 'i18next';

import en from './en';
import zh from './zh';

i18next.addResourceBundle('zh-CN', 'visits', zh);
i18next.addResourceBundle('en', 'visits', en);
