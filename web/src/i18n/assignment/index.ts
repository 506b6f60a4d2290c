/** Import for its effect: afterwards `useTranslation('assignment')` finds its words. */
import i18next from 'i18next';

import en from './en';
import zh from './zh';

i18next.addResourceBundle('zh-CN', 'assignment', zh);
i18next.addResourceBundle('en', 'assignment', en);
