/** Import for its effect: afterwards `useTranslation('setup')` finds its words. */
import i18next from 'i18next';

import en from './en';
import zh from './zh';

i18next.addResourceBundle('zh-CN', 'setup', zh);
i18next.addResourceBundle('en', 'setup', en);
